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
    let none = Selection { epochs: Some(0), ..Selection::default() };
    let refused = Plan::new(&bench, &none).unwrap_err();
    assert!(matches!(refused, PlanError::Selection(SelectionError::NoEpochs)));
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
