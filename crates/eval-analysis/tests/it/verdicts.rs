//! The gate's four verdicts and how the process ends by them.

use eval_analysis::{CompareError, CompareSettings, GateError, GateSpec, Measured, gate};
use eval_findings::{Check, CheckOf, GateReport, Metric, Policy, Verdict};
use proptest::prelude::*;

use crate::arms::{arm, arm_of, arms_of, assert_near, fewer_cases, rows};

fn judged(a: &Measured, b: &Measured, spec: &GateSpec) -> GateReport {
    gate(a, b, spec, &CompareSettings::default()).unwrap()
}

fn by_default(a: &Measured, b: &Measured) -> GateReport {
    judged(a, b, &GateSpec::default())
}

fn strict() -> GateSpec {
    GateSpec { policy: Policy::Strict, ..GateSpec::default() }
}

/// Sixty instances, five trials each: most pass every time, some now and then.
fn usual(instance: u64) -> (u32, u32) {
    ([5, 4, 5, 3, 5, 5][usize::try_from(instance % 6).unwrap()], 5)
}

fn success(report: &GateReport) -> &Check {
    &report.checks[0]
}

#[test]
fn an_arm_like_the_baseline_passes() {
    let found = by_default(&arm_of("a", 60, usual), &arm_of("b", 60, |i| usual(i + 1)));
    assert_eq!((found.verdict, found.exit_code), (Verdict::Pass, 0));
    assert_eq!(
        found.headline,
        "PASS: b against a: success +0.0 points: a drop of 10.0 points or more is excluded"
    );
    let check = success(&found);
    assert_eq!((check.of, check.units, check.margin), (CheckOf::Success, 60, Some(0.1)));
    assert!(check.lower.unwrap() > -0.1 && check.upper.unwrap() > 0.0);
    assert_eq!(found.checks.last().unwrap().of, CheckOf::Safety);
    assert_near(found.demanded.alpha, 0.05);
    assert_eq!((found.demanded.margin, found.demanded.min_units), (0.1, 5));
    assert_eq!(found.comparison.unwrap().pairing.compared, 60);
}

#[test]
fn an_arm_that_fell_far_is_blocked() {
    let found = by_default(&arm_of("a", 60, usual), &arm_of("b", 60, |i| (usual(i).0 - 2, 5)));
    assert_eq!((found.verdict, found.exit_code), (Verdict::Block, 1));
    assert!(found.headline.starts_with(
        "BLOCK: b against a: success -40.0 points: it is worse than the baseline, and a drop of up to"
    ), "{}", found.headline);
    let check = success(&found);
    assert!(check.upper.unwrap() < 0.0 && check.p_block.unwrap() < 1e-6);
}

#[test]
fn everything_passed_and_now_everything_fails_is_blocked_though_nothing_varied() {
    let found = by_default(&arm_of("a", 60, |_| (5, 5)), &arm_of("b", 60, |_| (0, 5)));
    assert_eq!((found.verdict, found.exit_code), (Verdict::Block, 1));
}

#[test]
fn instances_that_go_both_ways_at_random_tell_nothing() {
    let a = arm_of("a", 60, |i| (if i % 2 == 0 { 5 } else { 0 }, 5));
    let b = arm_of("b", 60, |i| (if i % 2 == 1 { 5 } else { 0 }, 5));
    let found = by_default(&a, &b);
    assert_eq!((found.verdict, found.exit_code), (Verdict::Inconclusive, 0));
    assert_eq!(judged(&a, &b, &strict()).exit_code, 3);
    let check = success(&found);
    // (z of .95 + z of .8)² times the variance over the square of the margin, the variance being
    // one and a little for the guard.
    assert!((620..660).contains(&check.units_needed.unwrap()), "{:?}", check.units_needed);
    assert!(
        check.why.starts_with(
            "neither no drop nor one of 10.0 points is excluded with 60 instances; \
                               if nothing changed, four passes in five need about 6"
        ),
        "{}",
        check.why
    );
}

#[test]
fn worse_and_yet_within_the_margin_passes_with_a_word() {
    let a = arm_of("a", 60, |_| (5, 5));
    let b = arm_of("b", 60, |i| (if i % 2 == 0 { 4 } else { 5 }, 5));
    let found = judged(&a, &b, &GateSpec { margin: 0.2, ..GateSpec::default() });
    assert_eq!((found.verdict, found.exit_code), (Verdict::Pass, 0));
    assert_eq!(
        found.headline,
        "PASS: b against a: success -10.0 points: it is worse, but a drop of 20.0 points or more \
         is excluded"
    );
    // Within a margin that it may have used up, it is blocked.
    let found = judged(&a, &b, &GateSpec { margin: 0.1, ..GateSpec::default() });
    assert_eq!(found.verdict, Verdict::Block);
}

#[test]
fn what_is_open_is_allowed_under_the_advisory_policy_and_stopped_under_the_strict_one() {
    let few = |name| arm_of(name, 4, |_| (5, 5));
    let found = by_default(&few("a"), &few("b"));
    assert_eq!(
        (found.verdict, found.exit_code, found.policy),
        (Verdict::Inconclusive, 0, Policy::Advisory)
    );
    assert_eq!(
        success(&found).why,
        "4 independent instances are too few to say how they differ; at least 5 are demanded"
    );
    let found = judged(&few("a"), &few("b"), &strict());
    assert_eq!(
        (found.verdict, found.exit_code, found.policy),
        (Verdict::Inconclusive, 3, Policy::Strict)
    );
}

