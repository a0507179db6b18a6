//! What can be typed about training data.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use eval_dataset::Preset;
use eval_formats::{Format as TrainerFormat, Template};

/// The name under which rows go into Parquet, in the shape that the preset makes.
pub(crate) const PARQUET: &str = "parquet";

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "switches, as they are typed")]
#[command(after_help = "Formats:
  openai-sft, openai-dpo, openai-rft            OpenAI and those who take the same
  trl-sft, trl-sft-completion, trl-sft-masked   TRL SFTTrainer
  trl-dpo, trl-kto, trl-prm                     TRL DPOTrainer, KTOTrainer, PRMTrainer
  axolotl-chat                                  Axolotl chat_template
  llamafactory-sharegpt, -dpo, -kto             LLaMA-Factory
  ms-swift, -dpo, -kto                          ms-swift
  parquet                                       for the Hugging Face hub, nested values as JSON

Presets:
  rejection-sampled   successes without an error; refused turns are not taught
  repair              successes after an error: error and recovery stay, the bad turn is not taught
  negatives           successes in which no tool was called, though some were on offer
  paired-arms         one arm passed, another failed: the first turn in which they differ
  unpaired            the last turn of each trial, good or bad
  stepwise            every turn, good where it brought the trial on
  tasks               the task of each solved instance and the answer that solved it

