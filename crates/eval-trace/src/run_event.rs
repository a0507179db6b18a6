//! What a run tells while it goes on.

use crate::{Outcome, TrialKey};

/// Told by the runner, shown by whoever wants to. The runner never prints.
#[derive(Clone, Debug, PartialEq)]
pub enum RunEvent {
    /// The plan is made and the first trials go out.
    RunStarted {
        /// How many trials are planned.
        planned: u64,
        /// How many of them are there from before.
        there: u64,
    },
    /// A trial ended.
    TrialEnded {
        /// Which.
        key: TrialKey,
        /// How.
        outcome: Outcome,
    },
    /// No further trial is begun; those in flight are let finish.
    Draining {
        /// How many trials are not going to be run.
        left: u64,
    },
}