#[test]
fn the_strict_policy_changes_nothing_about_what_is_told() {
    let a = arm_of("a", 60, usual);
    for (b, exit_code) in
        [(arm_of("b", 60, usual), 0), (arm_of("b", 60, |i| (usual(i).0 - 3, 5)), 1)]
    {
        assert_eq!(judged(&a, &b, &strict()).exit_code, exit_code);
    }
}

#[test]
fn an_arm_of_which_nothing_ran_ends_with_4() {
    let (there, empty) = (arm_of("a", 60, usual), arm("b").done());
    for (a, b) in [(&there, &empty), (&empty, &there)] {
        for spec in [GateSpec::default(), strict()] {
            let found = judged(a, b, &spec);
            assert_eq!((found.verdict, found.exit_code), (Verdict::Invalid, 4));
            assert_eq!(found.headline, "INVALID: nothing ran of the arm `b`");
            assert!(found.comparison.is_none() && found.checks.is_empty());
        }
    }
}

#[test]
fn an_arm_all_of_whose_trials_were_lost_is_invalid() {
    let b = (0..60).fold(arm("b"), |arm, i| arm.loses("incident", i, 5)).done();
    let found = by_default(&arm_of("a", 60, usual), &b);
    assert_eq!((found.verdict, found.exit_code), (Verdict::Invalid, 5));
    assert_eq!(success(&found).why, "no instance has a scored trial under both arms");
}

#[test]
fn an_unfinished_run_is_invalid_whatever_it_shows_so_far() {
    let stopped =
        |name| arm(name).each("incident", 0..60, usual).with(|from| from.unfinished = 7).done();
    let found = by_default(&stopped("a"), &stopped("b"));
    assert_eq!((found.verdict, found.exit_code), (Verdict::Invalid, 5));
    assert_eq!(found.headline, "INVALID: the run is unfinished, 7 planned trials are not there");
    // What it shows so far is told.
    assert_eq!(success(&found).verdict, Verdict::Pass);
    assert!(
        found.warnings.iter().any(|warning| warning.contains("7 planned trials are not there"))
    );
    let whole = arm_of("b", 60, usual);
    assert_eq!(by_default(&stopped("a"), &whole).exit_code, 5);
}

#[test]
fn what_cannot_be_compared_is_not_judged() {
    let a = arm_of("a", 60, usual);
    let error = gate(&a, &a, &GateSpec::default(), &CompareSettings::default()).unwrap_err();
    assert!(matches!(error, GateError::Compare(CompareError::SameArm { .. })));
}

#[test]
fn more_units_may_be_demanded() {
    let (a, b) = (arm_of("a", 60, usual), arm_of("b", 60, usual));
    let found = judged(&a, &b, &GateSpec { min_units: 61, ..GateSpec::default() });
    assert_eq!(found.verdict, Verdict::Inconclusive);
    assert_eq!((success(&found).lower, success(&found).p_block), (None, None));
}

/// Demands of every kind, within what random arms have.
fn spec() -> impl Strategy<Value = GateSpec> {
    let strict = prop_oneof![Just(Policy::Advisory), Just(Policy::Strict)];
    let budget = proptest::option::of(0.05..2.0_f64);
    let broken = proptest::option::of(0.005..0.5_f64);
    let missing = prop_oneof![Just(0.05), Just(0.6)];
    (strict, 0.02..0.6_f64, budget, broken, missing).prop_map(
        |(policy, margin, budget, max_broken, max_missing)| GateSpec {
            policy,
            margin,
            max_broken,
            max_missing,
            budgets: budget.map(|more| (Metric::Tokens, more)).into_iter().collect(),
            ..GateSpec::default()
        },
    )
}

proptest! {
    #![proptest_config(fewer_cases(8))]

    #[test]
    fn exit_code_verdict_and_headline_always_agree(rows in rows(8, 30), spec in spec()) {
        let (a, b) = arms_of(&rows);
        let found = judged(&a, &b, &spec);
        let expected = match (found.verdict, spec.policy) {
            (Verdict::Pass, _) | (Verdict::Inconclusive, Policy::Advisory) => 0,
            (Verdict::Block, _) => 1,
            (Verdict::Inconclusive, Policy::Strict) => 3,
            (Verdict::Invalid, _) => 5,
        };
        prop_assert_eq!(found.exit_code, expected);
        let start = format!("{}: b against a: ", found.verdict.name());
        prop_assert!(found.headline.starts_with(&start), "{}", found.headline);
        prop_assert!(!found.headline.contains('\n'));
        prop_assert_eq!(found.policy, spec.policy);

        // The worst of its checks is the verdict.
        let worst = found.checks.iter().map(|check| check.verdict).max();
        prop_assert_eq!(worst, Some(found.verdict));
        for check in &found.checks {
            prop_assert!(!check.why.is_empty());
            if let (Some(lower), Some(estimate), Some(upper)) = (check.lower, check.estimate, check.upper) {
                prop_assert!(lower <= estimate + 1e-9 && estimate <= upper + 1e-9);
            }
        }
    }

    #[test]
    fn a_wider_margin_never_turns_a_pass_into_anything_else(rows in rows(3, 30), margin in 0.02..0.4_f64) {
        let (a, b) = arms_of(&rows);
        let within = |margin| {
            let spec = GateSpec {
                margin, max_missing: 0.9, zero_tolerance: false, ..GateSpec::default()
            };
            judged(&a, &b, &spec).verdict
        };
        if within(margin) == Verdict::Pass {
            prop_assert_eq!(within(margin + 0.2), Verdict::Pass);
        }
    }
}
