//! Quantiles of a sample, interpolated between its values.
//!
//! ```text
//! at (n - 1) q between the values in order      type 7, the default of R and NumPy
//! ```
//!
//! **Source.** Hyndman and Fan (1996), The American Statistician 50.
//!
//! **Assumes** nothing; a tail quantile of few values says little of the tail.
//!
//! **Edges.** No value: no quantile. One value: that one.

use crate::moments::sorted;
use crate::real::{index_down, size};
use crate::resample::{Bootstrap, bootstrap};

/// The `q` quantile of `values`, in their unit.
///
/// `None` without values, if one is not a number, or unless `q` lies between 0 and 1.
///
/// ```
/// assert_eq!(eval_stats::continuous::quantile(&[1.0, 2.0, 4.0], 0.75), Some(3.0));
/// ```
#[must_use]
pub fn quantile(values: &[f64], q: f64) -> Option<f64> {
    let all_numbers = values.iter().all(|value| !value.is_nan());
    all_numbers.then(|| quantile_of_sorted(&sorted(values), q))?
}

/// The same of values in ascending order.
pub(crate) fn quantile_of_sorted(values: &[f64], q: f64) -> Option<f64> {
    if !(0.0..=1.0).contains(&q) {
        return None;
    }
    let last = values.len().checked_sub(1)?;
    let place = size(last) * q;
    let below = index_down(place).min(last);
    let above = (below + 1).min(last);
    Some(values[below] + (place - size(below)) * (values[above] - values[below]))
}

/// Bootstraps the difference of the `q` quantiles of pairs (a, b), B - A, drawing pairs.
///
/// `None` under the conditions of [`quantile`].
#[must_use]
pub fn bootstrap_quantile_difference(
    pairs: &[(f64, f64)],
    q: f64,
    resamples: u64,
    seed: u64,
) -> Option<Bootstrap> {
    let difference = |drawn: &[&(f64, f64)]| {
        let a: Vec<f64> = drawn.iter().map(|(a, _)| *a).collect();
        let b: Vec<f64> = drawn.iter().map(|(_, b)| *b).collect();
        Some(quantile(&b, q)? - quantile(&a, q)?)
    };
    bootstrap(pairs, difference, resamples, seed)
}