Examples:
  flywheel export runs/latest --format trl-sft --out datasets/triage
  flywheel export runs/latest --format openai-dpo --all-failures --out datasets/pairs
  flywheel export runs/* --recipe recipe.toml --out datasets/mix
  flywheel export runs/latest --format axolotl-chat --preset repair --tokenizer tokenizer.json \\
    --max-tokens 8192 --out datasets/repair

docs/export.md has every key of a recipe, and what each format is for.")]
pub(crate) struct ExportArgs {
    /// The runs' folders.
    #[arg(required = true, value_name = "RUN")]
    pub(crate) runs: Vec<PathBuf>,

    /// The trainer's format; may stand in the recipe.
    #[arg(long, value_name = "FORMAT", value_parser = formats(), required_unless_present = "recipe")]
    pub(crate) format: Option<String>,

    /// The data set's folder. One that is there already gets a new version, unless nothing changed.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,

    /// A recipe: what to select, clean, measure. What is typed here goes before it.
    #[arg(long, value_name = "FILE")]
    pub(crate) recipe: Option<PathBuf>,

    /// What to make of the trials; what the format suggests unless given.
    #[arg(long, value_name = "PRESET", value_parser = presets())]
    pub(crate) preset: Option<String>,

    /// Only this arm; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) arm: Vec<String>,

    /// Only this family; may be given several times.
    #[arg(long, value_name = "NAME")]
    pub(crate) family: Vec<String>,

    /// Take what simulated models said. The card says so: it teaches nothing of the world.
    #[arg(long)]
    pub(crate) allow_simulated: bool,

    /// Take failures whoever is to blame. They may teach a model to make up for a harness's faults.
    #[arg(long)]
    pub(crate) all_failures: bool,

    /// Leave rows out that are longer than this.
    #[arg(long, value_name = "N")]
    pub(crate) max_tokens: Option<u64>,

    /// What counts tokens: a `tokenizer.json`, `o200k_base`, or `estimate-4-bytes`.
    #[arg(long, value_name = "WHICH")]
    pub(crate) tokenizer: Option<String>,

    /// The chat template of the student's family: split what it refuses, count what it drops.
    #[arg(long, value_name = "FAMILY", value_parser = templates())]
    pub(crate) target_template: Option<String>,

    /// The harness that the student will run under: rows are rendered as it would have shown them.
    #[arg(long, value_name = "HARNESS")]
    pub(crate) student: Option<PathBuf>,

    /// A run of held-out instances, to hold every task against; may be given several times.
    #[arg(long, value_name = "RUN")]
    pub(crate) holdout: Vec<PathBuf>,

    /// What to do with rows that say nearly the same as one before.
    #[arg(long, value_name = "WHAT", value_parser = ["off", "report", "drop"])]
    pub(crate) near_duplicates: Option<String>,

    /// The share of rows, in percent, whose families are kept for validation; 10 unless given.
    #[arg(long, value_name = "PERCENT")]
    pub(crate) validation: Option<f64>,

    /// Threads in all; as many as there are cores unless given. The data do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,

    /// Write one JSON object, for programs.
    #[arg(long)]
    pub(crate) json: bool,

    /// No progress.
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub(crate) struct DatasetArgs {
    #[command(subcommand)]
    pub(crate) action: DatasetAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DatasetAction {
    /// Hold a file of training data against every rule of its format, those that trainers ignore too.
    Check(CheckDatasetArgs),
    /// Show a row as the trainer will see it, what is trained marked.
    Show(ShowDatasetArgs),
    /// Sum up a data set: rows, turns, tokens, tools, what is trained.
    Stats(StatsDatasetArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Exits with 1 if a row is refused.

Examples:
  flywheel dataset check datasets/triage
  flywheel dataset check train.jsonl --format trl-sft
  flywheel dataset check train.jsonl --json | jq .rules")]
pub(crate) struct CheckDatasetArgs {
    /// A data set's folder, or a file of JSON lines that anybody made.
    pub(crate) path: PathBuf,

    /// The format; a folder's manifest tells it, and of a file it is guessed, unless given.
    #[arg(long, value_name = "FORMAT", value_parser = trainer_formats())]
    pub(crate) format: Option<String>,

    /// Write one JSON object, for programs.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel dataset show datasets/triage
  flywheel dataset show datasets/triage --row 17
  flywheel dataset show train.jsonl --format trl-dpo --template chat_template.jinja")]
pub(crate) struct ShowDatasetArgs {
    /// A data set's folder, or a file of JSON lines that anybody made.
    pub(crate) path: PathBuf,

    /// The format; a folder's manifest tells it, and of a file it is guessed, unless given.
    #[arg(long, value_name = "FORMAT", value_parser = trainer_formats())]
    pub(crate) format: Option<String>,

    /// Which row, from 1.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) row: u64,

    /// The chat template to render with: a Jinja file or a `tokenizer_config.json`; a plain one
    /// in the manner of `ChatML` unless given.
    #[arg(long, value_name = "FILE")]
    pub(crate) template: Option<PathBuf>,

    /// Write one JSON object, for programs.
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  flywheel dataset stats datasets/triage
  flywheel dataset stats train.jsonl --tokenizer tokenizer.json")]
pub(crate) struct StatsDatasetArgs {
    /// A data set's folder, or a file of JSON lines that anybody made.
    pub(crate) path: PathBuf,

    /// The format; a folder's manifest tells it, and of a file it is guessed, unless given.
    #[arg(long, value_name = "FORMAT", value_parser = trainer_formats())]
    pub(crate) format: Option<String>,

    /// What counts tokens: a `tokenizer.json`, `o200k_base`, or `estimate-4-bytes`.
    #[arg(long, value_name = "WHICH", default_value = "estimate-4-bytes")]
    pub(crate) tokenizer: String,

    /// Write one JSON object, for programs.
    #[arg(long)]
    pub(crate) json: bool,
}

fn trainer_formats() -> PossibleValuesParser {
    TrainerFormat::ALL.iter().map(|format| format.name()).collect::<Vec<_>>().into()
}

fn formats() -> PossibleValuesParser {
    let trainers = TrainerFormat::ALL.iter().map(|format| format.name());
    trainers.chain([PARQUET]).collect::<Vec<_>>().into()
}

fn presets() -> PossibleValuesParser {
    Preset::ALL.iter().map(|preset| preset.name()).collect::<Vec<_>>().into()
}

fn templates() -> PossibleValuesParser {
    Template::ALL.iter().map(|template| template.name).collect::<Vec<_>>().into()
}
