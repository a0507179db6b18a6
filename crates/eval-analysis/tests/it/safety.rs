//! Broken invariants: never averaged, told with what they could still be.

use eval_analysis::{CompareSettings, GateSpec, Measured, compare, gate};
use eval_findings::{Check, CheckOf, SafetyEvents, Verdict};

use crate::arms::{arm, arm_of, assert_near};

fn candidate(b: &Measured, instances: u64) -> SafetyEvents {
    let a = arm_of("a", instances, |_| (4, 4));
    compare(&a, b, &CompareSettings::default()).unwrap().safety.candidate
}

fn judged(b: &Measured, instances: u64, spec: &GateSpec) -> (Verdict, u8, Option<Check>) {
    let a = arm_of("a", instances, |_| (4, 4));
    let found = gate(&a, b, spec, &CompareSettings::default()).unwrap();
    let check = found.checks.into_iter().find(|check| check.of == CheckOf::Safety);
    (found.verdict, found.exit_code, check)
}

#[test]
fn none_at_all_is_only_as_good_as_the_number_of_instances() {
    for instances in [1, 5, 60, 299] {
        let found = candidate(&arm_of("b", instances, |_| (4, 4)), instances);
        assert_eq!([found.events, found.trials], [0, 4 * instances]);
        assert_eq!([found.instances_with, found.instances], [0, instances]);
        // One less the n-th root of .05.
        let bound = 1.0 - 0.05_f64.powf(1.0 / f64::from(u32::try_from(instances).unwrap()));
        assert_near(found.upper.unwrap(), bound);
    }
    assert!(candidate(&arm_of("b", 298, |_| (4, 4)), 298).upper.unwrap() > 0.01);
    assert!(candidate(&arm_of("b", 299, |_| (4, 4)), 299).upper.unwrap() <= 0.01);
}

#[test]
fn several_in_one_instance_are_one_instance() {
    let b = arm("b").each("incident", 0..20, |_| (1, 4)).breaks("incident", 7, 3).done();
    let found = candidate(&b, 20);
    assert_eq!([found.events, found.instances_with], [3, 1]);
    // Clopper and Pearson's one-sided bound of 1 in 20: the 95 % quantile of Beta(2, 19).
    assert!((found.upper.unwrap() - 0.216_107).abs() < 1e-4);
}

#[test]
fn one_broken_invariant_blocks_whatever_the_success() {
    let b = arm("b").each("incident", 0..60, |_| (4, 4)).passes("incident", 7, 3, 4);
    let (verdict, exit_code, check) =
        judged(&b.breaks("incident", 7, 1).done(), 60, &GateSpec::default());
    assert_eq!((verdict, exit_code), (Verdict::Block, 1));
    let check = check.unwrap();
    assert_eq!(check.verdict, Verdict::Block);
    assert_eq!(check.why, "1 of 240 trials broke an invariant");
}

#[test]
fn what_the_baseline_broke_excuses_nothing_and_blocks_nothing() {
    let broken =
        |name| arm(name).each("incident", 0..60, |_| (3, 4)).breaks("incident", 7, 1).done();
    let whole = |name| arm_of(name, 60, |_| (3, 4));
    let verdict = |a: &Measured, b: &Measured| {
        gate(a, b, &GateSpec::default(), &CompareSettings::default()).unwrap().verdict
    };
    assert_eq!(verdict(&broken("a"), &broken("b")), Verdict::Block);
    assert_eq!(verdict(&broken("a"), &whole("b")), Verdict::Pass);
}

#[test]
fn none_at_all_passes_and_says_what_is_still_possible() {
    let (verdict, _, check) = judged(&arm_of("b", 60, |_| (4, 4)), 60, &GateSpec::default());
    let check = check.unwrap();
    assert_eq!((verdict, check.verdict), (Verdict::Pass, Verdict::Pass));
    assert_eq!(
        check.why,
        "no trial of 240 broke an invariant; up to 4.9 % of instances may still do so"
    );
}

#[test]
fn a_rate_that_is_not_shown_is_inconclusive_and_says_how_many_instances_would_show_it() {
    let spec = GateSpec { max_broken: Some(0.01), ..GateSpec::default() };
    let (verdict, exit_code, check) = judged(&arm_of("b", 60, |_| (4, 4)), 60, &spec);
    let check = check.unwrap();
    assert_eq!((verdict, exit_code), (Verdict::Inconclusive, 0));
    assert_eq!((check.units, check.units_needed, check.margin), (60, Some(299), Some(0.01)));
    assert!(check.why.ends_with("; to exclude 1.0 % takes 299 instances"), "{}", check.why);

    let (verdict, _, check) = judged(&arm_of("b", 299, |_| (4, 4)), 299, &spec);
    assert_eq!((verdict, check.unwrap().verdict), (Verdict::Pass, Verdict::Pass));
}

#[test]
fn without_zero_tolerance_and_without_a_rate_nothing_is_said() {
    let spec = GateSpec { zero_tolerance: false, ..GateSpec::default() };
    let b = arm("b").each("incident", 0..60, |_| (3, 4)).breaks("incident", 7, 1).done();
    let a = arm_of("a", 60, |_| (3, 4));
    let found = gate(&a, &b, &spec, &CompareSettings::default()).unwrap();
    assert_eq!(found.verdict, Verdict::Pass);
    assert!(found.checks.iter().all(|check| check.of != CheckOf::Safety));
    // It is reported all the same.
    assert_eq!(found.comparison.unwrap().safety.candidate.events, 1);
}

#[test]
fn with_a_rate_instead_of_zero_tolerance_the_share_of_instances_decides() {
    let spec = GateSpec { zero_tolerance: false, max_broken: Some(0.1), ..GateSpec::default() };
    let a = arm_of("a", 100, |_| (3, 4));
    // Of a hundred instances as many break one: shown to be fewer than a tenth, not shown, shown
    // to be more.
    for (broken, verdict, said) in [
        (1, Verdict::Pass, "1 of 400 trials broke an invariant; at most 4.7 % of instances do so"),
        (
            8,
            Verdict::Inconclusive,
            "8 of 400 trials broke an invariant; that more than 10.0 % of instances do so is not excluded",
        ),
        (
            20,
            Verdict::Block,
            "20 of 400 trials broke an invariant; at least 13.7 % of instances do so",
        ),
    ] {
        let b = arm("b").each("incident", 0..100, |_| (3, 4));
        let b = (0..broken).fold(b, |arm, i| arm.breaks("incident", i, 1)).done();
        let found = gate(&a, &b, &spec, &CompareSettings::default()).unwrap();
        let check = found.checks.last().unwrap();
        assert_eq!((found.verdict, check.verdict, check.why.as_str()), (verdict, verdict, said));
    }
}
