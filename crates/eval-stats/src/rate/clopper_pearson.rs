//! The exact interval of Clopper and Pearson.
//!
//! Its bounds are the rates at which the observed count, or a more extreme one, would just have
//! the probability (1 - confidence) / 2; these are quantiles of beta distributions.
//!
//! **Source.** Clopper and Pearson (1934), Biometrika 26.
//!
//! **Assumes** independent measurements that pass with the same probability. Never covers less
//! than promised, so it is wider than need be on average.
//!
//! **Edges.** No pass: the lower bound is 0. No failure: the upper one is 1. Nothing measured: from
//! 0 to 1. More than 10,000 measurements: none, see [`crate::distribution::LARGEST_SHAPE`];
//! Wilson's interval is then as good.

use crate::distribution::beta_quantile;
use crate::interval::Interval;
use crate::real::{is_level, real};

/// The exact interval for `passes` of `n`.
///
/// `None` if there are more passes than measurements, if `confidence` does not lie strictly
/// between 0 and 1, or beyond 10,000 measurements.
///
/// ```
/// let interval = eval_stats::rate::clopper_pearson(0, 10, 0.95).unwrap();
/// assert_eq!(interval.lower, 0.0);
/// assert!((interval.upper - 0.3085).abs() < 1e-4);
/// ```
#[must_use]
pub fn clopper_pearson(passes: u64, n: u64, confidence: f64) -> Option<Interval> {
    let failures = n.checked_sub(passes)?;
    exact_interval(real(passes), real(failures), confidence)
}

/// The same for counts that need not be whole.
pub(super) fn exact_interval(passes: f64, failures: f64, confidence: f64) -> Option<Interval> {
    if !is_level(confidence) {
        return None;
    }
    let tail = (1.0 - confidence) / 2.0;
    let lower = if passes <= 0.0 { 0.0 } else { beta_quantile(tail, passes, failures + 1.0)? };
    let upper =
        if failures <= 0.0 { 1.0 } else { beta_quantile(1.0 - tail, passes + 1.0, failures)? };
    Some(Interval { lower, upper })
}
