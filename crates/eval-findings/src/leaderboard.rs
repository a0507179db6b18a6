//! Which arm is best, as far as that can be told.

use schemars::JsonSchema;
use serde::Serialize;

use crate::Unit;

/// The arms of a run, best first, over the instances that all of them played.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leaderboard {
    /// See [`crate::FINDINGS_VERSION`].
    pub schema_version: u32,
    /// The run's folder.
    pub run: String,
    /// The suite's name.
    pub suite: String,
    /// Instances that every ranked arm has a scored trial of.
    pub instances: u64,
    /// What counts as independent.
    pub unit: Unit,
    /// How many of those there are.
    pub units: u64,
    /// What makes an arm dear on the frontier.
    pub frontier_by: Option<crate::Metric>,
    /// The arms ranked, best first.
    pub ranked: Vec<Ranked>,
    /// Arms that did not play these instances, and are not ranked.
    pub unranked: Vec<String>,
    /// What to know before believing any of it.
    pub warnings: Vec<String>,
    /// Whether every model was simulated.
    pub simulated: bool,
}

/// An arm on a leaderboard.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ranked {
    /// The arm's name.
    pub arm: String,
    /// Its model's name.
    pub model: String,
    /// The ranks it may have: 1 + the arms shown to be better, up to all but those shown to be
    /// worse. Pairs of arms are tested together, after Holm.
    pub ranks: [u64; 2],
    /// Its success rate over these instances.
    pub rate: f64,
    /// 95 % interval of the rate.
    pub interval: Option<[f64; 2]>,
    /// Trials that count.
    pub scored: u64,
    /// Trials lost to infra.
    pub infra: u64,
    /// Trials that broke an invariant.
    pub unsafe_trials: u64,
    /// What an instance takes on average, by `frontier_by`.
    pub takes: Option<f64>,
    /// Whether no other arm succeeds at least as often for less.
    pub on_frontier: bool,
}
