//! How often something may happen that has hardly happened, or not at all.
//!
//! The one-sided bound of Clopper and Pearson. With no event in N it is 1 - α^(1/N), about 3/N at
//! 95 %: the rule of three. Turned around, it says how many uneventful measurements it takes to
//! exclude a rate.
//!
//! **Source.** Clopper and Pearson (1934), Biometrika 26; Hanley and Lippman-Hand (1983), JAMA 249.
//!
//! **Assumes** independent measurements. Where they cluster, N is the number of clusters unless
//! events are known not to.
//!
//! **Edges.** Nothing measured: the bound is 1. Events only: the bound is 1.

use crate::distribution::beta_quantile;
use crate::real::{is_level, real, whole_up};

/// The upper bound, at one-sided `confidence`, of the rate of what happened `events` times in `n`.
///
/// `None` if there are more events than measurements, if `confidence` does not lie strictly
/// between 0 and 1, or with events beyond 10,000 measurements.
#[must_use]
pub fn upper_bound_of_rate(events: u64, n: u64, confidence: f64) -> Option<f64> {
    let uneventful = n.checked_sub(events).filter(|_| is_level(confidence))?;
    match (events, uneventful) {
        (_, 0) => Some(1.0),
        (0, _) => Some(1.0 - (1.0 - confidence).powf(1.0 / real(n))),
        _ => beta_quantile(confidence, real(events) + 1.0, real(uneventful)),
    }
}

/// The rule of three, 3/n: about the upper 95 % bound of what never happened in `n` measurements.
///
/// `None` without measurements. It is not clipped, so below 4 measurements it says little.
#[must_use]
pub fn rule_of_three(n: u64) -> Option<f64> {
    (n > 0).then(|| 3.0 / real(n))
}

/// How many measurements without an event put the upper bound at `largest_rate` or below.
///
/// `None` unless `largest_rate` and the one-sided `confidence` lie strictly between 0 and 1.
///
/// ```
/// assert_eq!(eval_stats::rate::n_without_events(0.01, 0.95), Some(299));
/// ```
#[must_use]
pub fn n_without_events(largest_rate: f64, confidence: f64) -> Option<u64> {
    let are_levels = [largest_rate, confidence].iter().all(|level| is_level(*level));
    if !are_levels {
        return None;
    }
    whole_up((1.0 - confidence).ln() / (-largest_rate).ln_1p())
}
