//! An interval for a quantile: two of the values themselves.
//!
//! How many of n values lie below the true quantile is binomial, whatever their distribution; the
//! bounds are the values whose ranks leave at most (1 - confidence)/2 on either side.
//!
//! **Source.** David and Nagaraja (2003), Order Statistics, section 7.1.
//!
//! **Assumes** independent values, so one a unit.
//!
//! **Edges.** Too few values to bound a tail: that bound is infinite. A 95 % quantile has an upper
//! bound only from 72 values on, 59 one-sided.

use crate::distribution::binomial_cdf;
use crate::interval::Interval;
use crate::moments::sorted;
use crate::real::is_level;

/// An interval between two of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct QuantileInterval {
    /// The rank of the lower bound, from 1 on; none where it is infinite.
    pub lower_rank: Option<usize>,
    /// The rank of the upper bound; none where it is infinite.
    pub upper_rank: Option<usize>,
    /// The bounds, either of which may be infinite.
    pub interval: Interval,
    /// The confidence that the interval really has.
    pub coverage: f64,
}

/// The interval of the `q` quantile of what `values` are drawn from.
///
/// `None` without values, if one is not a number, or unless `q` and `confidence` lie strictly
/// between 0 and 1.
#[must_use]
pub fn quantile_interval(values: &[f64], q: f64, confidence: f64) -> Option<QuantileInterval> {
    let are_levels = [q, confidence].iter().all(|level| is_level(*level));
    if !are_levels || values.is_empty() || values.iter().any(|value| value.is_nan()) {
        return None;
    }
    let (values, n) = (sorted(values), values.len());
    let tail = (1.0 - confidence) / 2.0;
    // The chance that fewer than `rank` values lie below the quantile.
    let fewer = |rank: usize| binomial_cdf(rank as u64 - 1, n as u64, q);
    let is_low = |rank: &usize| fewer(*rank).is_some_and(|chance| chance <= tail);
    let is_high = |rank: &usize| fewer(*rank).is_some_and(|chance| chance >= 1.0 - tail);
    let lower_rank = (1..=n).take_while(is_low).last();
    let upper_rank = (1..=n).find(is_high);
    let above = upper_rank.map_or(Some(1.0), fewer)?;
    let below = lower_rank.map_or(Some(0.0), fewer)?;
    let interval = Interval {
        lower: lower_rank.map_or(f64::NEG_INFINITY, |rank| values[rank - 1]),
        upper: upper_rank.map_or(f64::INFINITY, |rank| values[rank - 1]),
    };
    Some(QuantileInterval { lower_rank, upper_rank, interval, coverage: above - below })
}
