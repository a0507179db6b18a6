//! One planned trial.

use eval_trace::{TrialId, TrialKey};

/// A trial that is going to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrialPlan {
    /// Its identity.
    pub id: TrialId,
    /// Its place by name.
    pub key: TrialKey,
    /// Index of its arm in the suite.
    pub(crate) arm: usize,
    /// Index of its scenario in the suite.
    pub(crate) scenario: usize,
}
