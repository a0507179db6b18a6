//! What a data set says of itself, for programs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::excluded::Tally;
use crate::recipe::{Licence, NearDuplicates, OverLength, Select};

/// The version of `manifest.json` that is written.
pub const MANIFEST_VERSION: u32 = 1;

/// Everything that is known of a data set but its rows. Holds no time and no path of a machine:
/// the same runs and recipe give the same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DatasetManifest {
    /// See [`MANIFEST_VERSION`].
    pub schema_version: u32,
    /// The data set's name: that of its folder.
    pub name: String,
    /// From 1; each export into the same folder that changes it adds one.
    pub version: u32,
    /// What changed since the version before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changes: Option<Changes>,
    /// The program that wrote it.
    pub program: String,
    /// The trainer's format.
    pub format: String,
    /// Whether the rows are in Parquet.
    pub parquet: bool,
    /// What was made of the trials.
    pub preset: String,
    /// The recipe, every value effective.
    pub recipe: RecipeFacts,
    /// The runs.
    pub runs: Vec<RunFacts>,
    /// Trials in the runs, and how many of them were taken.
    pub trials: Taken,
    /// The rows.
    pub rows: Rows,
    /// Trials that were left out before a trace was read, by reason.
    pub trials_left_out: Tally,
    /// Trials and rows that were left out after, by reason.
    pub rows_left_out: Tally,
    /// What the format could not hold, by rule.
    pub unfit: BTreeMap<String, u64>,
    /// What was redacted, by kind; each place counts.
    pub redacted: BTreeMap<String, u64>,
    /// Rows in which something was redacted.
    pub rows_redacted: u64,
    /// Rows that say nearly the same as one before; none where nobody looked.
    pub near_duplicates: Option<u64>,
    /// Held-out tasks that every task was held against.
    pub held_out_tasks: u64,
    /// What the student's chat template changes or drops, by what.
    pub template: BTreeMap<String, u64>,
    /// Turns whose reasoning the format has no place for.
    pub reasoning_dropped: u64,
    /// Rows that lost turns to the limit of length.
    pub rows_cut: u64,
    /// Rows by family, arm, model, outcome, class, licence, origin and split of the scenario.
    pub counts: BTreeMap<String, BTreeMap<String, u64>>,
    /// How long the rows are.
    pub tokens: TokenFacts,
    /// The files, with their hashes.
    pub files: Vec<DataFile>,
}

/// What changed since the version before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// The version before.
    pub since: u32,
    /// BLAKE3 of its manifest.
    pub since_blake3: String,
    /// Rows that it did not have.
    pub added: u64,
    /// Rows that only it had.
    pub removed: u64,
    /// Rows that both have.
    pub kept: u64,
    /// Runs that it did not have.
    pub runs_added: Vec<String>,
    /// Runs that only it had.
    pub runs_removed: Vec<String>,
    /// Whether the recipe is another.
    pub recipe_changed: bool,
}

/// A recipe as a manifest holds it: without paths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "a recipe's switches, written as they are")]
pub struct RecipeFacts {
    /// Which trials.
    pub select: Select,
    /// What was done with near duplicates.
    pub near_duplicates: NearDuplicates,
    /// From which similarity on.
    pub jaccard: f64,
    /// Whether tasks were held against held-out ones.
    pub decontaminate: bool,
    /// Held-out runs beside the exported ones, by id.
    pub holdout_runs: Vec<String>,
    /// Families held out whole.
    pub holdout_families: Vec<String>,
    /// Whether secrets were redacted.
    pub secrets: bool,
    /// Whether personal data were.
    pub personal: bool,
    /// The most tokens a row may have.
    pub max_tokens: Option<u64>,
    /// What became of longer ones.
    pub over: OverLength,
    /// What may be done with the words of each model.
    pub licences: BTreeMap<String, Licence>,
    /// The share kept for validation.
    pub validation_percent: f64,
    /// Whether simulated models were let in.
    pub allow_simulated: bool,
    /// Whether failures were let in that are not known to be the model's.
    pub all_failures: bool,
    /// The student's chat template.
    pub target_template: Option<String>,
    /// Hash of the student's harness, where it took the place of the recorded ones.
    pub student_harness: Option<String>,
}

/// A run that was exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunFacts {
    /// Its id.
    pub run_id: String,
    /// Its suite.
    pub suite: String,
    /// Hash of its plan.
    pub plan_hash: String,
    /// Hash of its instances.
    pub instances_hash: String,
    /// Its trials.
    pub trials: u64,
    /// The program that made it.
    pub program: String,
    /// The harnesses by arm, as hashes.
    pub harnesses: BTreeMap<String, String>,
}

/// How many of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// All of them.
    pub all: u64,
    /// Those taken.
    pub taken: u64,
}

/// The rows of a data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rows {
    /// To train on.
    pub train: u64,
    /// To validate with: of other families.
    pub validation: u64,
    /// The families kept for validation.
    pub validation_families: Vec<String>,
    /// Why there is no validation, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_no_validation: Option<String>,
}

/// How long the rows are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenFacts {
    /// The counter.
    pub counter: String,
    /// Whether it is a real tokenizer, or an estimate.
    pub is_exact: bool,
    /// Of all rows.
    pub total: u64,
    /// Of the longest row.
    pub longest: u64,
    /// Bytes of text in the longest row, tools and markup included: no tokenizer that works on
    /// bytes makes more tokens of it.
    pub longest_bytes: u64,
}

/// A file of a data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Its path in the folder.
    pub path: String,
    /// Rows, where it holds rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// Bytes.
    pub bytes: u64,
    /// BLAKE3 of all of it.
    pub blake3: String,
}
