//! One of the two arms of a comparison.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An arm as a comparison sees it.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Side {
    /// The arm's name.
    pub arm: String,
    /// Where its trials are: a run's folder, or a baseline's file.
    pub source: String,
    /// The run they come from.
    pub run_id: String,
    /// When that run was begun, UTC.
    pub created: String,
    /// The suite's name.
    pub suite: String,
    /// Hash of the effective harness.
    pub harness_hash: String,
    /// The model's name in the suite.
    pub model: String,
    /// Hash of the model's settings.
    pub model_hash: String,
    /// Trials of the instances compared.
    pub trials: u64,
    /// Those that count: all but `infra`.
    pub scored: u64,
    /// Those that failed outside the agent.
    pub infra: u64,
    /// Successes, recovered ones included: a count.
    pub success: u64,
    /// Success rate, the mean over the instances compared; none where nothing is scored.
    pub rate: Option<f64>,
    /// 95 % interval of the rate.
    pub interval: Option<[f64; 2]>,
}

/// A value of the configuration that is not the same under both arms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfigChange {
    /// What it belongs to.
    pub of: Configured,
    /// Its dotted key.
    pub key: String,
    /// Its value under A; absent where A has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    /// Its value under B; absent where B has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
}

/// What a value of the configuration belongs to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Configured {
    /// The effective harness.
    Harness,
    /// The model's settings.
    Model,
    /// The arm: its stream of luck.
    Arm,
    /// The run: limits, seed, version of the program.
    Run,
}

impl Configured {
    /// Its name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Harness => "harness",
            Self::Model => "model",
            Self::Arm => "arm",
            Self::Run => "run",
        }
    }
}

/// Which instances a comparison is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// Instances with a scored trial under both arms: these are compared.
    pub compared: u64,
    /// Instances of both arms left out because one arm has no scored trial of them.
    pub dropped: u64,
    /// Instances that only A has, by name.
    pub only_baseline: Vec<String>,
    /// Instances that only B has, by name.
    pub only_candidate: Vec<String>,
    /// Families among the instances compared.
    pub families: u64,
}
