//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use eval_trace::Shard;

use crate::export_args::{DatasetArgs, ExportArgs};
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
  1    a gate blocks, or a trial run again is not what is stored
  2    wrong usage, bad input, or the tool itself failed
  3    a gate is inconclusive, and its policy is strict
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
    /// Compare two arms: is B better than A, or is it noise?
    #[command(visible_alias = "diff")]
    Compare(CompareArgs),
    /// Decide whether a candidate may take a baseline's place: PASS, BLOCK, INCONCLUSIVE, INVALID.
    Gate(GateArgs),
    /// Keep an arm's results in a small file, to gate against.
    Baseline(BaselineArgs),
    /// Rank the arms of a run, with intervals on the ranks, and success against cost.
    Leaderboard(LeaderboardArgs),
    /// Look at the arms of a run from every side: families, tries, stability, horizon, what it takes.
    Profile(ProfileArgs),
    /// Follow each suite's arms over the runs in a folder.
    Trend(TrendArgs),
    /// Before spending: what a suite could see, how much a margin needs, what that takes.
    Plan(PlanArgs),
    /// Measure how far an arm differs from itself, and keep that beside the suite.
    Noise(NoiseArgs),
    /// Make training data out of runs, in the shape that a trainer takes.
    Export(ExportArgs),
    /// Check, show or sum up training data, whoever made it.
    Dataset(DatasetArgs),
    /// Print the JSON Schema of what a command prints with `--format json`.
    Schema(SchemaArgs),
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

#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:
  flywheel run scenarios/sre-triage/suite.toml
  flywheel run suite.toml --arm five-components --filter 'incident*#17@'
  flywheel run suite.toml --dry-run
  flywheel run suite.toml --shard 2/3 --out shard-2
  flywheel run suite.toml --events events.jsonl
  flywheel run suite.toml --until-decided
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

    #[command(flatten)]
    pub(crate) early: Early,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// No progress.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// Whether to stop as soon as something is decided.
#[derive(Clone, Debug, Args)]
pub(crate) struct Early {
    /// Run in several looks, each with further instances, and stop as soon as the gate is decided.
    /// The looks are planned beforehand (O'Brien and Fleming), so this costs no false alarms.
    #[arg(long, conflicts_with_all = ["shard", "limit"])]
    pub(crate) until_decided: bool,

    /// How many looks, at most.
    #[arg(long, value_name = "N", default_value_t = 5, requires = "until_decided",
          value_parser = clap::value_parser!(u32).range(2..=20))]
    pub(crate) looks: u32,

    /// The gate that decides: a gate's file; the defaults of `flywheel gate` unless given.
    #[arg(long, value_name = "FILE", requires = "until_decided")]
    pub(crate) gate: Option<PathBuf>,

    /// What tokens cost, for a gate with a budget of it; as for `compare`.
    #[arg(long, value_name = "FILE", requires = "until_decided")]
    pub(crate) prices: Option<PathBuf>,
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

/// What two arms may be compared in spite of, and what is known beside them.
#[derive(Debug, Args)]
pub(crate) struct Leniency {
    /// Compare the instances that both have, where they do not have the same.
    #[arg(long)]
    pub(crate) allow_partial: bool,

    /// Compare arms with different models.
    #[arg(long)]
    pub(crate) across_models: bool,

    /// What tokens cost: `[model.NAME]` with `input` and `output`, in dollars for a million.
    #[arg(long, value_name = "FILE")]
    pub(crate) prices: Option<PathBuf>,
}

#[derive(Debug, Args)]
#[command(after_help = "Each of the two is an arm of runs/latest, a run's folder, an arm of a run
as RUN:ARM, or a baseline's file. With one folder: its first arm and the only other one
that played the same instances; or name its arms after it.

Examples:
  flywheel compare runs/latest
  flywheel compare runs/latest bare-loop five-components
  flywheel compare bare-loop five-components
  flywheel compare runs/monday:main runs/latest:main
  flywheel compare baselines/main.json runs/latest --volume 1000/day
  flywheel compare runs/latest --format json | jq .success")]
pub(crate) struct CompareArgs {
    /// The baseline and the candidate.
    #[arg(required = true, num_args = 1..=3, value_name = "A B")]
    pub(crate) sides: Vec<String>,

