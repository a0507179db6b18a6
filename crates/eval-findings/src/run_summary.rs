//! What is said of a run.

use eval_trace::RunStatus;
use schemars::JsonSchema;
use serde::Serialize;

use crate::ArmSummary;

/// A run, summed up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunSummary {
    /// See [`eval_trace::SCHEMA_VERSION`].
    pub schema_version: u32,
    /// The run's name.
    pub run_id: String,
    /// Its folder.
    pub dir: String,
    /// How far it got.
    pub status: RunStatus,
    /// The suite's name.
    pub suite: String,
    /// The seed of trial luck.
    pub seed: u64,
    /// Planned trials.
    pub planned: u64,
    /// Trials in the tables.
    pub finished: u64,
    /// Share of infra trials among the finished; none where none is finished.
    pub infra_share: Option<f64>,
    /// The share beyond which the measurement is invalid.
    pub max_infra: f64,
    /// What the intervals take as independent. Rates are means over instances.
    pub unit: Unit,
    /// Whether every model was simulated: such a run proves that the machinery
    /// works, never how a real model behaves.
    pub simulated: bool,
    /// The arms, in suite order.
    pub arms: Vec<ArmSummary>,
}

impl RunSummary {
    /// Whether too much failed for reasons outside the agents.
    #[must_use]
    pub fn is_invalid(&self) -> bool {
        self.infra_share.is_some_and(|share| share > self.max_infra)
    }
}

/// The unit of inference; never the trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// The instance.
    Instance,
    /// The family, where a run has at least five.
    Family,
}

impl Unit {
    /// The unit's plural in output.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Instance => "instances",
            Self::Family => "families",
        }
    }
}
