//! What is not compared, what is said instead, and the flag that lifts it.

use eval_analysis::{CompareError, CompareSettings, Measured, compare};

use crate::arms::{Arm, arm};

fn plain(name: &str) -> Arm {
    arm(name).each("incident", 0..8, |instance| (u32::from(instance != 3), 1))
}

fn refused(a: &Measured, b: &Measured) -> CompareError {
    compare(a, b, &CompareSettings::default()).unwrap_err()
}

fn partial() -> CompareSettings {
    CompareSettings { allow_partial: true, ..CompareSettings::default() }
}

#[test]
fn two_arms_of_one_run_are_compared() {
    let found = compare(&plain("a").done(), &plain("b").done(), &CompareSettings::default());
    assert_eq!(found.unwrap().pairing.compared, 8);
}

#[test]
fn an_arm_against_itself_is_a_question_for_noise() {
    let error = refused(&plain("a").done(), &plain("a").done());
    assert!(matches!(error, CompareError::SameArm { .. }));
    assert_eq!(
        error.to_string(),
        "both are the arm `a` of the run 20261120T220500Z-0a1b2c3d; to measure an arm against \
         itself: flywheel noise runs/latest --arm a"
    );
}

#[test]
fn the_same_arm_of_two_runs_is_compared() {
    let later = plain("a").with(|from| from.run_id = "20261121T220500Z-0a1b2c3d".to_owned());
    let found = compare(&plain("a").done(), &later.done(), &CompareSettings::default()).unwrap();
    assert_eq!(found.changed, []);
}

#[test]
fn other_instances_are_compared_only_in_part() {
    let more = plain("b").each("incident", 8..12, |_| (1, 1)).each("refund", 0..2, |_| (0, 1));
    let (a, b) = (plain("a").passes("incident", 99, 1, 1).done(), more.done());
    let error = refused(&a, &b);
    assert!(matches!(error, CompareError::OtherInstances { shared: 8, only_a: 1, only_b: 6, .. }));
    assert_eq!(
        error.to_string(),
        "`a` and `b` did not play the same instances (8 shared, 1 only in `a`, 6 only in `b`, \
         such as incident.base#99, incident.base#8, incident.base#9); compare runs of one suite, \
         or add --allow-partial to compare what they share"
    );
    let found = compare(&a, &b, &partial()).unwrap();
    assert_eq!(found.pairing.compared, 8);
    assert_eq!(found.pairing.only_baseline, ["incident.base#99"]);
    assert_eq!(found.pairing.only_candidate.len(), 6);
    assert!(found.warnings.iter().any(|warning| warning.contains("7 instances are in one arm")));
}

#[test]
fn instances_that_an_unfinished_run_has_not_played_yet_are_no_reason_to_refuse() {
    let stopped = |name| plain(name).with(|from| from.unfinished = 4);
    let b = stopped("b").each("incident", 8..12, |_| (1, 1)).done();
    let found = compare(&stopped("a").done(), &b, &CompareSettings::default()).unwrap();
    assert_eq!(found.pairing.compared, 8);
    let said = "runs/latest is unfinished: 4 planned trials are not there";
    assert_eq!(found.warnings[0], said);
    // They are of one run, so that is said once.
    assert_eq!(found.warnings.iter().filter(|warning| *warning == said).count(), 1);
}

#[test]
fn another_suite_is_compared_only_by_name() {
    let b = plain("b")
        .with(|from| {
            from.source = "runs/later".to_owned();
            from.instances_hash = "ffff5678aaaa".to_owned();
        })
        .done();
    let a = plain("a").done();
    let error = refused(&a, &b);
    assert!(matches!(error, CompareError::OtherSuite { .. }));
    assert_eq!(
        error.to_string(),
        "the instances of runs/latest (instances_hash 2dba225c) are not those of runs/later \
         (ffff5678): the scenario's files, its seeds or its variants have changed in between, so \
         a difference would not be the harness's; run A again on the suite as it is now, or add \
         --allow-partial to compare the instances of the same name all the same"
    );
    let found = compare(&a, &b, &partial()).unwrap();
    assert_eq!(found.pairing.compared, 8);
    assert!(found.warnings.iter().any(|warning| warning.contains("instances_hash differs")));
}

#[test]
fn another_model_is_compared_only_where_that_is_asked() {
    let b = plain("b")
        .with(|from| {
            from.model = "steady".to_owned();
            from.model_hash = "hash of steady".to_owned();
        })
        .done();
    let a = plain("a").done();
    let error = refused(&a, &b);
    assert!(matches!(error, CompareError::OtherModel { .. }));
    assert_eq!(
        error.to_string(),
        "`a` is played by the model `flaky` and `b` by `steady`, whose settings differ, so a \
         difference may be the model's; add --across-models if that is what you ask"
    );
    let across = CompareSettings { across_models: true, ..CompareSettings::default() };
    assert_eq!(compare(&a, &b, &across).unwrap().pairing.compared, 8);
}

#[test]
fn a_model_of_another_name_and_the_same_settings_is_the_same_model() {
    let b = plain("b").with(|from| from.model = "renamed".to_owned()).done();
    assert!(compare(&plain("a").done(), &b, &CompareSettings::default()).is_ok());
}

#[test]
fn nothing_in_common_is_compared_under_no_flag() {
    let (a, b) = (plain("a").done(), arm("b").each("refund", 0..8, |_| (1, 1)).done());
    for settings in [CompareSettings::default(), partial()] {
        let error = compare(&a, &b, &settings).unwrap_err();
        assert!(matches!(error, CompareError::NothingShared { .. }));
        assert_eq!(
            error.to_string(),
            "`a` and `b` share no instance, so there is nothing to compare"
        );
    }
}
