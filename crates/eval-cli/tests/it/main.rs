//! The program as a user has it: real binaries, real shells, real files.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod support;

mod a_first_run;
mod bad_input;
mod commands;
mod documents;
mod hostile;
mod interrupted;
mod replicas;
mod sameness;
mod shells;
mod walls;
