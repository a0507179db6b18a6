//! `run`: the same as `flywheel run`, so that `eval run suite.toml`, typed into
//! a shell whose builtin `eval` executes its arguments, does what it says.

use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let flywheel_run = [OsString::from("flywheel"), OsString::from("run")];
    eval_cli::main(flywheel_run.into_iter().chain(std::env::args_os().skip(1)))
}
