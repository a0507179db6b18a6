//! What of a plan a run has to do.

use std::ops::Range;

use eval_trace::{Shard, TrialId};

use crate::{Plan, TrialPlan};

/// The trials of a plan that are to be run here, in plan order. Places are
/// counted within the slice, from 0.
#[derive(Clone, Debug)]
pub struct Slice<'a> {
    plan: &'a Plan,
    places: Places,
}

#[derive(Clone, Debug)]
enum Places {
    Range(Range<u64>),
    Listed(Vec<u64>),
}

impl<'a> Slice<'a> {
    /// The whole plan.
    #[must_use]
    pub fn whole(plan: &'a Plan) -> Self {
        Self { plan, places: Places::Range(0..plan.len()) }
    }

    /// The share of one of several machines.
    #[must_use]
    pub fn shard(plan: &'a Plan, shard: Shard) -> Self {
        Self { plan, places: Places::Range(shard.places(plan.len())) }
    }

    /// What is left when some trials are there already.
    #[must_use]
    pub fn without(plan: &'a Plan, is_there: impl Fn(TrialId) -> bool) -> Self {
        let missing = (0..plan.len())
            .filter(|place| plan.trial(*place).is_some_and(|trial| !is_there(trial.id)));
        Self { plan, places: Places::Listed(missing.collect()) }
    }

    /// The plan it is a slice of.
    #[must_use]
    pub fn plan(&self) -> &'a Plan {
        self.plan
    }

    /// How many trials there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        match &self.places {
            Places::Range(range) => range.end - range.start,
            Places::Listed(places) => places.len() as u64,
        }
    }

    /// Whether there is nothing to run.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The trial at that place of the slice.
    #[must_use]
    pub fn trial(&self, index: u64) -> Option<TrialPlan> {
        let place = match &self.places {
            Places::Range(range) => {
                range.start.checked_add(index).filter(|place| range.contains(place))?
            }
            Places::Listed(places) => *places.get(usize::try_from(index).ok()?)?,
        };
        self.plan.trial(place)
    }
}
