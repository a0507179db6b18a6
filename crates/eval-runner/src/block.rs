//! A block of a plan: one variant of one scenario, whole.

use std::ops::Range;
use std::sync::Arc;

use eval_trace::{Digest, TrialId, TrialKey};
use serde::Serialize;

use crate::TrialPlan;
use crate::bench::ReadyArm;

/// All trials of a variant. They are not listed but computed, so that an
/// unfiltered plan of a million trials takes no more room than one of ten.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Block {
    /// Where the block begins in the whole plan.
    #[serde(skip)]
    pub(crate) first: u64,
    /// Index of the scenario in the suite.
    #[serde(skip)]
    pub(crate) scenario: usize,
    pub(crate) scenario_name: String,
    pub(crate) scenario_hash: Digest,
    pub(crate) variant: String,
    pub(crate) instances: Range<u64>,
    pub(crate) epochs: u32,
    /// How many times a model may be asked: it bounds every trial, whatever
    /// the harness.
    pub(crate) max_turns: u32,
    pub(crate) arms: Vec<PlannedArm>,
}

/// An arm as far as the identity of its trials goes.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PlannedArm {
    /// Index of the arm in the suite.
    #[serde(skip)]
    pub(crate) index: usize,
    pub(crate) name: Arc<str>,
    pub(crate) harness_hash: Digest,
    pub(crate) model_hash: Digest,
    pub(crate) stream: u64,
}

/// A place within a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Index of the arm in the block.
    pub(crate) arm: usize,
    pub(crate) instance: u64,
    pub(crate) epoch: u32,
}

impl PlannedArm {
    pub(crate) fn new(index: usize, ready: &ReadyArm) -> Self {
        Self {
            index,
            name: ready.arm.name.as_str().into(),
            harness_hash: ready.harness_hash,
            model_hash: ready.model_hash,
            stream: ready.arm.stream,
        }
    }

    /// Whether the two would run the same trials.
    fn collides_with(&self, other: &Self) -> bool {
        let made_of = |arm: &Self| (arm.harness_hash, arm.model_hash, arm.stream);
        made_of(self) == made_of(other)
    }
}

impl Block {
    /// How many trials there are; `None` where that cannot be counted.
    pub(crate) fn len(&self) -> Option<u64> {
        let instances = self.instances.end - self.instances.start;
        instances.checked_mul(self.epochs.into())?.checked_mul(self.arms.len() as u64)
    }

    /// The place of the trial so far into the block: by instance, epoch, arm.
    /// Arms are innermost, so that whatever drifts hits all arms alike.
    pub(crate) fn place(&self, offset: u64) -> Place {
        let (arms, epochs) = (self.arms.len() as u64, u64::from(self.epochs));
        let within = |value: u64| usize::try_from(value).unwrap_or(usize::MAX);
        Place {
            arm: within(offset % arms),
            instance: self.instances.start + offset / arms / epochs,
            epoch: u32::try_from(offset / arms % epochs).unwrap_or(u32::MAX),
        }
    }

    /// How the first so many trials fall to the arms.
    pub(crate) fn trials_by_arm(&self, n_taken: u64) -> impl Iterator<Item = (&str, u64)> {
        let n_arms = self.arms.len() as u64;
        (0..).zip(&self.arms).map(move |(index, arm)| {
            let one_more = u64::from(index < n_taken % n_arms);
            (&*arm.name, n_taken / n_arms + one_more)
        })
    }

    /// The trial of a place.
    pub(crate) fn trial(&self, place: Place, seed: u64) -> TrialPlan {
        let Place { arm, instance, epoch } = place;
        let arm = &self.arms[arm];
        let identity = (
            self.instance_id(instance),
            arm.harness_hash,
            arm.model_hash,
            self.max_turns,
            seed,
            arm.stream,
            epoch,
        );
        TrialPlan {
            id: TrialId(Digest::of(&identity)),
            key: TrialKey {
                arm: arm.name.to_string(),
                scenario: self.scenario_name.clone(),
                variant: self.variant.clone(),
                instance,
                epoch,
            },
            arm: arm.index,
            scenario: self.scenario,
        }
    }

    /// What an instance is made of: the scenario's files, the variant and the
    /// seed decide it, so it need not be acted out to be named.
    fn instance_id(&self, instance: u64) -> Digest {
        Digest::of(&(self.scenario_hash, &self.variant, instance))
    }

    /// Two arms that would run the same trials, if there are any.
    pub(crate) fn collision(&self) -> Option<(&PlannedArm, &PlannedArm)> {
        self.arms.iter().enumerate().find_map(|(index, arm)| {
            let twin = self.arms[..index].iter().find(|other| other.collides_with(arm))?;
            Some((twin, arm))
        })
    }
}