    #[command(flatten)]
    pub(crate) leniency: Leniency,

    /// Of what to claim something: of instances like these, or of exactly these.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) estimand: EstimandChoice,

    /// Say what the difference means at so many tasks a day: 1000/day.
    #[arg(long, value_name = "N/day", value_parser = per_day)]
    pub(crate) volume: Option<f64>,

    /// Every flip and every slice, however many.
    #[arg(long)]
    pub(crate) all: bool,

    /// Write the comparison as Markdown, too.
    #[arg(long, value_name = "FILE")]
    pub(crate) markdown: Option<PathBuf>,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// Of what to claim something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum EstimandChoice {
    /// Instances like these.
    #[default]
    SuperPopulation,
    /// Exactly these instances, and no others.
    FixedSuite,
}

/// `N/day`.
fn per_day(text: &str) -> Result<f64, String> {
    let wanted = || format!("`{text}` is no daily volume: write it as in 1000/day");
    let number = text.strip_suffix("/day").ok_or_else(wanted)?;
    let number: f64 = number.trim().parse().map_err(|_| wanted())?;
    if number.is_finite() && number > 0.0 { Ok(number) } else { Err(wanted()) }
}

#[derive(Debug, Args)]
#[command(
    after_help = "The baseline is the run's first arm unless named: another of its arms, a run's folder,
RUN:ARM, or a file of `flywheel baseline bless`. docs/gate.md has every key of a gate's file.

Examples:
  flywheel gate runs/latest
  flywheel gate runs/latest --baseline bare-loop --candidate five-components
  flywheel gate runs/latest --config gate.toml --baseline baselines/main.json
  flywheel gate runs/latest --junit gate.xml --markdown gate.md --annotations"
)]
pub(crate) struct GateArgs {
    /// The run that holds the candidate.
    pub(crate) run: PathBuf,

    /// What to hold the candidate against.
    #[arg(long, value_name = "WHICH")]
    pub(crate) baseline: Option<String>,

    /// The arm that is to take its place.
    #[arg(long, value_name = "ARM")]
    pub(crate) candidate: Option<String>,

    /// The gate's file: margins, budgets, quarantine.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) leniency: Leniency,

    /// Write the verdict as Markdown, for a pull request.
    #[arg(long, value_name = "FILE")]
    pub(crate) markdown: Option<PathBuf>,

    /// Write the checks as a `JUnit` report.
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,

    /// Write the verdict with everything it rests on as JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,

