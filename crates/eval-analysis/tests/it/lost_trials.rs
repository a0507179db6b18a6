//! Trials lost to infra: they move nothing, and what they could hide is told.

use eval_analysis::{CompareSettings, GateSpec, Measured, compare, gate};
use eval_findings::{Comparison, Missing, Verdict};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::arms::{Row, any_cell, arm, arm_of, arms_of, assert_near, fewer_cases};

fn compared(a: &Measured, b: &Measured) -> Comparison {
    compare(a, b, &CompareSettings::default()).unwrap()
}

fn missing(a: &Measured, b: &Measured) -> Option<Missing> {
    compared(a, b).missing
}

#[test]
fn where_nothing_was_lost_nothing_is_said() {
    assert_eq!(missing(&arm_of("a", 9, |_| (2, 4)), &arm_of("b", 9, |_| (1, 4))), None);
}

#[test]
fn the_bounds_are_what_the_lost_trials_could_have_been() {
    let a = arm("a").each("incident", 0..10, |_| (2, 4)).loses("incident", 0, 1).done();
    let b = arm("b").each("incident", 0..10, |_| (2, 4)).loses("incident", 1, 4).done();
    let found = missing(&a, &b).unwrap();
    assert_eq!((found.baseline, found.candidate), (1, 4));
    assert_near(found.share, 5.0 / 85.0);
    // At worst A passed 3 of 5 there and B 2 of 8 here; at best A passed 2 of 5 and B 6 of 8.
    assert_near(found.bounds[0], ((0.5 - 0.6) + (0.25 - 0.5)) / 10.0);
    assert_near(found.bounds[1], ((0.5 - 0.4) + (0.75 - 0.5)) / 10.0);
    assert!(!found.decides);
}

#[test]
fn that_one_arm_loses_more_is_told_as_a_result() {
    let a = arm_of("a", 20, |_| (3, 4));
    let b = (0..8)
        .fold(arm("b").each("incident", 0..20, |_| (3, 4)), |arm, i| arm.loses("incident", i, 1));
    let found = compared(&a, &b.done());
    let lost = found.missing.clone().unwrap();
    // Fisher's p of 0 in 80 against 8 in 88, by counting.
    assert!((lost.p_same_on_both_sides - 0.007).abs() < 0.001, "{lost:?}");
    let said =
        "the arms did not lose the same share to infra (0 and 8): that is a result, not noise";
    assert!(found.warnings.iter().any(|warning| warning == said), "{:?}", found.warnings);
}

#[test]
fn that_both_lose_alike_is_not_warned_of() {
    let made = |name| {
        let whole = arm(name).each("incident", 0..20, |_| (3, 4));
        (0..8).fold(whole, |arm, i| arm.loses("incident", i, 1)).done()
    };
    let found = compared(&made("a"), &made("b"));
    assert!(found.missing.is_some());
    assert!(!found.warnings.iter().any(|warning| warning.contains("the same share")));
}

#[test]
fn what_was_lost_may_decide_and_then_that_is_said() {
    // B is seen to be better; were its lost trials failures, it would not be.
    let a = arm("a").each("incident", 0..20, |i| (2 - u32::from(i % 3 == 0), 4)).done();
    let b = arm("b").each("incident", 0..20, |i| (1 + u32::from(i % 2 == 0), 2));
    let b = (0..20).fold(b, |arm, i| arm.loses("incident", i, 6)).done();
    let found = compared(&a, &b);
    assert!(found.missing.as_ref().unwrap().decides);
    assert!(
        found.warnings.iter().any(|warning| warning.starts_with("what was lost to infra decides"))
    );
}

