//! What a comparison of two arms found.

use schemars::JsonSchema;
use serde::Serialize;

use crate::{ConfigChange, Flips, NoiseNote, Pairing, Ratio, Safety, Side, SliceRow, Unit};

/// How arm B, the candidate, compares with arm A, the baseline. Differences are B - A, rates and
/// differences are shares: 0.1 is ten points.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// See [`crate::FINDINGS_VERSION`].
    pub schema_version: u32,
    /// Arm A.
    pub baseline: Side,
    /// Arm B.
    pub candidate: Side,
    /// What differs in the stored effective values; nothing else does.
    pub changed: Vec<ConfigChange>,
    /// Which instances are compared, and which are not.
    pub pairing: Pairing,
    /// The difference of the success rates.
    pub success: Difference,
    /// Instances that went from mostly passed to mostly failed, and back.
    pub flips: Flips,
    /// Success within families, tags and strata of difficulty: to explore, never to decide by.
    pub slices: Vec<SliceRow>,
    /// What the candidate costs, by what factor.
    pub ratios: Vec<Ratio>,
    /// Trials that broke an invariant; never averaged into a score.
    pub safety: Safety,
    /// What trials lost to infra could hide; none where none was lost.
    pub missing: Option<Missing>,
    /// What the suite's own noise does to a difference; none where it was never measured.
    pub noise: Option<NoiseNote>,
    /// What the difference means at a daily volume, where one was asked for.
    pub volume: Option<Volume>,
    /// What to know before believing any of it.
    pub warnings: Vec<String>,
    /// Whether every model was simulated: such a comparison proves that the machinery works, never
    /// how a real model behaves.
    pub simulated: bool,
}

/// A difference of two success rates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Difference {
    /// What the data say in one word.
    pub says: Says,
    /// The mean over instances of B's rate less A's.
    pub estimate: Option<f64>,
    /// Its two-sided interval; none where it cannot be estimated.
    pub interval: Option<[f64; 2]>,
    /// The interval's confidence.
    pub confidence: f64,
    /// How the interval was made.
    pub interval_by: IntervalMethod,
    /// The two-sided p-value of "no difference".
    pub p: Option<f64>,
    /// How the p-value was made.
    pub p_by: PMethod,
    /// The smallest two-sided p-value that so few units can give.
    pub smallest_p: Option<f64>,
    /// The smallest true difference that this run would have seen four times out of five.
    pub smallest_seen: Option<f64>,
    /// What is claimed: something of instances like these, or of exactly these.
    pub estimand: Estimand,
    /// What counts as independent.
    pub unit: Unit,
    /// How many of those there are.
    pub units: u64,
    /// Instances where B's rate is higher.
    pub wins: u64,
    /// Instances where A's rate is higher.
    pub losses: u64,
    /// Instances where both are the same.
    pub ties: u64,
    /// The difference in standard deviations of the instances' differences, corrected for few.
    pub effect_size: Option<f64>,
}

/// What a difference says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// B is better: the interval lies above 0.
    Better,
    /// B is worse: the interval lies below 0.
    Worse,
    /// The interval holds 0.
    NotSeen,
    /// Too few independent units, or nothing measured.
    CannotTell,
}

/// How the interval of a difference was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum IntervalMethod {
    /// Student's t over units, with a standard error that knows the clusters.
    ClusterT,
    /// The same with the guard that keeps it from claiming certainty where nothing varied.
    GuardedT,
    /// Tango's score interval: one trial an instance and arm, no families.
    Tango,
    /// Only the noise of repeating exactly these instances.
    FixedSuite,
    /// There is none.
    None,
}

/// How the p-value of a difference was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PMethod {
    /// Sign flips over units, all of them counted out.
    SignFlip,
    /// Sign flips over units, drawn by chance under a fixed seed.
    SignFlipDrawn,
    /// `McNemar`'s mid-p: one trial an instance and arm, no families.
    McNemarMidP,
    /// Normal, over exactly these instances.
    FixedSuite,
    /// There is none.
    None,
}

/// What a comparison claims something of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Estimand {
    /// Instances like these.
    SuperPopulation,
    /// Exactly these instances, and no others.
    FixedSuite,
}

/// Trials lost to infra, and what they could hide.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Missing {
    /// Lost under A.
    pub baseline: u64,
    /// Lost under B.
    pub candidate: u64,
    /// The share of all trials.
    pub share: f64,
    /// The p-value of "both arms lose the same share", Fisher's.
    pub p_same_on_both_sides: f64,
    /// The difference if every lost trial had passed under A and failed under B, and the reverse.
    pub bounds: [f64; 2],
    /// Whether either of these worst cases says something else.
    pub decides: bool,
}

/// What a difference means at a daily volume.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// Tasks a day.
    pub per_day: f64,
    /// More successes a day under B; negative if fewer.
    pub successes: f64,
    /// Their interval.
    pub successes_interval: Option<[f64; 2]>,
    /// More tokens a day under B.
    pub tokens: Option<f64>,
}
