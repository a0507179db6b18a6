//! Power, planned looks and evidence as it comes in.

use eval_stats::gate::Verdict;
use eval_stats::power::{power, smallest_difference, units_needed, with_families};
use eval_stats::sequential::{
    Direction, FRACTIONS, empirical_bernstein, hedged_interval, mixture_e_process, obrien_fleming,
    paired_e_gate, spending_bounds, z_to_t,
};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_smallest_difference_is_seen_as_often_as_wanted(n in 3..200_u64, variance in 0.01..0.5) {
        let difference = smallest_difference(n, variance, 0.05, 0.8).unwrap();
        prop_assert!((power(n, variance, difference, 0.05).unwrap() - 0.8).abs() < 1e-6);
        prop_assert!(smallest_difference(2 * n, variance, 0.05, 0.8).unwrap() < difference);
    }

    #[test]
    fn power_grows_with_data_and_with_the_difference(n in 3..100_u64, variance in 0.01..0.5, difference in 0.01..0.3) {
        let one = power(n, variance, difference, 0.05).unwrap();
        prop_assert!(power(2 * n, variance, difference, 0.05).unwrap() >= one - 1e-9);
        prop_assert!(power(n, variance, 1.5 * difference, 0.05).unwrap() >= one - 1e-9);
        prop_assert!((power(n, variance, -difference, 0.05).unwrap() - one).abs() < 1e-9);
        let needed = units_needed(variance, difference, 0.05, 0.8).unwrap();
        prop_assert!(units_needed(with_families(variance, 5.0, 0.3), difference, 0.05, 0.8).unwrap() >= needed);
    }

    #[test]
    fn the_last_evidence_does_not_know_the_order(values in prop::collection::vec(0.0..=1.0_f64, 1..30)) {
        let reversed: Vec<f64> = values.iter().rev().copied().collect();
        for direction in [Direction::Greater, Direction::Less] {
            let last = |values: &[f64]| *mixture_e_process(values, 0.5, direction, &FRACTIONS).unwrap().log_e.last().unwrap();
            prop_assert!((last(&values) - last(&reversed)).abs() < 1e-9);
        }
        // Turning all values around turns the direction.
        let turned: Vec<f64> = values.iter().map(|value| 1.0 - value).collect();
        let one = mixture_e_process(&values, 0.5, Direction::Greater, &FRACTIONS).unwrap();
        let other = mixture_e_process(&turned, 0.5, Direction::Less, &FRACTIONS).unwrap();
        prop_assert!((one.anytime_p() - other.anytime_p()).abs() < 1e-9);
    }

    #[test]
    fn an_interval_for_all_times_narrows(values in prop::collection::vec(0.2..=0.8_f64, 60..80)) {
        let intervals = empirical_bernstein(&values, 0.05, 0.5).unwrap();
        prop_assert!(intervals[59].width() < intervals[19].width());
        let early = hedged_interval(&values[..20], 0.05, 0.5, 0.5, 100).unwrap();
        let late = hedged_interval(&values, 0.05, 0.5, 0.5, 100).unwrap();
        prop_assert!(late.accepted <= early.accepted);
    }
}

/// Expected bounds from the package `ldbounds` of R, as tabled by Reboussin, `DeMets`, Kim and Lan
/// (2000), Controlled Clinical Trials 21, table for alpha .05 two-sided.
#[test]
fn spent_at_equal_distances_the_bounds_are_those_of_lan_and_demets() {
    let bounds = spending_bounds(&[0.2, 0.4, 0.6, 0.8, 1.0], 0.025).unwrap();
    for (bound, expected) in bounds.iter().zip([4.8769, 3.3569, 2.6803, 2.2898, 2.0310]) {
        assert!((bound - expected).abs() < 1e-3, "{bounds:?}");
    }
}

#[test]
fn one_look_is_the_plain_test() {
    let one = obrien_fleming(1, 0.05).unwrap();
    assert!((one.constant - 1.644_853_6).abs() < 1e-6);
    assert!((spending_bounds(&[1.0], 0.05).unwrap()[0] - 1.644_853_6).abs() < 1e-6);
    assert!((z_to_t(1.644_853_6, 9.0).unwrap() - 1.833_112_9).abs() < 1e-6);
    assert_eq!(obrien_fleming(0, 0.05), None);
    assert_eq!(spending_bounds(&[0.5, 0.5], 0.05), None);
}

#[test]
fn the_gate_for_all_times_stops_on_either_side() {
    let decide = |d: f64| paired_e_gate(&vec![d; 80], 0.1, 0.05, &FRACTIONS).unwrap().decision;
    assert!(matches!(decide(-0.5), Some((Verdict::Block, _))));
    assert!(matches!(decide(0.5), Some((Verdict::Pass, _))));
    assert_eq!(decide(-0.05), None);
    assert_eq!(paired_e_gate(&[1.5], 0.1, 0.05, &FRACTIONS), None);
}