#[test]
fn up_to_the_limit_the_gate_judges_and_past_it_the_data_are_invalid() {
    let a = arm_of("a", 50, |_| (4, 4));
    // 20 of 420 trials are less than 5 %, 22 of 422 are more.
    for (lost, verdict, exit_code) in [(20, Verdict::Pass, 0), (22, Verdict::Invalid, 5)] {
        let b = arm("b").each("incident", 0..50, |_| (4, 4));
        let b = (0..lost).fold(b, |arm, i| arm.loses("incident", i, 1)).done();
        let found = gate(&a, &b, &GateSpec::default(), &CompareSettings::default()).unwrap();
        assert_eq!((found.verdict, found.exit_code), (verdict, exit_code));
    }
    let b = arm("b").each("incident", 0..50, |_| (4, 4));
    let b = (0..22).fold(b, |arm, i| arm.loses("incident", i, 1)).done();
    let found = gate(&a, &b, &GateSpec::default(), &CompareSettings::default()).unwrap();
    assert_eq!(
        found.checks[0].why,
        "5.2 % of the trials were lost to infra, and at most 5.0 % may be"
    );
    let more = GateSpec { max_missing: 0.06, ..GateSpec::default() };
    let found = gate(&a, &b, &more, &CompareSettings::default()).unwrap();
    assert_eq!(found.verdict, Verdict::Pass);
}

#[test]
fn the_gate_says_where_what_was_lost_decides() {
    let a = arm_of("a", 40, |_| (4, 4));
    // Under B one trial in twenty is lost, and the rest passes.
    let b = arm("b").each("incident", 0..40, |_| (4, 4));
    let b = (0..16).fold(b, |arm, i| arm.loses("incident", i, 1)).done();
    let tight = GateSpec { margin: 0.05, ..GateSpec::default() };
    let found = gate(&a, &b, &tight, &CompareSettings::default()).unwrap();
    assert_eq!(found.verdict, Verdict::Pass);
    let said = "what was lost to infra decides: in one of the two worst cases the gate says something else";
    assert!(found.warnings.iter().any(|warning| warning == said), "{:?}", found.warnings);
}

/// Rows in which each instance has a scored trial under both arms.
fn scored_rows() -> impl Strategy<Value = Vec<Row>> {
    let scored = || any_cell(4).prop_filter("scored", |cell| cell.scored > 0);
    vec((0..8_usize, scored(), scored()), 1..24)
}

proptest! {
    #![proptest_config(fewer_cases(8))]

    #[test]
    fn the_worst_cases_bracket_the_estimate(rows in scored_rows()) {
        let (a, b) = arms_of(&rows);
        let found = compared(&a, &b);
        let lost: u32 = rows.iter().map(|(_, a, b)| a.infra() + b.infra()).sum();
        prop_assert_eq!(found.missing.is_some(), lost > 0);
        if let Some(missing) = found.missing {
            let estimate = found.success.estimate.unwrap();
            prop_assert!(missing.bounds[0] <= estimate + 1e-12);
            prop_assert!(estimate <= missing.bounds[1] + 1e-12);
        }
    }

    #[test]
    fn more_trials_lost_move_neither_the_difference_nor_its_bounds(
        rows in scored_rows(),
        lost in vec((0..3_u32, 0..3_u32), 24),
    ) {
        let more: Vec<Row> = rows.iter().zip(lost).map(|((scenario, a, b), (in_a, in_b))| {
            let (mut a, mut b) = (*a, *b);
            a.trials += in_a;
            b.trials += in_b;
            (*scenario, a, b)
        }).collect();
        let spec = GateSpec { max_missing: 0.99, ..GateSpec::default() };
        let judged = |rows: &[Row]| {
            let (a, b) = arms_of(rows);
            gate(&a, &b, &spec, &CompareSettings::default()).unwrap()
        };
        let (before, after) = (judged(&rows), judged(&more));
        prop_assert_eq!(&before.checks, &after.checks);
        prop_assert_eq!(before.verdict, after.verdict);
        let (before, after) = (before.comparison.unwrap(), after.comparison.unwrap());
        // How the interval is made may be another: one trial and a lost one are no table of passes.
        prop_assert_eq!(before.success.estimate, after.success.estimate);
        prop_assert_eq!(before.flips, after.flips);
        prop_assert_eq!(before.ratios, after.ratios);
        prop_assert_eq!(before.baseline.rate, after.baseline.rate);
    }

    #[test]
    fn past_the_limit_the_verdict_is_invalid_and_exit_code_5(rows in scored_rows()) {
        let all: u32 = rows.iter().map(|(_, a, b)| a.scored + b.scored).sum();
        let mut rows = rows;
        rows[0].2.trials += all;
        let (a, b) = arms_of(&rows);
        let found = gate(&a, &b, &GateSpec::default(), &CompareSettings::default()).unwrap();
        prop_assert_eq!((found.verdict, found.exit_code), (Verdict::Invalid, 5));
    }
}
