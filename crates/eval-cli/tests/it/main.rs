//! The program as a user has it: real binaries, real shells, real files.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;
mod shelf;

mod a_first_run;
mod action;
mod bad_input;
mod bench_incident;
mod commands;
mod documents;
mod fsck;
mod going_on;
mod hostile;
mod interrupted;
mod killed;
mod listing;
mod merging;
mod pruning;
mod replicas;
mod repro;
mod sameness;
mod shells;
mod walls;
