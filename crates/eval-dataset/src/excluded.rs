//! What was left out, and why.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Why a trial or a row was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It belongs to the split `holdout`.
    Holdout,
    /// It belongs to the split `canary`.
    Canary,
    /// Its family is held out.
    HeldOutFamily,
    /// It is the very instance of a held-out one, under another seed.
    HeldOutInstance,
    /// It belongs to a split that was not asked for.
    OtherSplit,
    /// Its model was simulated.
    Simulated,
    /// The licence of its model forbids training.
    LicenceForbids,
    /// Nobody said what may be done with the words of its model.
    LicenceUnstated,
    /// It failed outside the agent.
    Infra,
    /// The preset does not take its outcome.
    OtherOutcome,
    /// Its failure was not shown to be the model's own.
    NotTheModels,
    /// Its arm, model, family or scenario was not asked for.
    NotAskedFor,
    /// Its instance is too hard or too easy.
    Difficulty,
    /// It has too few turns or too many.
    Turns,
    /// Others of its kind are rarer.
    Balance,
    /// No other arm did better, or worse, on the same instance and epoch.
    NoPartner,
    /// A request made again is not the one that was recorded.
    NotAsRecorded,
    /// Under the student's harness it would have taken another course.
    Departs,
    /// Two trials of a pair were shown different things before they did different things.
    PrefixDiffers,
    /// Two trials of a pair did the same throughout.
    SameThroughout,
    /// Nothing in it is to be taught.
    NothingTaught,
    /// The format cannot hold it.
    Unfit,
    /// It is longer than allowed.
    TooLong,
    /// It is the same as one before.
    Duplicate,
    /// It says nearly the same as one before.
    NearDuplicate,
    /// Its task says nearly the same as that of a held-out instance.
    NearHoldout,
    /// Its scenario has enough rows.
    ScenarioCap,
}

impl Reason {
    /// What it says in a table; reads after a count.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Holdout => "held out: split `holdout`",
            Self::Canary => "held out: split `canary`",
            Self::HeldOutFamily => "held out: family",
            Self::HeldOutInstance => "the same instance as a held-out one",
            Self::OtherSplit => "of a split that was not asked for",
            Self::Simulated => "said by a simulated model",
            Self::LicenceForbids => "the model's licence forbids training",
            Self::LicenceUnstated => "the model's licence is not stated",
            Self::Infra => "failed outside the agent",
            Self::OtherOutcome => "of an outcome that the preset does not take",
            Self::NotTheModels => "failed, and not shown to be the model's fault",
            Self::NotAskedFor => "of an arm, model, family or scenario not asked for",
            Self::Difficulty => "on an instance too hard or too easy",
            Self::Turns => "with too few turns or too many",
            Self::Balance => "over the number of the rarest kind",
            Self::NoPartner => "without a partner that did better or worse",
            Self::NotAsRecorded => "whose requests made again are not those recorded",
            Self::Departs => "that would go otherwise under the student's harness",
            Self::PrefixDiffers => "shown something else before doing something else",
            Self::SameThroughout => "the same throughout as its partner",
            Self::NothingTaught => "with nothing to teach",
            Self::Unfit => "that the format cannot hold",
            Self::TooLong => "longer than allowed",
            Self::Duplicate => "the same as one before",
            Self::NearDuplicate => "nearly the same as one before",
            Self::NearHoldout => "nearly the same task as a held-out one",
            Self::ScenarioCap => "over the number allowed of a scenario",
        }
    }
}

/// How much was left out, by reason.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally(pub BTreeMap<Reason, u64>);

impl Tally {
    /// Counts one.
    pub(crate) fn count(&mut self, reason: Reason) {
        *self.0.entry(reason).or_default() += 1;
    }

    /// Takes another tally in.
    pub(crate) fn add(&mut self, other: &Self) {
        for (&reason, count) in &other.0 {
            *self.0.entry(reason).or_default() += count;
        }
    }

    /// All of them together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }
}
