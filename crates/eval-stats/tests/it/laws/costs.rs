//! Costs and latencies.

use eval_stats::Interval;
use eval_stats::continuous::{
    geometric_ratio, hodges_lehmann, mann_whitney, quantile, quantile_interval, ratio_of_means,
    wilcoxon_signed_rank, within_budget,
};
use eval_stats::paired::superiority;
use proptest::prelude::*;

fn pairs() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec((1..60_u8, 1..60_u8), 2..20)
        .prop_map(|pairs| pairs.into_iter().map(|(a, b)| (f64::from(a), f64::from(b))).collect())
}

/// Pairs in clusters, none of which is empty.
pub(super) fn clusters() -> impl Strategy<Value = Vec<Vec<(f64, f64)>>> {
    let pair = (1..60_u8, 1..60_u8).prop_map(|(a, b)| (f64::from(a), f64::from(b)));
    prop::collection::vec(prop::collection::vec(pair, 1..4), 1..8)
}

fn alone(pairs: &[(f64, f64)]) -> Vec<Vec<(f64, f64)>> {
    pairs.iter().map(|pair| vec![*pair]).collect()
}

fn close(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9 * (1.0 + one.abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn swapping_sides_turns_every_measure(pairs in pairs()) {
        let swapped: Vec<_> = pairs.iter().map(|(a, b)| (*b, *a)).collect();
        let (one, other) = (geometric_ratio(&alone(&pairs), 0.95, 1).unwrap(), geometric_ratio(&alone(&swapped), 0.95, 1).unwrap());
        prop_assert!(close(one.ratio * other.ratio, 1.0));
        let (up, down) = (one.interval.unwrap(), other.interval.unwrap());
        prop_assert!(close(up.lower * down.upper, 1.0) && close(up.upper * down.lower, 1.0));
        prop_assert!(close(ratio_of_means(&pairs).unwrap().value * ratio_of_means(&swapped).unwrap().value, 1.0));

        let differences: Vec<f64> = pairs.iter().map(|(a, b)| b - a).collect();
        let negated: Vec<f64> = differences.iter().map(|each| -each).collect();
        let (one, other) = (hodges_lehmann(&differences, 0.95).unwrap(), hodges_lehmann(&negated, 0.95).unwrap());
        prop_assert!(close(one.estimate, -other.estimate) && close(one.interval.lower, -other.interval.upper));
        prop_assert!(one.interval.holds(one.estimate));
        let (one, other) = (wilcoxon_signed_rank(&differences).unwrap(), wilcoxon_signed_rank(&negated).unwrap());
        prop_assert!(close(one.exact.unwrap().less, other.exact.unwrap().greater));

        let (a, b): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
        let (one, other) = (mann_whitney(&a, &b).unwrap(), mann_whitney(&b, &a).unwrap());
        prop_assert!(close(one.shift, -other.shift) && close(one.exact.unwrap().less, other.exact.unwrap().greater));
        prop_assert!(close(superiority(&a, &b).unwrap().probability + superiority(&b, &a).unwrap().probability, 1.0));
    }

    #[test]
    fn a_swapped_ratio_is_one_over_it(clusters in clusters()) {
        let swap = |cluster: &Vec<(f64, f64)>| cluster.iter().map(|(a, b)| (*b, *a)).collect();
        let swapped: Vec<Vec<_>> = clusters.iter().map(swap).collect();
        let (one, other) = (geometric_ratio(&clusters, 0.95, 1).unwrap(), geometric_ratio(&swapped, 0.95, 1).unwrap());
        prop_assert!(close(one.ratio * other.ratio, 1.0));
        prop_assert_eq!(one.interval.is_some(), other.interval.is_some());
        if let (Some(up), Some(down)) = (one.interval, other.interval) {
            // The bounds of two clusters reach far, so they are compared as logarithms.
            prop_assert!(close(up.lower.ln(), -down.upper.ln()) && close(up.upper.ln(), -down.lower.ln()));
        }
        if let (Some(up), Some(down)) = (one.test, other.test) {
            prop_assert!(close(up.p_less, down.p_greater) && close(up.p_greater, down.p_less));
            prop_assert!(close(up.p_two_sided, down.p_two_sided));
        }
        prop_assert!(close(one.sign_flip.p_less, other.sign_flip.p_greater));
        prop_assert!(close(one.sign_flip.p_two_sided, other.sign_flip.p_two_sided));
    }

    #[test]
    fn an_interval_holds_its_ratio_and_more_data_narrows_it(clusters in clusters(), times in 2..5_usize) {
        let one = geometric_ratio(&clusters, 0.95, 1).unwrap();
        let more = geometric_ratio(&vec![clusters; times].concat(), 0.95, 1).unwrap();
        prop_assert!(close(one.ratio, more.ratio));
        if let Some(interval) = one.interval.filter(|_| !one.log_ratio.is_degenerate()) {
            prop_assert!(interval.holds(one.ratio));
            let logarithms = |interval: Interval| interval.upper.ln() - interval.lower.ln();
            prop_assert!(logarithms(more.interval.unwrap()) < logarithms(interval));
        }
    }

    #[test]
    fn order_does_not_matter(pairs in pairs()) {
        let reversed: Vec<_> = pairs.iter().rev().copied().collect();
        let (a, back): (Vec<f64>, Vec<f64>) = (pairs.iter().map(|pair| pair.0).collect(), reversed.iter().map(|pair| pair.0).collect());
        prop_assert_eq!(quantile(&a, 0.9), quantile(&back, 0.9));
        prop_assert_eq!(quantile_interval(&a, 0.5, 0.9), quantile_interval(&back, 0.5, 0.9));
    }

    #[test]
    fn an_interval_of_a_median_holds_it_and_keeps_its_promise(pairs in pairs()) {
        let values: Vec<f64> = pairs.into_iter().map(|pair| pair.0).collect();
        let found = quantile_interval(&values, 0.5, 0.9).unwrap();
        prop_assert!(found.interval.holds(quantile(&values, 0.5).unwrap()));
        prop_assert!(found.coverage >= 0.9 - 1e-9);
    }
}

#[test]
fn a_tail_has_an_upper_bound_only_from_enough_values_on() {
    let values: Vec<f64> = (0..72_i32).map(f64::from).collect();
    assert!(quantile_interval(&values, 0.95, 0.95).unwrap().interval.upper.is_finite());
    assert!(quantile_interval(&values[1..], 0.95, 0.95).unwrap().interval.upper.is_infinite());
    // One-sided 95 % is two-sided 90 %.
    assert!(quantile_interval(&values[..59], 0.95, 0.9).unwrap().interval.upper.is_finite());
    assert!(quantile_interval(&values[..58], 0.95, 0.9).unwrap().interval.upper.is_infinite());
}

#[test]
fn nothing_has_a_ratio_to_nothing() {
    assert_eq!(geometric_ratio(&[vec![(0.0, 1.0)], vec![(1.0, 1.0)]], 0.95, 1), None);
    assert_eq!(ratio_of_means(&[(0.0, 1.0)]), None);
    let same = geometric_ratio(&[vec![(2.0, 2.0)], vec![(3.0, 3.0)]], 0.95, 1).unwrap();
    assert_eq!((same.test, within_budget(&same, 0.1, 0.05)), (None, None));
}
