//! `eval`: `flywheel` under another name. What it tells people to type begins
//! with `flywheel`: in a shell, `eval` is the shell's own.

use std::ffi::OsString;
use std::process::ExitCode;

fn main() -> ExitCode {
    let flywheel = std::iter::once(OsString::from("flywheel"));
    eval_cli::main(flywheel.chain(std::env::args_os().skip(1)))
}
