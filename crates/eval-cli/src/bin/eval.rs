//! `eval`: put agent harnesses through scenarios and read what happened.

use std::process::ExitCode;

fn main() -> ExitCode {
    eval_cli::main(std::env::args_os())
}
