//! The bootstrap of a mean without chance: every resample counted.
//!
//! The distribution of the mean of n values drawn from the n at hand, with repetition, is worked
//! out exactly, and its quantiles are the bounds.
//!
//! **Source.** Efron (1979), Annals of Statistics 7; Fisher and Hall (1991), Journal of Statistical
//! Planning and Inference 27, for counting instead of drawing.
//!
//! **Assumes** independent units. Bounds are those of the percentile method, which are too narrow
//! for few units.
//!
//! **Edges.** Values on no common grid have too many distinct means to count: then nothing comes
//! back, and [`super::bootstrap_mean`] draws.

use super::sums::Sums;
use crate::interval::Interval;
use crate::moments::{mean, squares_around};
use crate::real::{is_level, size};

/// The exact bootstrap distribution of a mean, summed up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExactBootstrap {
    /// The mean of the distribution, which is that of the values.
    pub mean: f64,
    /// Its standard deviation.
    pub standard_error: f64,
    /// Its quantiles at (1 - confidence)/2 from either end.
    pub interval: Interval,
}

/// The exact bootstrap of the mean of `values`.
///
/// `None` without values, if one is not finite, if `confidence` does not lie strictly between 0
/// and 1, or if there are too many distinct means.
#[must_use]
pub fn exact_bootstrap_of_mean(values: &[f64], confidence: f64) -> Option<ExactBootstrap> {
    let mean = mean(values)?;
    let n = size(values.len());
    if !is_level(confidence) {
        return None;
    }
    let largest = values.iter().fold(0.0_f64, |largest, value| largest.max(value.abs()));
    let mut sums = Sums::new(largest * n);
    for _ in values {
        sums = sums.step(values)?;
    }
    let tail = (1.0 - confidence) / 2.0;
    let lower = sums.quantile(tail)? / n;
    let upper = sums.quantile(1.0 - tail)? / n;
    let standard_error = squares_around(mean, values).sqrt() / n;
    Some(ExactBootstrap { mean, standard_error, interval: Interval { lower, upper } })
}
