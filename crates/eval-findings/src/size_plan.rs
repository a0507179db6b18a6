//! What a measurement of some size could see, and what it would take.

use schemars::JsonSchema;
use serde::Serialize;

/// What can be seen with a suite, before it is run.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SizePlan {
    /// See [`crate::FINDINGS_VERSION`].
    pub schema_version: u32,
    /// The suite's name.
    pub suite: String,
    /// What the noise was taken from.
    pub noise: PlannedNoise,
    /// The drop that is to be caught, as a share.
    pub drop: f64,
    /// The gate's margin, as a share.
    pub margin: f64,
    /// How likely that is to be.
    pub power: f64,
    /// The one-sided level.
    pub alpha: f64,
    /// Independent units of the suite as it is.
    pub units: u64,
    /// Instances of the suite as it is.
    pub instances: u64,
    /// Epochs of the suite as it is.
    pub epochs: u32,
    /// What various numbers of epochs could see, over the instances there are.
    pub by_epochs: Vec<Sized>,
    /// What various numbers of instances could see, at the epochs there are.
    pub by_instances: Vec<Sized>,
    /// The fewest epochs with which the gate blocks the drop that often; none where no number is
    /// enough.
    pub epochs_for_drop: Option<u32>,
    /// The fewest epochs with which the gate passes that often if nothing changed.
    pub epochs_for_pass: Option<u32>,
    /// The fewest instances for the drop, at the epochs there are.
    pub instances_for_drop: Option<u64>,
    /// The fewest instances to pass if nothing changed, at the epochs there are.
    pub instances_for_pass: Option<u64>,
    /// What one trial takes, where a pilot tells.
    pub per_trial: Option<PerTrial>,
    /// What to know before believing any of it.
    pub warnings: Vec<String>,
}

/// The noise a plan was made with.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlannedNoise {
    /// Where it comes from, for people.
    pub from: String,
    /// The success rate.
    pub rate: f64,
    /// The variance of a single trial's score within an instance: pass^1 - pass^2.
    pub within: f64,
    /// The variance of an instance's true difference, which no repeating removes.
    pub between: f64,
    /// How much the variance grows because related instances differ alike; 1 if they do not.
    pub design_effect: f64,
}

/// A measurement of one size.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sized {
    /// Instances.
    pub instances: u64,
    /// Epochs.
    pub epochs: u32,
    /// Trials of both arms.
    pub trials: u64,
    /// The smallest true difference that a comparison sees with the power asked for, two-sided.
    pub smallest_seen: Option<f64>,
    /// How likely the gate blocks the drop.
    pub blocks_drop: Option<f64>,
    /// How likely the gate passes if nothing changed.
    pub passes_unchanged: Option<f64>,
    /// Tokens in all.
    pub tokens: Option<f64>,
    /// Dollars in all.
    pub cost: Option<f64>,
    /// Seconds on one thread.
    pub seconds: Option<f64>,
}

/// What one trial takes, on average.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PerTrial {
    /// Tokens.
    pub tokens: f64,
    /// Dollars, where there are prices.
    pub cost: Option<f64>,
    /// Seconds of wall time.
    pub seconds: Option<f64>,
}
