//! The plan: order, identity, selection.

use std::collections::BTreeSet;

use eval_runner::{Plan, PlanError, Selection, SelectionError};

use crate::support::{bench, small};

#[test]
fn arms_are_interleaved_within_an_instance_and_epoch() {
    let bench = bench();
    let plan = small(&bench);
    let places: Vec<(u64, u32, String)> =
        plan.trials().map(|trial| (trial.key.instance, trial.key.epoch, trial.key.arm)).collect();
    let expected = [
        (0, 0, "bare-loop"),
        (0, 0, "five-components"),
        (0, 1, "bare-loop"),
        (0, 1, "five-components"),
        (1, 0, "bare-loop"),
    ];
    assert_eq!(places[..5], expected.map(|(instance, epoch, arm)| (instance, epoch, arm.into())));
}

#[test]
fn every_trial_has_an_identity_of_its_own() {
    let bench = bench();
    let plan = Plan::new(&bench, &Selection::default()).unwrap();
    let ids: BTreeSet<_> = plan.trials().map(|trial| trial.id).collect();
    assert_eq!(ids.len(), usize::try_from(plan.len()).unwrap());
}

#[test]
fn leaving_an_arm_out_renames_nothing() {
    let bench = bench();
    let all = Plan::new(&bench, &Selection::default()).unwrap();
    let one = Selection { arms: vec!["five-components".into()], ..Selection::default() };
    let one = Plan::new(&bench, &one).unwrap();
    let ids: BTreeSet<_> = all.trials().map(|trial| trial.id).collect();
    assert!(one.trials().all(|trial| ids.contains(&trial.id)));
    assert_ne!(all.hash, one.hash);
}

#[test]
fn instances_hash_moves_with_the_instances_alone() {
    let bench = bench();
    let of = |selection: Selection| Plan::new(&bench, &selection).unwrap().instances_hash;
    let arm = |name: &str| Selection { arms: vec![name.into()], ..Selection::default() };
    assert_eq!(of(arm("bare-loop")), of(arm("five-components")));
    assert_eq!(of(arm("bare-loop")), of(Selection { epochs: Some(1), ..arm("bare-loop") }));
    assert_eq!(of(arm("bare-loop")), of(Selection { seed: Some(99), ..arm("bare-loop") }));
    assert_ne!(of(arm("bare-loop")), of(arm("read-only")));
}

#[test]
fn what_is_selected_must_be_there() {
    let bench = bench();
    let unknown = Selection { arms: vec!["fife".into()], ..Selection::default() };
    let refused = Plan::new(&bench, &unknown).unwrap_err();
    assert!(matches!(refused, PlanError::Selection(SelectionError::UnknownArm { .. })));
}

#[test]
fn no_epochs_are_no_trials() {
    let bench = bench();
    let none = Selection { epochs: Some(0), ..Selection::default() };
    assert!(Plan::new(&bench, &none).unwrap().is_empty());
}

#[test]
fn a_plan_is_computed_and_not_listed() {
    let bench = bench();
    let many = Selection { epochs: Some(u32::MAX), ..Selection::default() };
    let limited = Selection { limit: Some(3), ..many.clone() };
    assert_eq!(Plan::new(&bench, &limited).unwrap().trials().count(), 3);
    let whole = Plan::new(&bench, &Selection { epochs: Some(40), ..Selection::default() }).unwrap();
    let listed: Vec<_> = whole.trials().collect();
    assert_eq!(listed.len() as u64, whole.len());
    for (index, trial) in (0..).zip(&listed) {
        assert_eq!(whole.trial(index).as_ref(), Some(trial));
    }
    assert_eq!(whole.trial(whole.len()), None);
}

#[test]
fn a_filter_picks_from_the_plan_in_order() {
    let bench = bench();
    let all = Plan::new(&bench, &Selection::default()).unwrap();
    let filter = Some("#1*@3".to_owned());
    let some = Plan::new(&bench, &Selection { filter, ..Selection::default() }).unwrap();
    let wanted = all
        .trials()
        .filter(|trial| trial.key.instance.to_string().starts_with('1') && trial.key.epoch == 3);
    assert!(some.trials().eq(wanted));
    assert!(!some.is_empty());
}

#[test]
fn what_is_counted_is_what_is_there() {
    let bench = bench();
    for limit in [None, Some(1), Some(599), Some(600), Some(603)] {
        for filter in [None, Some("*".to_owned())] {
            let plan =
                Plan::new(&bench, &Selection { limit, filter, ..Selection::default() }).unwrap();
            let mut counted = std::collections::BTreeMap::new();
            for trial in plan.trials() {
                *counted.entry(trial.key.arm).or_insert(0_u64) += 1;
            }
            let counts = plan.trials_by_arm();
            assert!(counts.iter().all(|(arm, n)| counted[*arm] == *n), "{counts:?} {counted:?}");
            assert_eq!(counts.len(), counted.len());
        }
    }
}

#[test]
fn a_filter_that_takes_everything_leaves_the_same_instances() {
    let bench = bench();
    let of = |filter: Option<&str>, limit| {
        let filter = filter.map(str::to_owned);
        Plan::new(&bench, &Selection { filter, limit, ..Selection::default() }).unwrap()
    };
    for limit in [None, Some(37)] {
        assert_eq!(of(None, limit).instances_hash, of(Some("*"), limit).instances_hash);
    }
}

#[test]
fn a_plan_of_trillions_is_made_at_once() {
    let bench = bench();
    let arms = vec!["bare-loop".to_owned()];
    let vast = Selection { epochs: Some(u32::MAX), arms, ..Selection::default() };
    let plan = Plan::new(&bench, &vast).unwrap();
    assert_eq!(plan.len(), 60 * u64::from(u32::MAX));
    assert_eq!(plan.trials_by_arm()["bare-loop"], plan.len());
    let last = plan.trial(plan.len() - 1).unwrap();
    assert_eq!((last.key.instance, last.key.epoch), (59, u32::MAX - 1));
}
