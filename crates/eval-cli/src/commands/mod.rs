//! One file a command.

mod check;
mod completions;
mod explain;
mod run;
mod show;

pub(crate) use check::check;
pub(crate) use completions::completions;
pub(crate) use explain::explain;
pub(crate) use run::run;
pub(crate) use show::show;
