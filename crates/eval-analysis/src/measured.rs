//! What was measured of one arm: instance by instance, epochs summed up.

use std::sync::Arc;

use eval_trace::PlannedLook;
use serde_json::Value;

/// An arm's measurements, and where they come from.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// Where they come from.
    pub provenance: Provenance,
    /// The variants of scenarios that instances belong to, in order of their names.
    pub places: Arc<[Place]>,
    /// The instances, in order of place and seed; each stands once.
    pub instances: Vec<Instance>,
}

/// Where measurements come from: what the manifest of a run, or a baseline, says of an arm.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// A run's folder, or a baseline's file.
    pub source: String,
    /// The run.
    pub run_id: String,
    /// When the run was begun, UTC.
    pub created: String,
    /// The program's version.
    pub version: String,
    /// The commit of the suite's repository.
    pub git_commit: Option<String>,
    /// The suite's name.
    pub suite: String,
    /// The suite's path as it was given.
    pub suite_path: Option<String>,
    /// Hash of the instances.
    pub instances_hash: String,
    /// Families of the run.
    pub families: usize,
    /// The seed of trial luck.
    pub seed: u64,
    /// How many times a model may be asked in a trial.
    pub max_turns: u32,
    /// The look that the run is, where it is measured look by look.
    pub look: Option<PlannedLook>,
    /// Trials planned that are not there, of all arms: the run is unfinished.
    pub unfinished: u64,
    /// The arm's name.
    pub arm: String,
    /// Its harness file.
    pub harness: String,
    /// Hash of its effective harness.
    pub harness_hash: String,
    /// Its effective harness.
    pub effective: Value,
    /// Its model's name in the suite.
    pub model: String,
    /// Hash of the model's settings.
    pub model_hash: String,
    /// The model's settings.
    pub model_effective: Value,
    /// Whether the model is simulated.
    pub simulated: bool,
    /// The arm's stream of luck.
    pub stream: u64,
}

/// A variant of a scenario.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The scenario.
    pub scenario: String,
    /// Its variant.
    pub variant: String,
    /// Its family: the cluster of statistics.
    pub family: String,
    /// Its tags.
    pub tags: Vec<String>,
}

/// An instance with what the arm did on it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Instance {
    /// The index of its place.
    pub place: usize,
    /// Its seed.
    pub seed: u64,
    /// What the arm did.
    pub cell: Cell,
}

/// An arm's trials of one instance, summed up. Means and medians are over scored trials, 0 where
/// there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// Trials.
    pub trials: u32,
    /// Trials that count: all but `infra`.
    pub scored: u32,
    /// Successes, recovered ones included.
    pub success: u32,
    /// Successes after an error.
    pub recovered: u32,
    /// Trials that broke an invariant.
    pub broken: u32,
    /// Mean tokens read by the model.
    pub input_tokens: f64,
    /// Mean tokens written by the model.
    pub output_tokens: f64,
    /// Median milliseconds from start to end.
    pub latency: f64,
    /// Mean number of model calls.
    pub turns: f64,
    /// Mean number of tool calls.
    pub tool_calls: f64,
}

impl Cell {
    /// Trials that failed outside the agent.
    #[must_use]
    pub fn infra(&self) -> u32 {
        self.trials - self.scored
    }

    /// The share of scored trials that succeeded; none where none is scored.
    #[must_use]
    pub fn rate(&self) -> Option<f64> {
        (self.scored > 0).then(|| f64::from(self.success) / f64::from(self.scored))
    }
}

impl Place {
    /// The name of one of its instances: `scenario.variant#seed`.
    #[must_use]
    pub fn instance_name(&self, seed: u64) -> String {
        format!("{}.{}#{seed}", self.scenario, self.variant)
    }
}
