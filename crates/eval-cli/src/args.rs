//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use eval_trace::Shard;

use crate::measures::{Age, Size};

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
  1    a trial run again is not what is stored
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
    /// Run a stored trial again, from its run alone, and compare.
    Repro(ReproArgs),
    /// List the runs in a folder.
    List(ListArgs),
    /// Delete runs by age, by size or by name; without --yes it only shows which.
    Prune(PruneArgs),
    /// Check that a run is as it was written, and say what is damaged and what is still good.
    Fsck(FsckArgs),
    /// Unite the slices of a plan, made with `run --shard`, into one run.
    Merge(MergeArgs),
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
  flywheel run suite.toml --shard 2/3 --out shard-2
  flywheel run suite.toml --events events.jsonl
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

    /// Run slice I of N of the plan, one machine each; `flywheel merge` unites them.
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(crate) shard: Option<Shard>,

    /// The run's folder. An unfinished run in it goes on, a finished one gets what the plan has
    /// more. Unless given: the unfinished run of this plan in `runs/`, else a new folder there.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,

    /// Count a trial as finished once it is on disk, so that it survives a power cut; always so
    /// with models that cost money.
    #[arg(long)]
    pub(crate) durable: bool,

    /// Append each finished trial's events to a file as JSON lines, to be watched with `tail -f`.
    #[arg(long, value_name = "FILE")]
    pub(crate) events: Option<PathBuf>,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// No progress.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// `I/N`, counted from 1.
fn shard(text: &str) -> Result<Shard, String> {
    let wanted = || format!("`{text}` is no slice: write I/N with I from 1 to N, as in 2/3");
    let (index, of) = text.split_once('/').ok_or_else(wanted)?;
    let shard = Shard {
        index: index.parse().map_err(|_| wanted())?,
        of: of.parse().map_err(|_| wanted())?,
    };
    if (1..=shard.of).contains(&shard.index) { Ok(shard) } else { Err(wanted()) }
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

    /// Prove each instance that a suite names, not a sample of those with more than 1000.
    #[arg(long)]
    pub(crate) all: bool,

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
#[command(after_help = "Examples:
  flywheel repro runs/latest five-components/incident#17@2
  flywheel repro runs/latest 3fa9c1 --format json

Suite, scenario and harness files are not read: everything is in the run's manifest.")]
pub(crate) struct ReproArgs {
    /// The run's folder.
    pub(crate) run: PathBuf,

    /// A trial: the beginning of its id, or `arm/scenario#instance@epoch`.
    pub(crate) trial: String,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel list
  flywheel list /data/runs
  flywheel list --format json | jq -r '.runs[] | select(.status == \"stopped\") | .dir'")]
pub(crate) struct ListArgs {
    /// The folder that holds the runs; `runs` unless given.
    pub(crate) dir: Option<PathBuf>,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "What several of the three ask for goes together. A run that is being
written never goes.

Examples:
  flywheel prune --older-than 30d
  flywheel prune --older-than 30d --yes
  flywheel prune --keep-at-most 10GB --unfinished
  flywheel prune --run 20261120T220500Z-0a1b2c3d --yes")]
pub(crate) struct PruneArgs {
    /// The folder that holds the runs; `runs` unless given.
    pub(crate) dir: Option<PathBuf>,

    /// Runs begun longer ago than this: 12h, 30d, 2w, 6mo. A run dated in the future is not old.
    #[arg(long, value_name = "AGE")]
    pub(crate) older_than: Option<Age>,

    /// The oldest runs, until all that are left take at most this much: 500MB, 10GB, 1.5GiB.
    #[arg(long, value_name = "SIZE")]
    pub(crate) keep_at_most: Option<Size>,

    /// This run, by its folder's name or its id; may be given several times.
    #[arg(long, value_name = "ID")]
    pub(crate) run: Vec<String>,

    /// Let age and size apply to runs that could be gone on with, too.
    #[arg(long)]
    pub(crate) unfinished: bool,

    /// Only show what would go, as without --yes.
    #[arg(long, conflicts_with = "yes")]
    pub(crate) dry_run: bool,

    /// Delete.
    #[arg(long)]
    pub(crate) yes: bool,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Every byte is read: length and hash of each file, its rows, every text, and whether the
tables of each part fit each other. Nothing is changed. Exits with 2 if anything is damaged.

Examples:
  flywheel fsck runs/latest
  flywheel fsck runs/latest --format json | jq '.parts[] | select(.is_good | not)'"
)]
pub(crate) struct FsckArgs {
    /// The run's folder.
    pub(crate) run: PathBuf,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// No progress.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
#[command(
    after_help = "The merged run has the very tables that one machine would have written. A merge that was
broken off goes on when it is started again.

Examples:
  flywheel run suite.toml --shard 1/2 --out shard-1     (one machine)
  flywheel run suite.toml --shard 2/2 --out shard-2     (another)
  flywheel merge shard-1 shard-2 --out whole"
)]
pub(crate) struct MergeArgs {
    /// The folders of all slices, in any order.
    #[arg(required = true, value_name = "RUN")]
    pub(crate) runs: Vec<PathBuf>,

    /// The merged run's folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// No progress.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}