    /// Print what does not pass as GitHub's annotations, too.
    #[arg(long)]
    pub(crate) annotations: bool,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub(crate) struct BaselineArgs {
    #[command(subcommand)]
    pub(crate) action: BaselineAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BaselineAction {
    /// Take an arm's results as what later ones are held against.
    Bless(BlessArgs),
    /// Show what a baseline's file holds, and how old it is.
    Show(ShowBaselineArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel baseline bless runs/latest --arm five-components
  flywheel baseline bless runs/latest --out baselines/main.json --note 'release 1.4'")]
pub(crate) struct BlessArgs {
    /// The run.
    pub(crate) run: PathBuf,

    /// The arm; the run's only one unless given.
    #[arg(long, value_name = "ARM")]
    pub(crate) arm: Option<String>,

    /// The file; `baselines/SUITE.ARM.json` unless given.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// What for.
    #[arg(long, value_name = "TEXT")]
    pub(crate) note: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ShowBaselineArgs {
    /// The baseline's file.
    pub(crate) file: PathBuf,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel leaderboard runs/latest
  flywheel leaderboard runs/latest --prices prices.toml")]
pub(crate) struct LeaderboardArgs {
    /// The run's folder.
    pub(crate) run: PathBuf,

    /// What tokens cost; success is set against tokens unless given.
    #[arg(long, value_name = "FILE")]
    pub(crate) prices: Option<PathBuf>,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel profile runs/latest
  flywheel profile runs/latest --arm five-components --time
  flywheel profile runs/latest --format json | jq '.arms[].tries'")]
pub(crate) struct ProfileArgs {
    /// The run's folder.
    pub(crate) run: PathBuf,

    /// Only this arm; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) arm: Vec<String>,

    /// Read the events too, and tell where the time of trials goes.
    #[arg(long)]
    pub(crate) time: bool,

    /// Tell of the instances one by one, too.
    #[arg(long)]
    pub(crate) instances: bool,

    /// What tokens cost, as for `compare`.
    #[arg(long, value_name = "FILE")]
    pub(crate) prices: Option<PathBuf>,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel trend
  flywheel trend /data/runs --format json")]
pub(crate) struct TrendArgs {
    /// The folder that holds the runs; `runs` unless given.
    pub(crate) dir: Option<PathBuf>,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
#[command(
    after_help = "The noise comes from a pilot run, else from what `flywheel noise` kept beside the
suite, else it is assumed.

Examples:
  flywheel plan suite.toml --drop 20
  flywheel plan suite.toml --pilot runs/latest --drop 5 --margin 5
  flywheel plan suite.toml --rate 0.7"
)]
pub(crate) struct PlanArgs {
    /// The suite.
    pub(crate) suite: PathBuf,

    /// A run to take the noise and the price of a trial from.
    #[arg(long, value_name = "RUN")]
    pub(crate) pilot: Option<PathBuf>,

    /// The arm of the pilot; the first two that can be compared unless given.
    #[arg(long, value_name = "ARM", requires = "pilot")]
    pub(crate) arm: Option<String>,

    /// The success rate to assume where nothing was measured, from 0 to 1.
    #[arg(long, value_name = "RATE", default_value_t = 0.7, value_parser = share)]
    pub(crate) rate: f64,

    /// The drop to be caught, in points.
    #[arg(long, value_name = "POINTS", default_value_t = 10.0, value_parser = points)]
    pub(crate) drop: f64,

    /// The gate's margin, in points.
    #[arg(long, value_name = "POINTS", default_value_t = 10.0, value_parser = points)]
    pub(crate) margin: f64,

    /// How likely a drop is to be caught, and no change to pass.
    #[arg(long, value_name = "SHARE", default_value_t = 0.8, value_parser = share)]
    pub(crate) power: f64,

    /// What tokens cost, as for `compare`.
    #[arg(long, value_name = "FILE")]
    pub(crate) prices: Option<PathBuf>,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// A share strictly between 0 and 1.
fn share(text: &str) -> Result<f64, String> {
    let wanted = || format!("`{text}` is no share: write a number between 0 and 1");
    let number: f64 = text.parse().map_err(|_| wanted())?;
    if number > 0.0 && number < 1.0 { Ok(number) } else { Err(wanted()) }
}

/// Points strictly between 0 and 100.
fn points(text: &str) -> Result<f64, String> {
    let wanted = || format!("`{text}` are no points: write a number between 0 and 100");
    let number: f64 = text.parse().map_err(|_| wanted())?;
    if number > 0.0 && number < 100.0 { Ok(number) } else { Err(wanted()) }
}

#[derive(Debug, Args)]
#[command(
    after_help = "A suite is run with one arm and twice its epochs, at least 6; of a run, the epochs there
are get cut in two. The halves are compared as if they were two arms, and what comes out is
kept in SUITE.noise.json beside the suite, to be printed beside every later difference.

Examples:
  flywheel noise suite.toml
  flywheel noise suite.toml --arm five-components --epochs 10
  flywheel noise runs/latest --arm five-components"
)]
pub(crate) struct NoiseArgs {
    /// The suite, or a run's folder.
    pub(crate) of: PathBuf,

    /// The arm; the first unless given.
    #[arg(long, value_name = "ARM")]
    pub(crate) arm: Option<String>,

    /// Epochs of both halves together.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..))]
    pub(crate) epochs: Option<u32>,

    /// Where to keep it, instead of beside the suite.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// For whom to write.
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// No progress.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SchemaArgs {
    /// The command whose JSON it is.
    #[arg(value_enum)]
    pub(crate) of: SchemaOf,
}

/// What has a JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// `compare`.
    Compare,
    /// `gate`.
    Gate,
    /// The file of `baseline bless`.
    Baseline,
    /// `leaderboard`.
    Leaderboard,
    /// `profile`.
    Profile,
    /// `trend`.
    Trend,
    /// `plan`.
    Plan,
    /// `noise`.
    Noise,
}
