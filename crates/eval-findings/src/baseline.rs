//! An arm's results in a small file, to be kept in git and gated against.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An arm's results, blessed as what later ones are held against.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// See [`crate::FINDINGS_VERSION`].
    pub schema_version: u32,
    /// When it was blessed, UTC.
    pub blessed: String,
    /// What for, in the words of whoever did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The suite's name.
    pub suite: String,
    /// Hash of its instances.
    pub instances_hash: String,
    /// Families of the run: from five on they are the unit.
    pub families: u64,
    /// The arm's name.
    pub arm: String,
    /// Its harness file.
    pub harness: String,
    /// Hash of its effective harness.
    pub harness_hash: String,
    /// Its effective harness.
    pub effective: Value,
    /// The model's name in the suite.
    pub model: String,
    /// Hash of the model's settings.
    pub model_hash: String,
    /// The model's settings.
    pub model_effective: Value,
    /// Whether the model was simulated.
    pub simulated: bool,
    /// The arm's stream of luck.
    pub stream: u64,
    /// The seed of trial luck.
    pub seed: u64,
    /// How many times a model may be asked in a trial.
    pub max_turns: u32,
    /// The run it comes from.
    pub run_id: String,
    /// When that run was begun, UTC.
    pub created: String,
    /// The version of the program that ran it.
    pub version: String,
    /// The commit of the suite's repository.
    pub git_commit: Option<String>,
    /// The results, by scenario and variant.
    pub results: Vec<BaselineResults>,
}

/// The results of one variant; the columns are as long as each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BaselineResults {
    /// The scenario.
    pub scenario: String,
    /// Its variant.
    pub variant: String,
    /// Its family.
    pub family: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Instance seeds.
    pub instance: Vec<u64>,
    /// Trials.
    pub trials: Vec<u32>,
    /// Trials that count.
    pub scored: Vec<u32>,
    /// Successes.
    pub success: Vec<u32>,
    /// Successes after an error.
    pub recovered: Vec<u32>,
    /// Trials that broke an invariant.
    pub broken: Vec<u32>,
    /// Mean tokens read by the model in a scored trial.
    pub input_tokens: Vec<f64>,
    /// Mean tokens written by the model in a scored trial.
    pub output_tokens: Vec<f64>,
    /// Median milliseconds of a scored trial.
    pub latency: Vec<f64>,
    /// Mean turns of a scored trial.
    pub turns: Vec<f64>,
    /// Mean tool calls of a scored trial.
    pub tool_calls: Vec<f64>,
}
