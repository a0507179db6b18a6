//! The difference of two success rates, and the method that fits how they were measured.

use eval_analysis::{CompareSettings, Measured, compare};
use eval_findings::{Comparison, Difference, Estimand, IntervalMethod, PMethod, Says, Unit};
use proptest::prelude::*;

use crate::arms::{Arm, arm, arm_of, arms_of, assert_near, fewer_cases, rows};

fn compared(a: &Measured, b: &Measured) -> Comparison {
    compare(a, b, &CompareSettings::default()).unwrap()
}

fn difference(a: &Measured, b: &Measured) -> Difference {
    compared(a, b).success
}

fn over_exactly_these(a: &Measured, b: &Measured) -> Difference {
    let settings = CompareSettings { estimand: Estimand::FixedSuite, ..CompareSettings::default() };
    compare(a, b, &settings).unwrap().success
}

/// The quantile of Student's t with 5 degrees of freedom at 0.975, from a table.
const T_5: f64 = 2.570_581_835_636_314;

#[test]
fn one_trial_an_instance_is_a_table_of_passes() {
    // Of forty instances A alone passes six, B alone one.
    let a = arm_of("a", 40, |instance| (u32::from(instance < 26), 1));
    let b = arm_of("b", 40, |instance| (u32::from((6..27).contains(&instance)), 1));
    let found = difference(&a, &b);
    assert_eq!((found.interval_by, found.p_by), (IntervalMethod::Tango, PMethod::McNemarMidP));
    assert_near(found.estimate.unwrap(), -5.0 / 40.0);
    // Twice the chance of at most one of seven, less half of that of exactly one.
    assert_near(found.p.unwrap(), 2.0 * (1.0 + 3.5) / 128.0);
    assert_eq!([found.wins, found.losses, found.ties], [1, 6, 33]);
    assert_eq!((found.unit, found.units), (Unit::Instance, 40));
    // Tango's score equation for 6 and 1 of 40, solved by bisection elsewhere.
    let [lower, upper] = found.interval.unwrap();
    assert!((lower + 0.272_124_425).abs() < 1e-6 && (upper - 0.005_946_676).abs() < 1e-6);
}

#[test]
fn one_trial_an_instance_in_five_families_takes_the_families() {
    let family = |instance: u64| format!("family-{}", instance % 5);
    let made = |name: &str, passes: fn(u64) -> bool| {
        (0..40).fold(arm(name), |arm, instance| {
            arm.passes(&family(instance), instance, u32::from(passes(instance)), 1)
        })
    };
    let a = made("a", |instance| instance < 26).done();
    let b = made("b", |instance| instance % 3 > 0).done();
    let found = compared(&a, &b);
    assert_eq!((found.success.unit, found.success.units), (Unit::Family, 5));
    assert_eq!(found.pairing.families, 5);
    assert_eq!(found.success.interval_by, IntervalMethod::ClusterT);
    assert_eq!(found.success.p_by, PMethod::SignFlip);
    assert_eq!(found.success.smallest_p, Some(2.0 / 32.0));
}

#[test]
fn four_families_leave_the_instance_as_the_unit() {
    let family = |instance: u64| format!("family-{}", instance % 4);
    let made = |name: &str, success: fn(u64) -> u32| {
        (0..40).fold(arm(name), |arm, instance| {
            arm.passes(&family(instance), instance, success(instance), 2)
        })
    };
    let a = made("a", |_| 1).done();
    let b = made("b", |instance| u32::from(instance % 2 == 0)).done();
    let found = difference(&a, &b);
    assert_eq!((found.unit, found.units), (Unit::Instance, 40));
}

#[test]
fn repeated_instances_take_student_over_instances() {
    let passes = [(2, 2), (1, 2), (0, 1), (2, 2), (1, 1), (2, 0)];
    let a = arm_of("a", 6, |instance| (passes[usize::try_from(instance).unwrap()].0, 2));
    let b = arm_of("b", 6, |instance| (passes[usize::try_from(instance).unwrap()].1, 2));
    let found = difference(&a, &b);
    assert_eq!((found.interval_by, found.p_by), (IntervalMethod::ClusterT, PMethod::SignFlip));
    // The differences are 0, ½, ½, 0, 0, -1: mean 0, squares 1.5.
    let error = (1.5_f64 / 5.0 / 6.0).sqrt();
    assert_near(found.estimate.unwrap(), 0.0);
    let [lower, upper] = found.interval.unwrap();
    assert_near(lower, -T_5 * error);
    assert_near(upper, T_5 * error);
    // Of the eight ways of flipping ½, ½ and 1 every sum is at least as far from 0 as 0 is.
    assert_eq!(found.p, Some(1.0));
    assert_eq!([found.wins, found.losses, found.ties], [2, 1, 3]);
    assert_eq!(found.says, Says::NotSeen);
}

