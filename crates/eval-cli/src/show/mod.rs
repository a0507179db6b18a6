//! What people and programs get to see. Nothing in here decides anything.

pub(crate) mod dry_run;
pub(crate) mod effective;
pub(crate) mod headway;
mod progress;
pub(crate) mod prune_plan;
pub(crate) mod run_table;
pub(crate) mod reproduction;
pub(crate) mod sre;
pub(crate) mod story;
pub(crate) mod summary;
mod summary_table;
pub(crate) mod verification;
pub(crate) mod words;

pub(crate) use progress::Progress;
