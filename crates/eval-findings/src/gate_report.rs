//! What a gate says: may the candidate take the baseline's place?

use schemars::JsonSchema;
use serde::Serialize;

use crate::{Comparison, Metric, Unit};

/// A gate's verdict with everything it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateReport {
    /// See [`crate::FINDINGS_VERSION`].
    pub schema_version: u32,
    /// What the gate says.
    pub verdict: Verdict,
    /// How the process ends: 0 pass, 1 block, 3 inconclusive under the strict policy (0 under the
    /// advisory one), 4 nothing ran, 5 invalid.
    pub exit_code: u8,
    /// The verdict's name, a colon, and why, in one line.
    pub headline: String,
    /// What to do about an inconclusive verdict.
    pub policy: Policy,
    /// One check for each thing that decides.
    pub checks: Vec<Check>,
    /// Instances that are kept out of the decision, under both arms alike.
    pub quarantined: Vec<Quarantined>,
    /// The look that this is, where the run was measured look by look.
    pub look: Option<Look>,
    /// What the gate demanded.
    pub demanded: Demanded,
    /// The comparison it rests on; none where nothing could be compared.
    pub comparison: Option<Box<Comparison>>,
    /// What to know before believing any of it, what the comparison warns of included.
    pub warnings: Vec<String>,
}

/// What a gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The candidate is shown not to be worse than allowed.
    Pass,
    /// The data do not tell.
    Inconclusive,
    /// The candidate is shown to be worse.
    Block,
    /// The data cannot be used.
    Invalid,
}

impl Verdict {
    /// Its name as it is printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Inconclusive => "INCONCLUSIVE",
            Self::Block => "BLOCK",
            Self::Invalid => "INVALID",
        }
    }
}

/// What an inconclusive verdict means for the merge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// It is allowed, and labelled.
    #[default]
    Advisory,
    /// It is not.
    Strict,
}

impl Policy {
    /// Its name in a gate's file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Advisory => "advisory",
            Self::Strict => "strict",
        }
    }
}

/// One thing that decides.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Check {
    /// What is looked at.
    pub of: CheckOf,
    /// The family or tag it is confined to.
    pub within: Option<String>,
    /// What it says by itself.
    pub verdict: Verdict,
    /// Why, for people.
    pub why: String,
    /// What was found: a difference of rates, or a ratio for what is taken; the upper bound of the
    /// rate for safety.
    pub estimate: Option<f64>,
    /// The lower one-sided bound, on the scale of the estimate.
    pub lower: Option<f64>,
    /// The upper one-sided bound, on the scale of the estimate.
    pub upper: Option<f64>,
    /// What is allowed, as a share: a drop of the rate; by how much more may be taken; for safety
    /// the largest rate that may be left open, none where that is not asked for.
    pub margin: Option<f64>,
    /// The one-sided p of "it is not worse at all", adjusted over all checks that can block (Holm).
    pub p_block: Option<f64>,
    /// What counts as independent.
    pub unit: Unit,
    /// How many of those there are.
    pub units: u64,
    /// How many such units the margin needs, for four passes out of five if nothing changed.
    pub units_needed: Option<u64>,
}

/// What a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CheckOf {
    /// The success rate.
    Success,
    /// Broken invariants.
    Safety,
    /// Dollars.
    Cost,
    /// Tokens.
    Tokens,
    /// A trial's own time.
    Latency,
    /// Model calls.
    Turns,
    /// Tool calls.
    ToolCalls,
}

impl CheckOf {
    /// Its name in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Safety => "safety",
            Self::Cost => Metric::Cost.name(),
            Self::Tokens => Metric::Tokens.name(),
            Self::Latency => Metric::Latency.name(),
            Self::Turns => Metric::Turns.name(),
            Self::ToolCalls => Metric::ToolCalls.name(),
        }
    }
}

impl From<Metric> for CheckOf {
    fn from(metric: Metric) -> Self {
        match metric {
            Metric::Cost => Self::Cost,
            Metric::Tokens => Self::Tokens,
            Metric::Latency => Self::Latency,
            Metric::Turns => Self::Turns,
            Metric::ToolCalls => Self::ToolCalls,
        }
    }
}

/// An instance that is kept out of the decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quarantined {
    /// What was written: a scenario, a variant of it, or one instance.
    pub what: String,
    /// Since when, as it was written.
    pub since: String,
    /// Why, as it was written.
    pub reason: String,
    /// Instances of the comparison that it keeps out.
    pub instances: u64,
    /// Passed and scored trials of these under A.
    pub baseline: [u64; 2],
    /// Passed and scored trials of these under B.
    pub candidate: [u64; 2],
}

/// Which of the planned looks at a run this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// The look, from 1.
    pub taken: u32,
    /// Looks planned.
    pub planned: u32,
}

/// What a gate demanded, as it was in force.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Demanded {
    /// The gate's file; none where the defaults are in force.
    pub file: Option<String>,
    /// By how much the success rate may fall, as a share.
    pub margin: f64,
    /// The one-sided level of each bound; smaller than asked for at an early look.
    pub alpha: f64,
    /// The largest share of trials that may be lost to infra.
    pub max_missing: f64,
    /// The smallest number of independent units to judge by.
    pub min_units: u64,
}
