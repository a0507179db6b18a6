//! What the candidate costs, and what must not happen at all.

use schemars::JsonSchema;
use serde::Serialize;

/// By what factor B takes more of something than A, over the instances compared. Trials that
/// failed count like those that did not.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ratio {
    /// What is taken.
    pub metric: Metric,
    /// A's mean over instances.
    pub baseline: f64,
    /// B's mean over instances.
    pub candidate: f64,
    /// The ratio of geometric means; none where an instance takes nothing at all.
    pub ratio: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<[f64; 2]>,
    /// The sign-flip p of the logarithms.
    pub p: Option<f64>,
    /// The ratio of arithmetic means, which the dearest instances decide.
    pub total_ratio: Option<f64>,
    /// Where there is no ratio: the Hodges-Lehmann shift B - A.
    pub shift: Option<f64>,
    /// What a success takes under A: the sum over the successes.
    pub baseline_per_success: Option<f64>,
    /// What a success takes under B.
    pub candidate_per_success: Option<f64>,
}

/// What a trial takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Dollars, by a price table.
    Cost,
    /// Tokens read and written.
    Tokens,
    /// The trial's own time from start to end, in milliseconds: virtual with models that need no
    /// network.
    Latency,
    /// Model calls.
    Turns,
    /// Tool calls.
    ToolCalls,
}

impl Metric {
    /// Its name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Cost => "cost",
            Self::Tokens => "tokens",
            Self::Latency => "latency",
            Self::Turns => "turns",
            Self::ToolCalls => "tool_calls",
        }
    }
}

/// Trials that broke an invariant.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Safety {
    /// Under A.
    pub baseline: SafetyEvents,
    /// Under B.
    pub candidate: SafetyEvents,
}

/// How often an arm broke an invariant.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SafetyEvents {
    /// Trials that did.
    pub events: u64,
    /// Scored trials.
    pub trials: u64,
    /// Instances with such a trial.
    pub instances_with: u64,
    /// Instances.
    pub instances: u64,
    /// Upper 95 % bound of the share of instances that ever do; one-sided.
    pub upper: Option<f64>,
}
