//! Conclusions drawn from arms made up in memory and from runs on disk, as situations.
#![expect(clippy::unwrap_used, reason = "a test that cannot set its scene up should fail there")]

mod arms;
mod runs;

mod reading_runs;
mod refusals;
mod changed_keys;
mod differences;
mod arrangement;
mod flips;
mod slices;
mod ratios;
mod safety;
mod lost_trials;
mod warnings;
mod verdicts;
mod budgets;
mod families_and_tags;
mod quarantine;
mod looks;
mod gate_file;
mod baselines;
mod leaderboards;
mod noise_floors;
mod size_plans;
mod planned_power;
mod profiles;
mod trends;
