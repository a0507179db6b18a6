//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Put agent harnesses through scenarios and read what happened.
#[derive(Debug, Parser)]
#[command(
    name = "flywheel",
    version,
    arg_required_else_help = true,
    after_help = "Start here:
  flywheel run scenarios/sre-triage/suite.toml
  flywheel show runs/latest

Exit codes:
  0    fine, whatever the agents did
  2    wrong usage, bad input, or the tool itself failed
  4    nothing ran
  5    too much failed outside the agents to say anything of them
  130  interrupted

Nothing leaves this machine."
)]
pub(crate) struct Cli {
    /// When to use colour; `auto` heeds `NO_COLOR` and whether this is a terminal.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: ColorChoice,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run a suite and sum it up, arm by arm.
    Run(RunArgs),
    /// Validate files and prove every instance: solvable, and not by accident.
    Check(CheckArgs),
    /// Show every effective value of a file and where it came from.
    Explain(ExplainArgs),
    /// Show a run, or tell one of its trials from its trace.
    Show(ShowArgs),
    /// Print a completion script for your shell.
    Completions(CompletionsArgs),
}

/// For whom to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    #[default]
    Human,
    /// For programs: one JSON object.
    Json,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel run scenarios/sre-triage/suite.toml
  flywheel run suite.toml --arm five-components --filter 'incident*#17@'
  flywheel run suite.toml --dry-run
  flywheel run suite.toml --format json | jq '.arms[] | {name, rate, interval}'")]
pub(crate) struct RunArgs {
    /// The suite.
    pub(crate) suite: PathBuf,

    /// Show the plan and its size; run nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Only trials whose `arm/scenario.variant#instance@epoch` holds this text; `*` stands for any.
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,

    /// Only this arm; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) arm: Vec<String>,

    /// Repeat each instance so often, whatever the suite says.
    #[arg(long, value_name = "N")]
    pub(crate) epochs: Option<u32>,

    /// Seed of trial luck, instead of the suite's.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// Threads in all; as many as there are cores unless given. The tables do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,

    /// Only the first N trials of the plan.
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<u64>,

    /// The run's folder; `runs/<run-id>` unless given.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// No progress.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel check scenarios
  flywheel check scenarios/sre-triage/suite.toml
  flywheel check my-harness.toml my-scenario/")]
pub(crate) struct CheckArgs {
    /// Suites, scenarios, harnesses, or folders that hold them.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How many instances of a scenario to prove that no suite names, from each of its splits.
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub(crate) instances: u64,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel explain scenarios/sre-triage/suite.toml
  flywheel explain scenarios/sre-triage/harness/five-components.toml")]
pub(crate) struct ExplainArgs {
    /// A suite, a scenario or a harness.
    pub(crate) file: PathBuf,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel show runs/latest
  flywheel show runs/latest five-components/incident#17@2
  flywheel show runs/latest 3fa9c1 --view sre")]
pub(crate) struct ShowArgs {
    /// The run's folder.
    pub(crate) run: PathBuf,

    /// A trial: the beginning of its id, or `arm/scenario#instance@epoch`.
    pub(crate) trial: Option<String>,

    /// How to tell the trial.
    #[arg(long, value_enum, default_value_t, requires = "trial")]
    pub(crate) view: View,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// How to tell a trial.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum View {
    /// Turn by turn: what was visible, calls, refusals, verifiers, why it stopped.
    #[default]
    Story,
    /// The events of the sre-harness reference, as JSON lines.
    Sre,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}
