//! Checks a folder of golden cases: `cargo run -p eval-stats --example golden -- DIR`.
//!
//! Prints each value that is not as expected, and how many cases passed and failed. Ends with 0 if
//! all passed, 1 if one did not, 2 if the folder cannot be read.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it is here to print")]

#[path = "../tests/golden_checker/mod.rs"]
mod golden_checker;

use std::path::Path;
use std::process::ExitCode;

use golden_checker::check_folder;

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [folder] = arguments.as_slice() else {
        eprintln!("usage: golden DIR, a folder with .json files of golden cases");
        return ExitCode::from(2);
    };
    match check_folder(Path::new(folder)) {
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
        Ok(outcome) => {
            outcome.failures.iter().for_each(|failure| println!("{failure}"));
            println!("{} passed, {} failed", outcome.passed, outcome.failed);
            ExitCode::from(u8::from(outcome.failed > 0))
        }
    }
}
