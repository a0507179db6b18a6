//! The program as a user has it: real binaries, real shells, real files.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;
mod shelf;

mod a_first_run;
mod action;
mod bad_input;
mod bench_incident;
mod calibrated;
mod commands;
mod comparing;
mod documents;
mod early;
mod fsck;
mod gating;
mod going_on;
mod hostile;
mod interrupted;
mod killed;
mod listing;
mod many_shapes;
mod exporting;
mod merging;
mod planning;
mod pruning;
mod replicas;
mod ranking;
mod repro;
mod sameness;
mod schemas;
mod shells;
mod walls;
