//! The front door: arguments in, events and findings shown.
//!
//! The only room that prints, reads the environment or decides how the process
//! ends. It joins the two wings, what makes facts and what reads them, and
//! holds no logic of either.
//!
//! Entry point: [`main`].
//!
//! ```
//! use std::process::ExitCode;
//!
//! let code = eval_cli::main(["flywheel", "--version"]);
//! assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::SUCCESS));
//! ```

mod args;
mod export_args;
mod commands;
mod find_trial;
mod sides;
mod beside;
mod show;
mod live;
mod problem;
mod execute;
mod until_decided;
mod run_folder;
mod begun;
mod interrupt;
mod conclude;
mod slices;
mod merge_mark;
mod again;
mod runs_in;
mod pruning;
mod discard;
mod measures;
mod screen;
mod status;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};
use crate::screen::Screen;
use crate::status::Status;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Runs the program and says how its process ends.
pub fn main<A: Into<OsString> + Clone>(arguments: impl IntoIterator<Item = A>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return status::of_clap(&error),
    };
    let screen = Screen::from_environment(cli.color);
    match run(&cli, screen) {
        Ok(status) => status.into(),
        Err(error) => problem::report(&error, screen),
    }
}

fn run(cli: &Cli, screen: Screen) -> anyhow::Result<Status> {
    match &cli.command {
        Command::Run(args) => commands::run(args, screen),
        Command::Check(args) => commands::check(args, screen),
        Command::Explain(args) => commands::explain(args, screen),
        Command::Show(args) => commands::show(args, screen),
        Command::Repro(args) => commands::repro(args, screen),
        Command::List(args) => commands::list(args, screen),
        Command::Prune(args) => commands::prune(args, screen),
        Command::Fsck(args) => commands::fsck(args, screen),
        Command::Merge(args) => commands::merge(args, screen),
        Command::Compare(args) => commands::compare(args, screen),
        Command::Gate(args) => commands::gate(args, screen),
        Command::Baseline(args) => commands::baseline(args, screen),
        Command::Leaderboard(args) => commands::leaderboard(args, screen),
        Command::Profile(args) => commands::profile(args, screen),
        Command::Trend(args) => commands::trend(args, screen),
        Command::Plan(args) => commands::plan(args, screen),
        Command::Noise(args) => commands::noise(args, screen),
        Command::Dataset(args) => commands::dataset(args, screen),
        Command::Export(args) => commands::export(args, screen),
        Command::Schema(args) => commands::schema(args, screen),
        Command::Completions(args) => commands::completions(args, screen),
    }
}
