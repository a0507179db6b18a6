//! Intervals of one proportion.

use eval_stats::rate::{
    agresti_coull, clopper_pearson, jeffreys, korn_graubard, upper_bound_of_rate, wilson_corrected,
};
use eval_stats::{Interval, wilson};
use proptest::prelude::*;

type Method = fn(u64, u64, f64) -> Option<Interval>;

const METHODS: [Method; 4] = [clopper_pearson, jeffreys, wilson_corrected, agresti_coull];

fn counts() -> impl Strategy<Value = (u64, u64)> {
    (1..400_u64).prop_flat_map(|n| (0..=n, Just(n)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_interval_holds_its_estimate((passes, n) in counts(), confidence in 0.8..0.999) {
        let estimate = wilson(passes, n, confidence).estimate.unwrap();
        for method in METHODS {
            let interval = method(passes, n, confidence).unwrap();
            prop_assert!(interval.holds(estimate), "{interval:?} {estimate}");
            prop_assert!(0.0 <= interval.lower && interval.upper <= 1.0);
        }
    }

    #[test]
    fn passes_and_failures_mirror_each_other((passes, n) in counts()) {
        for method in METHODS {
            let (one, other) = (method(passes, n, 0.95).unwrap(), method(n - passes, n, 0.95).unwrap());
            prop_assert!((one.lower - (1.0 - other.upper)).abs() < 1e-9);
            prop_assert!((one.upper - (1.0 - other.lower)).abs() < 1e-9);
        }
    }

    #[test]
    fn twice_the_data_narrows_it((passes, n) in counts()) {
        for method in METHODS {
            let (one, other) = (method(passes, n, 0.95).unwrap(), method(2 * passes, 2 * n, 0.95).unwrap());
            prop_assert!(other.width() < one.width());
        }
    }

    #[test]
    fn the_exact_interval_holds_wilsons_rate_and_grows_for_related_data((passes, n) in counts()) {
        let estimate = wilson(passes, n, 0.95).estimate.unwrap();
        let exact = clopper_pearson(passes, n, 0.95).unwrap();
        // As many degrees of freedom as make t normal, so nothing is shrunk.
        let same = korn_graubard(estimate, wilson_n(n), 1e7, 0.95).unwrap();
        prop_assert!((exact.lower - same.lower).abs() < 1e-5);
        let related = korn_graubard(estimate, wilson_n(n) / 2.0, 9.0, 0.95).unwrap();
        prop_assert!(related.width() > exact.width());
    }

    #[test]
    fn a_bound_of_rare_events_falls_with_more_data(events in 0..5_u64, n in 6..2_000_u64) {
        let (one, more) = (upper_bound_of_rate(events, n, 0.95), upper_bound_of_rate(events, 2 * n, 0.95));
        prop_assert!(more.unwrap() < one.unwrap());
    }
}

fn wilson_n(n: u64) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
