//! What one arm did, from every side.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::{SliceBy, Unit};

/// The arms of a run, looked at from every side.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RunProfile {
    /// See [`crate::FINDINGS_VERSION`].
    pub schema_version: u32,
    /// The run's folder.
    pub run: String,
    /// The suite's name.
    pub suite: String,
    /// What the intervals take as independent.
    pub unit: Unit,
    /// The arms, in suite order.
    pub arms: Vec<ArmProfile>,
    /// Whether every model was simulated.
    pub simulated: bool,
}

/// An arm, looked at from every side.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArmProfile {
    /// Its name.
    pub arm: String,
    /// Its model's name.
    pub model: String,
    /// All of its instances.
    pub whole: SliceProfile,
    /// Its families, tags and strata of difficulty.
    pub slices: Vec<NamedProfile>,
    /// How far it gets.
    pub horizon: Vec<HorizonStep>,
    /// What its trials take.
    pub takes: Vec<Distribution>,
    /// Where the time of its trials goes; none unless it was asked for.
    pub time: Option<TimeSplit>,
    /// Its instances one by one; none unless they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instances: Vec<InstanceProfile>,
}

/// One instance of an arm.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstanceProfile {
    /// `scenario.variant#instance`.
    pub instance: String,
    /// Its family.
    pub family: String,
    /// Its trials that count.
    pub scored: u64,
    /// Those that succeeded.
    pub success: u64,
    /// How steady it is.
    pub steadiness: Steadiness,
}

/// How steady an instance is, over its scored trials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Steadiness {
    /// Passed every time.
    StablePass,
    /// Passed some of the time.
    Flaky,
    /// Failed every time.
    StableFail,
    /// Fewer than three scored trials: too few to call it anything.
    TooFew,
}

/// A slice of an arm.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedProfile {
    /// What its instances have in common.
    pub by: SliceBy,
    /// The family, the tag, the stratum.
    pub name: String,
    /// What came out.
    pub profile: SliceProfile,
}

/// What came out on some instances.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SliceProfile {
    /// Instances.
    pub instances: u64,
    /// Trials.
    pub trials: u64,
    /// Trials that count.
    pub scored: u64,
    /// Trials by outcome.
    pub outcomes: BTreeMap<String, u64>,
    /// Success rate, the mean over instances.
    pub rate: Option<f64>,
    /// 95 % interval of the rate.
    pub interval: Option<[f64; 2]>,
    /// How often k trials of an instance all pass, and how often at least one does.
    pub tries: Vec<Tries>,
    /// How steady the instances are.
    pub stability: Stability,
    /// Mean tokens of a trial, the mean over instances.
    pub tokens: Option<f64>,
    /// Median milliseconds of a trial, the mean over instances.
    pub latency_ms: Option<f64>,
    /// Mean dollars of a trial, the mean over instances; none without prices.
    pub cost: Option<f64>,
}

/// How good at k tries, and how reliable.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tries {
    /// The number of tries.
    pub k: u64,
    /// pass@k: at least one of k tries passes.
    pub at_least_one: Option<f64>,
    /// Its 95 % interval over instances, clipped to 0 and 1; not reliable below 20 instances.
    pub at_least_one_interval: Option<[f64; 2]>,
    /// pass^k: all of k tries pass.
    pub all: Option<f64>,
    /// Its 95 % interval over instances, clipped to 0 and 1.
    pub all_interval: Option<[f64; 2]>,
    /// Instances with at least k scored trials.
    pub instances: u64,
    /// Instances left out for having fewer.
    pub dropped: u64,
}

/// Instances by how steady they are, over their scored trials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stability {
    /// Passed every time.
    pub stable_pass: u64,
    /// Passed some of the time.
    pub flaky: u64,
    /// Failed every time.
    pub stable_fail: u64,
    /// With fewer than three scored trials: too few to call anything steady.
    pub too_few: u64,
}

/// How trials fare at one turn.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HorizonStep {
    /// The turn, from 1.
    pub turn: u32,
    /// Scored trials that get that far.
    pub at_risk: u64,
    /// Those that end there without success.
    pub failed: u64,
    /// Those that end there with success.
    pub succeeded: u64,
    /// The share of those at risk that fail there.
    pub hazard: f64,
    /// 95 % interval of the hazard; trials are taken as independent, so it is too narrow where an
    /// instance is repeated.
    pub hazard_interval: [f64; 2],
    /// The share that has not failed so far; those that succeeded leave without failing
    /// (Kaplan and Meier).
    pub not_failed: f64,
    /// The success rate of trials that end there; none where none does.
    pub success_of_ended: Option<f64>,
}

/// How much scored trials take.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Distribution {
    /// Of what.
    pub metric: crate::Metric,
    /// The mean.
    pub mean: f64,
    /// The median.
    pub p50: f64,
    /// Nine in ten take at most this.
    pub p90: f64,
    /// Nineteen in twenty take at most this.
    pub p95: f64,
    /// The most.
    pub max: f64,
}

/// Where the time of an arm's trials goes, in milliseconds a trial on average; virtual with models
/// that need no network.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimeSplit {
    /// Waiting for the model.
    pub model_ms: f64,
    /// Waiting for tools.
    pub tool_ms: f64,
    /// Waiting for people.
    pub human_ms: f64,
    /// The harness's own.
    pub harness_ms: f64,
    /// Trials.
    pub trials: u64,
}

/// One arm's success over many runs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Trend {
    /// See [`crate::FINDINGS_VERSION`].
    pub schema_version: u32,
    /// The folder of the runs.
    pub runs: String,
    /// The series, by suite and arm.
    pub series: Vec<Series>,
    /// Runs that could not be read, and why.
    pub skipped: Vec<String>,
}

/// A series of runs of one suite's arm.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// The suite's name.
    pub suite: String,
    /// The arm's name.
    pub arm: String,
    /// The runs, oldest first.
    pub points: Vec<Point>,
}

/// One run of a series.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The run's folder.
    pub run: String,
    /// When it was begun, UTC.
    pub created: String,
    /// Scored trials.
    pub scored: u64,
    /// Trials lost to infra.
    pub infra: u64,
    /// Success rate, the mean over instances.
    pub rate: Option<f64>,
    /// 95 % interval of the rate.
    pub interval: Option<[f64; 2]>,
    /// What is not as in the run before: `instances`, `harness`, `model`. Such points are not one
    /// measurement repeated.
    pub changed: Vec<String>,
}
