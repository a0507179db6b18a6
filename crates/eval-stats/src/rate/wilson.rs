//! Wilson's score interval for a proportion.
//!
//! For a proportion p out of n and the normal critical value z, the bounds are
//!
//! ```text
//! (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)
//! ```
//!
//! **Source.** Wilson (1927), JASA 22; recommended for small n by Brown, Cai and `DasGupta` (2001),
//! Statistical Science 16.
//!
//! **Assumes** n independent measurements that pass with the same probability.
//!
//! **Edges.** Nothing passed: the lower bound is 0. Everything passed: the upper bound is 1.
//! Nothing measured: no estimate, and the interval from 0 to 1.

use crate::distribution::normal_critical_value;
use crate::interval::{Interval, Rate};
use crate::real::real;

/// The share of `passes` among `n` measurements, with Wilson's interval.
///
/// There is no interval if `confidence` does not lie strictly between 0 and 1, and nothing at all
/// if there are more passes than measurements.
///
/// ```
/// let rate = eval_stats::wilson(7, 20, 0.95);
/// assert_eq!(rate.estimate, Some(0.35));
/// let interval = rate.interval.unwrap();
/// assert!((interval.lower - 0.181).abs() < 1e-3 && (interval.upper - 0.567).abs() < 1e-3);
/// ```
#[must_use]
pub fn wilson(passes: u64, n: u64, confidence: f64) -> Rate {
    let critical_value = normal_critical_value(confidence);
    if passes > n {
        return Rate { estimate: None, interval: None };
    }
    if n == 0 {
        return Rate { estimate: None, interval: critical_value.map(|_| Interval::ANYWHERE) };
    }
    let estimate = real(passes) / real(n);
    Rate {
        estimate: Some(estimate),
        interval: critical_value.map(|value| score_interval(estimate, real(n), value)),
    }
}

/// Wilson's bounds for any size of sample and any critical value.
pub(crate) fn score_interval(estimate: f64, n: f64, critical_value: f64) -> Interval {
    let squared = critical_value.powi(2);
    let shrink = 1.0 + squared / n;
    let centre = (estimate + squared / (2.0 * n)) / shrink;
    let variance = estimate * (1.0 - estimate) / n + squared / (4.0 * n.powi(2));
    let half_width = critical_value * variance.sqrt() / shrink;
    // In exact arithmetic the bounds hold the estimate and touch 0 or 1 only with it.
    Interval {
        lower: (centre - half_width).clamp(0.0, estimate),
        upper: (centre + half_width).clamp(estimate, 1.0),
    }
}
