//! How far an arm differs from itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What one arm's trials do when nothing is changed: measured once, kept beside the suite, and
/// printed beside every later difference.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoiseFloor {
    /// See [`crate::FINDINGS_VERSION`].
    pub schema_version: u32,
    /// The suite's name.
    pub suite: String,
    /// Hash of its instances.
    pub instances_hash: String,
    /// The arm.
    pub arm: String,
    /// Hash of its effective harness.
    pub harness_hash: String,
    /// Hash of its model's settings.
    pub model_hash: String,
    /// The run it was measured in.
    pub run_id: String,
    /// When that run was begun, UTC.
    pub created: String,
    /// Epochs of each of the two halves.
    pub epochs: [u32; 2],
    /// Instances measured in both halves.
    pub instances: u64,
    /// Independent units among them.
    pub units: u64,
    /// The success rate over both halves.
    pub rate: f64,
    /// The variance of a single trial's score within an instance: pass^1 - pass^2, unbiased.
    pub within: f64,
    /// The variance of the instances' differences between the halves.
    pub variance: f64,
    /// How much the variance grows because related instances differ alike; 1 if they do not.
    pub design_effect: f64,
    /// The later half's rate less the earlier's.
    pub difference: f64,
    /// Its 95 % interval, guarded; it ought to hold 0.
    pub interval: Option<[f64; 2]>,
    /// Half the width within which 95 in 100 such differences lie though nothing changed.
    pub floor: f64,
    /// Instances that flipped each way between the halves.
    pub flips: [u64; 2],
    /// What gates that look at the bare numbers would do with such noise.
    pub naive: Vec<NaiveGate>,
}

/// A gate as people write them, and how often it blocks though nothing changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NaiveGate {
    /// What it blocks on, for people.
    pub rule: String,
    /// How often it blocks on this noise.
    pub blocks: f64,
}

/// The suite's noise, beside a difference.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoiseNote {
    /// Half the width within which 95 in 100 differences of this size of measurement lie though
    /// nothing changed.
    pub floor: f64,
    /// Whether the difference lies outside.
    pub is_outside: bool,
    /// The arm it was measured with.
    pub arm: String,
    /// When, UTC.
    pub created: String,
}
