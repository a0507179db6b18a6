//! The models a suite names.

use serde::Serialize;
use serde_json::Value;

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

    /// Reads back what serialising a kind wrote, as manifests keep it. None for
    /// a kind or a setting that is not known here.
    ///
    /// By hand, as `serde_json` runs with `arbitrary_precision` in this house
    /// and then cannot read a float inside of a tagged enum.
    #[must_use]
    pub fn from_effective(effective: &Value) -> Option<Self> {
        let number = |key: &str| effective.get(key)?.as_f64();
        let kind = match effective.get("kind")?.as_str()? {
            "scripted" => Self::Scripted,
            "oracle" => Self::Oracle,
            "null" => Self::Null,
            "random" => Self::Random,
            "greedy-wrong" => Self::GreedyWrong,
            "flaky" => Self::Flaky { p: number("p")?, infra: number("infra")? },
            _ => return None,
        };
        // A setting that was passed over would change how the model plays.
        (serde_json::to_value(&kind).ok()? == *effective).then_some(kind)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Every kind, one leading to the next: a new one does not compile until
    /// it stands here.
    fn after(kind: &ModelKind) -> Option<ModelKind> {
        match kind {
            ModelKind::Scripted => Some(ModelKind::Oracle),
            ModelKind::Oracle => Some(ModelKind::Null),
            ModelKind::Null => Some(ModelKind::Random),
            ModelKind::Random => Some(ModelKind::GreedyWrong),
            ModelKind::GreedyWrong => Some(ModelKind::Flaky { p: 0.1 + 0.2, infra: 1e-9 }),
            ModelKind::Flaky { .. } => None,
        }
    }

    #[test]
    fn every_kind_is_read_back_from_what_was_written_of_it() {
        for kind in std::iter::successors(Some(ModelKind::Scripted), after) {
            // By way of text, as in a manifest.
            let written = serde_json::to_string(&kind).unwrap();
            let effective = serde_json::from_str(&written).unwrap();
            assert_eq!(ModelKind::from_effective(&effective), Some(kind), "{written}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_guessed_at() {
        let unknown = [
            json!({ "kind": "clairvoyant" }),
            json!({ "kind": "oracle", "temperature": 0.5 }),
            json!({ "kind": "flaky", "p": 0.5 }),
            json!("oracle"),
        ];
        for effective in unknown {
            assert_eq!(ModelKind::from_effective(&effective), None, "{effective}");
        }
    }
}
