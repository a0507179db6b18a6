//! What is to be known before a comparison is believed, and the noise beside it.

use eval_analysis::{CompareSettings, Measured, compare};
use eval_findings::{FINDINGS_VERSION, NoiseFloor};
use eval_trace::PlannedLook;

use crate::arms::{Arm, arm, arm_of, assert_near};

fn warned(a: &Measured, b: &Measured, now: Option<&str>) -> Vec<String> {
    let now = now.map(|now| now.parse().unwrap());
    compare(a, b, &CompareSettings { now, ..CompareSettings::default() }).unwrap().warnings
}

fn plain(name: &str) -> Arm {
    arm(name).each("incident", 0..30, |i| (u32::from(i % 3 > 0), 2))
}

fn later(arm: Arm) -> Arm {
    arm.with(|from| {
        from.source = String::from("runs/later");
        from.run_id = String::from("20261201T100000Z-0a1b2c3d");
        from.created = String::from("2026-12-01T10:00:00Z");
    })
}

#[test]
fn nothing_odd_is_nothing_said() {
    assert_eq!(
        warned(&plain("a").done(), &plain("b").done(), Some("2027-11-20T22:05:00Z")),
        [""; 0]
    );
}

#[test]
fn an_old_baseline_is_told_with_its_age_where_the_time_is_known() {
    let (a, b) = (plain("a").done(), later(plain("b")).done());
    assert_eq!(warned(&a, &b, None), [""; 0]);
    assert_eq!(warned(&a, &b, Some("2026-11-27T22:00:00Z")), [""; 0]);
    let said = warned(&a, &b, Some("2026-12-01T22:05:00Z"));
    assert_eq!(said.len(), 1);
    assert!(
        said[0].starts_with(
            "the baseline is 11 days old (2026-11-20T22:05:00Z): its model is simulated"
        )
    );
    let real = plain("a").with(|from| from.simulated = false).done();
    let said = warned(&real, &b, Some("2026-12-01T22:05:00Z"));
    assert!(said[0].contains("what stands behind a model's name may have changed"), "{said:?}");
}

#[test]
fn few_units_make_intervals_rough() {
    let said = warned(&arm_of("a", 19, |_| (1, 2)), &arm_of("b", 19, |_| (2, 2)), None);
    assert_eq!(said, ["only 19 independent instances: intervals are rough below 20"]);
}

#[test]
fn one_make_under_two_names_is_an_a_a_comparison() {
    let b = plain("b").with(|from| from.effective = plain("a").done().provenance.effective).done();
    let said = warned(&plain("a").done(), &b, None);
    assert_eq!(said, ["nothing differs in the configuration: this is an A/A comparison"]);
}

#[test]
fn a_look_before_the_last_is_told() {
    let looked = |name| {
        plain(name).with(|from| from.look = Some(PlannedLook { taken: 2, planned: 5 })).done()
    };
    let said = warned(&looked("a"), &looked("b"), None);
    assert_eq!(said.len(), 1);
    assert!(said[0].contains("stands at look 2 of 5"), "{said:?}");
}

#[test]
fn only_what_is_simulated_on_both_sides_is_called_simulated() {
    let real = plain("b").with(|from| from.simulated = false).done();
    let simulated = |b: &Measured| {
        compare(&plain("a").done(), b, &CompareSettings::default()).unwrap().simulated
    };
    assert!(simulated(&plain("b").done()) && !simulated(&real));
}

#[test]
fn noise_is_told_beside_a_difference_where_it_was_measured_of_either_arm() {
    let a = arm_of("a", 40, |_| (4, 4));
    let b = arm_of("b", 40, |i| (if i % 4 == 0 { 3 } else { 4 }, 4));
    let noise = |harness: &str, instances: &str| {
        let settings = CompareSettings {
            noise: vec![floor(harness, instances)],
            ..CompareSettings::default()
        };
        compare(&a, &b, &settings).unwrap().noise
    };
    for harness in ["hash of a", "hash of b"] {
        let note = noise(harness, "2dba225c9984d5ea").unwrap();
        // Eighty means of four trials of variance .16, over forty instances.
        assert_near(note.floor, 1.959_963_984_540_054 * (80.0 * 0.16 / 4.0_f64).sqrt() / 40.0);
        assert!(!note.is_outside);
    }
    assert_eq!(noise("hash of c", "2dba225c9984d5ea"), None);
    assert_eq!(noise("hash of a", "another"), None);
}

fn floor(harness_hash: &str, instances_hash: &str) -> NoiseFloor {
    NoiseFloor {
        schema_version: FINDINGS_VERSION,
        suite: "triage".to_owned(),
        instances_hash: instances_hash.to_owned(),
        arm: "a".to_owned(),
        harness_hash: harness_hash.to_owned(),
        model_hash: "hash of flaky".to_owned(),
        run_id: "20261120T220500Z-0a1b2c3d".to_owned(),
        created: "2026-11-20T22:05:00Z".to_owned(),
        epochs: [2, 2],
        instances: 40,
        units: 40,
        rate: 0.8,
        within: 0.16,
        variance: 0.1,
        design_effect: 1.0,
        difference: 0.0,
        interval: None,
        floor: 0.1,
        flips: [1, 1],
        naive: Vec::new(),
    }
}
