//! One file a command.

mod check;
mod completions;
mod explain;
mod fsck;
mod list;
mod merge;
mod prune;
mod repro;
mod run;
mod show;

pub(crate) use check::check;
pub(crate) use completions::completions;
pub(crate) use explain::explain;
pub(crate) use fsck::fsck;
pub(crate) use list::list;
pub(crate) use merge::merge;
pub(crate) use prune::prune;
pub(crate) use repro::repro;
pub(crate) use run::run;
pub(crate) use show::show;
