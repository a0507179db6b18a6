//! How the data are arranged means nothing, and which arm is called A turns everything round.

use eval_analysis::{Cell, CompareSettings, GateSpec, Measured, compare, gate};
use eval_findings::{Comparison, Flip};
use proptest::prelude::*;

use crate::arms::{Row, arm, arms_of, fewer_cases, is_near, rows};

fn compared(a: &Measured, b: &Measured) -> Comparison {
    compare(a, b, &CompareSettings::default()).unwrap()
}

/// A flip as it shows once its arms are swapped.
fn swapped(flip: &Flip) -> Flip {
    Flip { baseline: flip.candidate, candidate: flip.baseline, ..flip.clone() }
}

fn all_swapped(flips: &[Flip]) -> Vec<Flip> {
    flips.iter().map(swapped).collect()
}

/// The same rows, each as the instance of another seed.
fn under_other_seeds(rows: &[Row], seeds: &[u64]) -> (Measured, Measured) {
    let made = |name: &str, side: fn(&Row) -> Cell| {
        let rows = rows.iter().zip(seeds);
        rows.fold(arm(name), |arm, (row, seed)| {
            arm.cell(&format!("scenario-{}", row.0), *seed, side(row))
        })
        .done()
    };
    (made("a", |row| row.1), made("b", |row| row.2))
}

fn rows_and_seeds() -> impl Strategy<Value = (Vec<Row>, Vec<u64>)> {
    rows(8, 24).prop_flat_map(|rows| {
        let seeds: Vec<u64> = (0..).step_by(3).take(rows.len()).collect();
        (Just(rows), Just(seeds).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(fewer_cases(8))]

    #[test]
    fn swapping_the_arms_turns_everything_round(rows in rows(8, 24)) {
        let (a, b) = arms_of(&rows);
        let (one, other) = (compared(&a, &b), compared(&b, &a));
        let (ahead, back) = (&one.success, &other.success);
        prop_assert!(is_near(ahead.estimate, back.estimate.map(|estimate| -estimate)));
        prop_assert_eq!(ahead.interval.is_some(), back.interval.is_some());
        if let (Some([lower, upper]), Some([back_lower, back_upper])) = (ahead.interval, back.interval) {
            prop_assert!((lower + back_upper).abs() < 1e-6 && (upper + back_lower).abs() < 1e-6);
        }
        prop_assert!(is_near(ahead.p, back.p));
        prop_assert_eq!((ahead.wins, ahead.losses, ahead.ties), (back.losses, back.wins, back.ties));
        prop_assert_eq!(&all_swapped(&one.flips.lost), &other.flips.won);
        prop_assert_eq!(&all_swapped(&one.flips.won), &other.flips.lost);
        let expected = (one.flips.expected_each_way, other.flips.expected_each_way);
        prop_assert!((expected.0 - expected.1).abs() < 1e-9);
        prop_assert_eq!(&one.safety.baseline, &other.safety.candidate);
        for (ratio, back) in one.ratios.iter().zip(&other.ratios) {
            let inverse = back.ratio.map(f64::recip);
            prop_assert!(is_near(ratio.ratio.map(f64::ln), inverse.map(f64::ln)));
            prop_assert!(is_near(ratio.shift, back.shift.map(|shift| -shift)));
        }
    }

    #[test]
    fn the_order_of_instances_means_nothing((rows, seeds) in rows_and_seeds()) {
        let (a, b) = arms_of(&rows);
        let (other_a, other_b) = under_other_seeds(&rows, &seeds);
        let (one, other) = (compared(&a, &b), compared(&other_a, &other_b));
        let (found, again) = (&one.success, &other.success);
        prop_assert!(is_near(found.estimate, again.estimate));
        prop_assert!(is_near(found.interval.map(|bounds| bounds[0]), again.interval.map(|bounds| bounds[0])));
        prop_assert!(is_near(found.interval.map(|bounds| bounds[1]), again.interval.map(|bounds| bounds[1])));
        prop_assert!(is_near(found.p, again.p));
        prop_assert_eq!(found.says, again.says);
        prop_assert_eq!(found.interval_by, again.interval_by);
        prop_assert!(is_near(Some(one.flips.expected_each_way), Some(other.flips.expected_each_way)));
        prop_assert_eq!(one.flips.lost.len(), other.flips.lost.len());
        prop_assert_eq!(one.safety, other.safety);

        let judged = |a, b| {
            let spec = GateSpec { max_missing: 0.9, ..GateSpec::default() };
            gate(a, b, &spec, &CompareSettings::default()).unwrap()
        };
        let (one, other) = (judged(&a, &b), judged(&other_a, &other_b));
        prop_assert_eq!(one.verdict, other.verdict);
        prop_assert!(is_near(one.checks[0].lower, other.checks[0].lower));
    }

    #[test]
    fn the_same_data_give_the_same_findings_to_the_last_digit(rows in rows(8, 60)) {
        let (a, b) = arms_of(&rows);
        prop_assert_eq!(compared(&a, &b), compared(&a.clone(), &b.clone()));
    }
}
