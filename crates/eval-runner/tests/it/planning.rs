//! The plan: order, identity, selection.

use std::collections::BTreeSet;

use eval_runner::{Plan, PlanError, Selection, SelectionError};

use crate::support::{bench, small};

#[test]
fn arms_are_interleaved_within_an_instance_and_epoch() {
    let bench = bench();
    let plan = small(&bench);
    let places: Vec<(u64, u32, &str)> = plan
        .trials
        .iter()
        .map(|trial| (trial.key.instance, trial.key.epoch, trial.key.arm.as_str()))
        .collect();
    let expected = [
        (0, 0, "bare-loop"),
        (0, 0, "five-components"),
        (0, 1, "bare-loop"),
        (0, 1, "five-components"),
        (1, 0, "bare-loop"),
    ];
    assert_eq!(places[..5], expected);
}

#[test]
fn every_trial_has_an_identity_of_its_own() {
    let bench = bench();
    let plan = Plan::new(&bench, &Selection::default()).unwrap();
    let ids: BTreeSet<_> = plan.trials.iter().map(|trial| trial.id).collect();
    assert_eq!(ids.len(), plan.trials.len());
}

#[test]
fn leaving_an_arm_out_renames_nothing() {
    let bench = bench();
    let all = Plan::new(&bench, &Selection::default()).unwrap();
    let one = Selection { arms: vec!["five-components".into()], ..Selection::default() };
    let one = Plan::new(&bench, &one).unwrap();
    let ids: BTreeSet<_> = all.trials.iter().map(|trial| trial.id).collect();
    assert!(one.trials.iter().all(|trial| ids.contains(&trial.id)));
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