#[test]
fn each_instance_weighs_the_same_however_often_it_was_played() {
    let a = arm("a").passes("incident", 0, 10, 10).each("incident", 1..6, |_| (1, 2)).done();
    let b = arm("b").passes("incident", 0, 0, 2).each("incident", 1..6, |_| (1, 2)).done();
    assert_near(difference(&a, &b).estimate.unwrap(), -1.0 / 6.0);
}

#[test]
fn where_nothing_varied_the_interval_is_guarded_and_never_of_no_width() {
    let everywhere = |success| move |_| (success, 3);
    for (one, other, estimate) in [(3, 3, 0.0), (3, 0, -1.0), (0, 3, 1.0), (1, 2, 1.0 / 3.0)] {
        let a = arm_of("a", 12, everywhere(one));
        let b = arm_of("b", 12, everywhere(other));
        let found = difference(&a, &b);
        assert_eq!(found.interval_by, IntervalMethod::GuardedT);
        assert_near(found.estimate.unwrap(), estimate);
        let [lower, upper] = found.interval.unwrap();
        assert!(upper - lower > 0.05, "{lower} to {upper}");
    }
}

#[test]
fn where_nothing_varied_in_one_trial_each_the_interval_has_a_width_all_the_same() {
    let always = |_| (1, 1);
    let found = difference(&arm_of("a", 20, always), &arm_of("b", 20, always));
    assert_eq!(found.interval_by, IntervalMethod::Tango);
    // z² / (n + z²) on either side.
    let z = 1.959_963_984_540_054_f64.powi(2);
    let [lower, upper] = found.interval.unwrap();
    assert!((lower + z / (20.0 + z)).abs() < 1e-6 && (upper - z / (20.0 + z)).abs() < 1e-6);
    assert_eq!(found.p, Some(1.0));
}

#[test]
fn four_units_tell_nothing_and_five_may() {
    for (units, says) in [(4, Says::CannotTell), (5, Says::Worse)] {
        let found = difference(
            &arm_of("a", units, |_| (10, 10)),
            &arm_of("b", units, |instance| (u32::from(instance == 0), 10)),
        );
        assert_eq!(found.says, says);
        assert_eq!(found.units, units);
    }
    let once = |units| {
        let (a, b) = (arm_of("a", units, |_| (1, 1)), arm_of("b", units, |_| (0, 1)));
        difference(&a, &b).says
    };
    assert_eq!([once(4), once(9)], [Says::CannotTell, Says::Worse]);
}

#[test]
fn the_smallest_p_that_so_few_units_can_give_is_told() {
    let found = difference(&arm_of("a", 4, |_| (2, 2)), &arm_of("b", 4, |_| (0, 2)));
    assert_eq!((found.p, found.smallest_p), (Some(0.125), Some(0.125)));
}

#[test]
fn nothing_scored_in_common_is_no_difference() {
    let a = arm("a").passes("incident", 0, 1, 1).loses("incident", 1, 1).done();
    let b = arm("b").loses("incident", 0, 1).passes("incident", 1, 1, 1).done();
    let found = compared(&a, &b);
    assert_eq!(found.success.says, Says::CannotTell);
    assert_eq!(
        (found.success.estimate, found.success.interval, found.success.p),
        (None, None, None)
    );
    assert_eq!((found.pairing.compared, found.pairing.dropped), (0, 2));
    assert_eq!((found.baseline.rate, found.candidate.interval), (None, None));
}

#[test]
fn an_instance_without_a_scored_trial_under_one_arm_is_dropped_and_counted() {
    let a = arm("a").each("incident", 0..10, |_| (1, 2)).done();
    let b = arm("b").each("incident", 0..9, |_| (2, 2)).loses("incident", 9, 2).done();
    let found = compared(&a, &b);
    assert_eq!((found.pairing.compared, found.pairing.dropped), (9, 1));
    assert_near(found.success.estimate.unwrap(), 0.5);
    assert_near(found.baseline.rate.unwrap(), 0.5);
}

#[test]
fn a_claim_of_exactly_these_instances_needs_two_trials_of_each() {
    let (a, b) = (arm_of("a", 30, |_| (1, 1)), arm_of("b", 30, |i| (u32::from(i > 9), 1)));
    let found = over_exactly_these(&a, &b);
    assert_eq!((found.estimand, found.says), (Estimand::FixedSuite, Says::CannotTell));
    assert_eq!((found.interval, found.interval_by), (None, IntervalMethod::None));
    assert_eq!((found.p, found.p_by), (None, PMethod::None));
}

#[test]
fn a_claim_of_exactly_these_instances_counts_only_the_noise_of_repeating() {
    let a = arm_of("a", 30, |i| (if i < 15 { 4 } else { 0 }, 4));
    let b = arm_of("b", 30, |i| (if i < 15 { 3 } else { 1 }, 4));
    let found = over_exactly_these(&a, &b);
    assert_eq!((found.interval_by, found.p_by), (IntervalMethod::FixedSuite, PMethod::FixedSuite));
    // B's trials of an instance have the variance ¼·¾·4/3, A's have none.
    let error = (30.0 * 0.25 / 4.0_f64).sqrt() / 30.0;
    let [lower, upper] = found.interval.unwrap();
    assert_near(upper - lower, 2.0 * 1.959_963_984_540_054 * error);
    assert_near(found.estimate.unwrap(), 0.0);
    assert_eq!(found.says, Says::NotSeen);
    // Of instances like these, less is known.
    let wider = difference(&a, &b).interval.unwrap();
    assert!(wider[1] - wider[0] > upper - lower);
}

