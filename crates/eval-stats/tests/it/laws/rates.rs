//! Rates.

use eval_stats::{Interval, Rate, Tally, clustered_mean, rate, wilson};
use proptest::prelude::*;

fn tally() -> impl Strategy<Value = Tally> {
    (0..8_u64).prop_flat_map(|n| (0..=n).prop_map(move |passes| Tally { passes, n }))
}

pub(super) fn clusters() -> impl Strategy<Value = Vec<Vec<Tally>>> {
    prop::collection::vec(prop::collection::vec(tally(), 0..4), 0..12)
}

fn confidence() -> impl Strategy<Value = f64> {
    0.5..0.999
}

fn width(interval: Interval) -> f64 {
    interval.upper - interval.lower
}

fn holds_its_estimate(rate: Rate) -> bool {
    let Some(Interval { lower, upper }) = rate.interval else {
        return true;
    };
    let estimate = rate.estimate.unwrap_or(lower);
    0.0 <= lower && lower <= estimate && estimate <= upper && upper <= 1.0
}

proptest! {
    #[test]
    fn a_wilson_interval_holds_its_estimate(
        (passes, n) in (1..1_000_000_u64).prop_flat_map(|n| (0..=n, Just(n))),
        confidence in confidence(),
    ) {
        let rate = wilson(passes, n, confidence);
        prop_assert!(rate.interval.is_some());
        prop_assert!(holds_its_estimate(rate));
    }

    #[test]
    fn an_interval_holds_its_estimate(clusters in clusters(), confidence in confidence()) {
        prop_assert!(holds_its_estimate(rate(&clusters, confidence)));
    }

    #[test]
    fn passes_and_failures_mirror_each_other(clusters in clusters()) {
        let turn = |tally: &Tally| Tally { passes: tally.n - tally.passes, n: tally.n };
        let turned: Vec<Vec<_>> = clusters.iter().map(|cluster| cluster.iter().map(turn).collect()).collect();
        let (one, other) = (rate(&clusters, 0.95), rate(&turned, 0.95));
        prop_assert_eq!((one.estimate.is_some(), one.interval.is_some()), (other.estimate.is_some(), other.interval.is_some()));
        if let (Some(one), Some(other)) = (one.estimate, other.estimate) {
            prop_assert!((one + other - 1.0).abs() < 1e-9);
        }
        if let (Some(one), Some(other)) = (one.interval, other.interval) {
            prop_assert!((one.lower + other.upper - 1.0).abs() < 1e-9);
            prop_assert!((one.upper + other.lower - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn more_of_the_same_units_narrow_it(clusters in clusters(), times in 2..5_usize) {
        let repeated = vec![clusters.clone(); times].concat();
        let (one, more) = (rate(&clusters, 0.95), rate(&repeated, 0.95));
        if let (Some(_), Some(one), Some(more)) = (one.estimate, one.interval, more.interval) {
            prop_assert!(width(more) < width(one));
        }
    }

    #[test]
    fn more_confidence_widens_it(clusters in clusters()) {
        let (narrow, wide) = (rate(&clusters, 0.8), rate(&clusters, 0.95));
        if let (Some(narrow), Some(wide)) = (narrow.interval, wide.interval) {
            prop_assert!(width(narrow) <= width(wide));
        }
    }

    #[test]
    fn measuring_a_unit_again_does_not_add_units(passes in prop::collection::vec(0..=3_u64, 2..10)) {
        let once: Vec<_> = passes.iter().map(|&passes| vec![Tally { passes, n: 3 }]).collect();
        let twice: Vec<_> = passes.iter().map(|&passes| vec![Tally { passes: 2 * passes, n: 6 }]).collect();
        let (once, twice) = (rate(&once, 0.95), rate(&twice, 0.95));
        // At best as many independent facts as measurements, which bounds the first one more.
        prop_assert!(width(twice.interval.unwrap()) <= width(once.interval.unwrap()) + 1e-12);
        prop_assert_eq!(once.estimate, twice.estimate);
    }
}

#[test]
fn units_measured_once_and_unrelated_get_the_wilson_interval() {
    let units: Vec<_> = [1, 0, 1, 1, 0].map(|passes| vec![Tally { passes, n: 1 }]).to_vec();
    assert_eq!(rate(&units, 0.95), wilson(3, 5, 0.95));
}

#[test]
fn nothing_measured_could_be_anything() {
    for clusters in [vec![], vec![vec![]], vec![vec![Tally { passes: 0, n: 0 }]]] {
        let rate = rate(&clusters, 0.95);
        assert_eq!(rate.estimate, None);
        let anywhere = Interval { lower: 0.0, upper: 1.0 };
        assert_eq!(rate.interval, Some(anywhere));
    }
}

#[test]
fn one_cluster_has_an_estimate_and_no_interval() {
    let half = Tally { passes: 1, n: 2 };
    for cluster in [vec![half], vec![half, half]] {
        let rate = rate(&[cluster], 0.95);
        assert_eq!((rate.estimate, rate.interval), (Some(0.5), None));
    }
    let once = Tally { passes: 1, n: 1 };
    assert_eq!(rate(&[vec![once]], 0.95).interval, None);
}

#[test]
fn units_all_alike_count_once_each() {
    // A third has no exact float; what rounding leaves of the spread must not count as spread.
    let units = vec![vec![Tally { passes: 1, n: 3 }]; 7];
    let expected = eval_stats::wilson_neff(1.0 / 3.0, 7.0, 6.0, 0.95).unwrap();
    let interval = rate(&units, 0.95).interval.unwrap();
    assert!((interval.lower - expected.lower).abs() < 1e-9);
    assert!((interval.upper - expected.upper).abs() < 1e-9);
}

#[test]
fn all_passed_reaches_one_and_none_reaches_zero() {
    let all = rate(&vec![vec![Tally { passes: 3, n: 3 }]; 4], 0.95);
    assert_eq!(all.interval.unwrap().upper.to_bits(), 1.0_f64.to_bits());
    let none = rate(&vec![vec![Tally { passes: 0, n: 3 }]; 4], 0.95);
    assert_eq!(none.interval.unwrap().lower.to_bits(), 0.0_f64.to_bits());
}

#[test]
fn nonsense_has_no_interval() {
    assert_eq!(wilson(3, 2, 0.95).estimate, None);
    assert_eq!(wilson(3, 2, 0.95).interval, None);
    assert_eq!(wilson(1, 2, 1.0).interval, None);
    assert_eq!(wilson(0, 0, f64::NAN).interval, None);
    assert_eq!(clustered_mean(&[vec![f64::NAN], vec![1.0]]), None);
    assert_eq!(clustered_mean(&[vec![]]), None);
    assert_eq!(eval_stats::wilson_neff(0.5, 0.0, 4.0, 0.95), None);
    assert_eq!(eval_stats::wilson_neff(1.5, 4.0, 4.0, 0.95), None);
}
