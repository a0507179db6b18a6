//! What people and programs get to see. Nothing in here decides anything.

pub(crate) mod dataset_check;
pub(crate) mod dataset_row;
pub(crate) mod dataset_stats;
pub(crate) mod dry_run;
pub(crate) mod effective;
pub(crate) mod export;
pub(crate) mod headway;
mod progress;
mod plain_table;
pub(crate) mod prune_plan;
pub(crate) mod run_table;
pub(crate) mod reproduction;
pub(crate) mod sre;
pub(crate) mod story;
pub(crate) mod summary;
mod summary_table;
pub(crate) mod verification;
pub(crate) mod comparison;
pub(crate) mod verdict;
pub(crate) mod leaderboard;
pub(crate) mod profile;
pub(crate) mod trend;
pub(crate) mod size_plan;
pub(crate) mod noise;
pub(crate) mod numbers;
pub(crate) mod words;
mod wrapping;

pub(crate) use progress::Progress;
