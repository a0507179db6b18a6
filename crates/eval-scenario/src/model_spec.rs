//! The models a suite names.

use serde::Serialize;

/// A `[model.NAME]` table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelSpec {
    /// Its name in the suite.
    pub name: String,
    /// What plays it.
    pub kind: ModelKind,
}

/// The kinds of model that need no network.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ModelKind {
    /// Plays the variant's script, move by move.
    Scripted,
    /// Plays the world's oracle.
    Oracle,
    /// Answers at once and says nothing.
    Null,
    /// Calls tools on offer at random, then answers at random.
    Random,
    /// Plays the world's greedy-wrong program: the mistake typical of the
    /// family.
    GreedyWrong,
    /// For each answer it is going to propose, draws which program to play:
    /// greedy-wrong with probability `p`, else the oracle.
    Flaky {
        /// Probability of playing greedy-wrong.
        p: f64,
        /// Probability that a model call fails for reasons outside the agent.
        infra: f64,
    },
}

impl ModelKind {
    /// The kind's word in suites.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Scripted => "scripted",
            Self::Oracle => "oracle",
            Self::Null => "null",
            Self::Random => "random",
            Self::GreedyWrong => "greedy-wrong",
            Self::Flaky { .. } => "flaky",
        }
    }
}
