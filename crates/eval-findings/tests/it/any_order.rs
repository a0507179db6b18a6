//! Whatever happened, in whatever order it is told.

use eval_trace::{Outcome, TrialRecord};
use proptest::prelude::*;

use crate::trials::{manifest, of_family, summed_up, trial};

const ARMS: &[&str] = &["mine", "theirs"];

fn any_trial() -> impl Strategy<Value = TrialRecord> {
    let family = prop::sample::select(vec!["a", "b", "c", "d", "e", "f"]);
    let outcome = prop::sample::select(Outcome::ALL.to_vec());
    let arm = prop::sample::select(ARMS.to_vec());
    (arm, family, 0_u64..4, 0_u32..3, outcome, 0_u32..9).prop_map(
        |(arm, family, instance, epoch, outcome, turns)| {
            let mut trial = of_family(family, trial(instance, epoch, outcome));
            arm.clone_into(&mut trial.key.arm);
            trial.turns = turns;
            trial
        },
    )
}

fn told_twice() -> impl Strategy<Value = (Vec<TrialRecord>, Vec<TrialRecord>)> {
    prop::collection::vec(any_trial(), 0..60)
        .prop_flat_map(|trials| (Just(trials.clone()), Just(trials).prop_shuffle()))
}

proptest! {
    #[test]
    fn the_order_of_adding_does_not_matter((one, other) in told_twice()) {
        let manifest = manifest(ARMS);
        prop_assert_eq!(summed_up(&manifest, &one), summed_up(&manifest, &other));
    }

    #[test]
    fn the_counts_add_up(trials in prop::collection::vec(any_trial(), 0..60)) {
        let summary = summed_up(&manifest(ARMS), &trials);
        prop_assert_eq!(summary.finished, trials.len() as u64);
        for arm in summary.arms {
            prop_assert_eq!(arm.trials, arm.scored + arm.infra);
            prop_assert_eq!(arm.trials, arm.outcomes.values().sum::<u64>());
            prop_assert_eq!(arm.trials, arm.stops.values().sum::<u64>());
            prop_assert!(arm.success <= arm.scored);
            prop_assert!(arm.units <= arm.scored);
            prop_assert_eq!(arm.rate.is_some(), arm.scored > 0);
            prop_assert_eq!(arm.interval.is_some(), arm.units > 1);
            if let (Some(rate), Some([lower, upper])) = (arm.rate, arm.interval) {
                prop_assert!(0.0 <= lower && lower <= rate && rate <= upper && upper <= 1.0);
            }
        }
    }
}
