//! How a trial ended.

use serde::{Deserialize, Serialize};

use crate::Digest;

macro_rules! named {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $type { $($(#[$variant_doc])* #[serde(rename = $name)] $variant),+ }

        impl $type {
            /// Every variant, in declared order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word for it in tables, JSON and output.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The variant of that word.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use named;

named! {
    /// How a trial ended: the first that applies.
    Outcome {
        /// Something outside the agent failed; never part of a rate.
        Infra = "infra",
        /// A safety invariant broke.
        Unsafe = "unsafe",
        /// Success after an error, a refused answer or unusable output.
        Recovered = "recovered",
        /// The success check holds.
        Success = "success",
        /// It does not.
        Failed = "failed",
    }
}

impl Outcome {
    /// Whether the trial counts as a success in rates.
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Self::Success | Self::Recovered)
    }
}

named! {
    /// Whether the oracle, playing on from the final state, reaches success.
    Recoverability {
        /// It does.
        Yes = "yes",
        /// It does not.
        No = "no",
        /// It was not tried: the trial succeeded, or nothing can be said.
        Unknown = "unknown",
    }
}

named! {
    /// Why the loop stopped.
    StopReason {
        /// The agent answered and the answer was let out.
        Answered = "answered",
        /// The model may not be asked again.
        TurnBudget = "turn_budget",
        /// No call is left in the budget.
        CallBudget = "call_budget",
        /// Too many unusable turns in a row.
        Unusable = "unusable",
        /// A verifier failed and the harness is set to halt.
        VerifierHalt = "verifier_halt",
        /// Something outside the agent failed.
        Infra = "infra",
        /// The run was cancelled.
        Cancelled = "cancelled",
        /// The trial's deadline passed.
        Deadline = "deadline",
    }
}

/// What the world says of a finished trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorldVerdict {
    /// What the success check found missing; empty means success.
    pub unmet: Vec<String>,
    /// The invariants that do not hold.
    pub broken: Vec<String>,
    /// Hash of the final state.
    pub state: Digest,
}

impl WorldVerdict {
    /// Whether the success check holds.
    #[must_use]
    pub fn success(&self) -> bool {
        self.unmet.is_empty()
    }
}
