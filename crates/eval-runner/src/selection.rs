//! Cutting a plan down from the command line.

use eval_scenario::Suite;
use eval_trace::PlannedLook;

use crate::TrialPlan;

/// What of a suite is to be run, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only trials whose key holds this text; `*` stands for any text.
    pub filter: Option<String>,
    /// Only these arms; all where none are named.
    pub arms: Vec<String>,
    /// Another number of epochs.
    pub epochs: Option<u32>,
    /// Another seed of trial luck.
    pub seed: Option<u64>,
    /// Only the first so many trials.
    pub limit: Option<u64>,
    /// Only the instances of the first looks of several. Which look an instance
    /// belongs to is drawn at random, once for a suite and seed.
    pub look: Option<PlannedLook>,
}

/// What a selection names that is not there.
#[derive(Debug, thiserror::Error)]
pub enum SelectionError {
    /// No such arm.
    #[error("suite `{suite}` has no arm `{name}`; there are: {}", known.join(", "))]
    UnknownArm {
        /// The suite.
        suite: String,
        /// What was asked for.
        name: String,
        /// The arms there are.
        known: Vec<String>,
    },
}

impl Selection {
    /// Refuses what the suite does not have.
    pub(crate) fn check(&self, suite: &Suite) -> Result<(), SelectionError> {
        for name in &self.arms {
            if !suite.arms.iter().any(|arm| arm.name == *name) {
                return Err(SelectionError::UnknownArm {
                    suite: suite.name.clone(),
                    name: name.clone(),
                    known: suite.arms.iter().map(|arm| arm.name.clone()).collect(),
                });
            }
        }
        Ok(())
    }

    pub(crate) fn takes_arm(&self, name: &str) -> bool {
        self.arms.is_empty() || self.arms.iter().any(|arm| arm == name)
    }

    pub(crate) fn takes(&self, trial: &TrialPlan) -> bool {
        match &self.filter {
            None => true,
            Some(filter) => holds(&trial.key.to_string(), filter),
        }
    }

    /// The selection in the words of the command line, for the manifest.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        words.extend(self.filter.iter().map(|filter| format!("--filter {filter}")));
        words.extend(self.arms.iter().map(|arm| format!("--arm {arm}")));
        words.extend(self.epochs.iter().map(|epochs| format!("--epochs {epochs}")));
        words.extend(self.seed.iter().map(|seed| format!("--seed {seed}")));
        words.extend(self.limit.iter().map(|limit| format!("--limit {limit}")));
        words.extend(
            self.look.iter().map(|look| format!("--until-decided --looks {}", look.planned)),
        );
        words
    }
}

/// Whether the text holds the parts of the pattern in order.
fn holds(text: &str, pattern: &str) -> bool {
    let mut rest = text;
    for part in pattern.split('*') {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_holds_where_its_parts_stand_in_order() {
        let key = "five/incident.base#17@2";
        assert!(holds(key, "incident"));
        assert!(holds(key, "five/*#17@"));
        assert!(holds(key, "*"));
        assert!(!holds(key, "#17*five"));
        assert!(!holds(key, "bare"));
    }
}
