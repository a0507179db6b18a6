//! How steady instances are over their repeats.

use eval_findings::{InstanceProfile, Stability, Steadiness};
use eval_stats::gate::{Status, status};

use crate::measured::{Cell, Instance, Measured};
use crate::paired::tally;

/// With fewer scored trials nothing is called steady.
const STEADY_FROM: u32 = 3;

/// How many of some instances are how steady.
pub(super) fn stability(instances: &[&Instance]) -> Stability {
    let mut stability = Stability::default();
    for instance in instances {
        *match steadiness(&instance.cell) {
            Steadiness::StablePass => &mut stability.stable_pass,
            Steadiness::Flaky => &mut stability.flaky,
            Steadiness::StableFail => &mut stability.stable_fail,
            Steadiness::TooFew => &mut stability.too_few,
        } += 1;
    }
    stability
}

/// The instances of an arm, one by one.
pub(super) fn each(arm: &Measured) -> Vec<InstanceProfile> {
    let one = |instance: &Instance| {
        let place = &arm.places[instance.place];
        InstanceProfile {
            instance: place.instance_name(instance.seed),
            family: place.family.clone(),
            scored: instance.cell.scored.into(),
            success: instance.cell.success.into(),
            steadiness: steadiness(&instance.cell),
        }
    };
    arm.instances.iter().map(one).collect()
}

fn steadiness(cell: &Cell) -> Steadiness {
    if cell.scored < STEADY_FROM {
        return Steadiness::TooFew;
    }
    match status(tally(cell)) {
        Some(Status::StablePass) => Steadiness::StablePass,
        Some(Status::Flaky) => Steadiness::Flaky,
        Some(Status::StableFail) => Steadiness::StableFail,
        None => Steadiness::TooFew,
    }
}