#[test]
fn exactly_these_instances_without_any_noise_are_no_certainty() {
    let found = over_exactly_these(&arm_of("a", 30, |_| (4, 4)), &arm_of("b", 30, |_| (0, 4)));
    assert_eq!((found.says, found.interval, found.p), (Says::CannotTell, None, None));
}

#[test]
fn what_the_run_could_have_seen_is_told_and_grows_smaller_with_more() {
    let pattern = |i: u64| u32::try_from(i % 4).unwrap();
    let seen = |n| {
        let (a, b) = (arm_of("a", n, |i| (pattern(i), 3)), arm_of("b", n, |i| (pattern(i + 1), 3)));
        difference(&a, &b).smallest_seen.unwrap()
    };
    assert!(seen(20) > seen(80) && seen(80) > 0.0);
}

#[test]
fn a_daily_volume_is_the_difference_times_it() {
    let a = arm_of("a", 30, |_| (2, 4));
    let b = arm_of("b", 30, |i| (if i % 2 == 0 { 3 } else { 2 }, 4));
    let settings = CompareSettings { per_day: Some(1_000.0), ..CompareSettings::default() };
    let found = compare(&a, &b, &settings).unwrap();
    let volume = found.volume.unwrap();
    assert_near(volume.successes, 125.0);
    assert_near(
        volume.successes_interval.unwrap()[0],
        found.success.interval.unwrap()[0] * 1_000.0,
    );
    assert_eq!(volume.tokens, Some(0.0));
}

/// The counts of each instance again, under seeds of their own.
fn four_times(arm: Arm, counts: &[(u32, u32)]) -> Measured {
    let n = counts.len();
    (0..4 * n)
        .zip(0..)
        .fold(arm, |arm, (at, instance)| {
            let (success, scored) = counts[at % n];
            arm.passes("incident", instance, success, scored)
        })
        .done()
}

proptest! {
    #![proptest_config(fewer_cases(8))]

    #[test]
    fn the_interval_holds_the_estimate(rows in rows(8, 24)) {
        let (a, b) = arms_of(&rows);
        for found in [difference(&a, &b), over_exactly_these(&a, &b)] {
            let (Some(estimate), Some([lower, upper])) = (found.estimate, found.interval) else {
                continue;
            };
            prop_assert!(lower <= estimate + 1e-12 && estimate <= upper + 1e-12);
            prop_assert!((-1.0..=1.0).contains(&lower) && (-1.0..=1.0).contains(&upper));
            prop_assert!(upper > lower);
        }
    }

    #[test]
    fn p_is_a_chance_and_not_below_the_smallest_there_is(rows in rows(8, 24)) {
        let (a, b) = arms_of(&rows);
        let found = difference(&a, &b);
        if let Some(p) = found.p {
            prop_assert!((0.0..=1.0).contains(&p));
        }
        if let (Some(p), Some(smallest), PMethod::SignFlip) = (found.p, found.smallest_p, found.p_by) {
            prop_assert!(p >= smallest * (1.0 - 1e-9));
        }
    }

    #[test]
    fn wins_losses_and_ties_are_all_instances_compared(rows in rows(8, 24)) {
        let (a, b) = arms_of(&rows);
        let found = compared(&a, &b);
        let tallied = found.success.wins + found.success.losses + found.success.ties;
        prop_assert_eq!(tallied, found.pairing.compared);
        prop_assert_eq!(found.pairing.compared + found.pairing.dropped, rows.len() as u64);
    }

    #[test]
    fn more_of_the_same_narrows_the_interval(
        counts in prop::collection::vec((0..=3_u32, 0..=3_u32), 8..16),
        scored in 1..=3_u32,
    ) {
        let of = |side: fn(&(u32, u32)) -> u32| -> Vec<(u32, u32)> {
            counts.iter().map(|pair| (side(pair).min(scored), scored)).collect()
        };
        let (one, other) = (of(|pair| pair.0), of(|pair| pair.1));
        let once = |name, counts: &[(u32, u32)]| {
            arm_of(name, counts.len() as u64, |i| counts[usize::try_from(i).unwrap()])
        };
        let few = difference(&once("a", &one), &once("b", &other));
        let many = difference(&four_times(arm("a"), &one), &four_times(arm("b"), &other));
        let width = |found: &Difference| found.interval.map(|[lower, upper]| upper - lower).unwrap();
        prop_assert!(width(&many) < width(&few));
        prop_assert!((many.estimate.unwrap() - few.estimate.unwrap()).abs() < 1e-12);
    }
}
