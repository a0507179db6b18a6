//! All means that hedged capital does not speak against: an interval that holds at all times.
//!
//! Means are tried on a grid between 0 and 1; one against which the capital ever reached 1/α is
//! out for good.
//!
//! **Source.** Waudby-Smith and Ramdas (2024), JRSS B 86.
//!
//! **Assumes** values between 0 and 1 in random order.
//!
//! **Edges.** The bounds are points of the grid, so it must be as fine as the answer is wanted.

use super::hedged_capital::capital;
use super::plug_in_bets::{are_usable, plug_in_bets};
use crate::interval::Interval;
use crate::real::{is_level, real};

/// The means of a grid that are left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HedgedInterval {
    /// From the smallest to the largest one left; none if none is.
    pub interval: Option<Interval>,
    /// How many are left.
    pub accepted: u64,
}

/// Tries the means 1/`grid` to 1 - 1/`grid` on `values`.
///
/// `None` unless all values lie between 0 and 1, and `alpha`, the cut-off and `theta` strictly
/// between.
#[must_use]
pub fn hedged_interval(
    values: &[f64],
    alpha: f64,
    cut_off: f64,
    theta: f64,
    grid: u64,
) -> Option<HedgedInterval> {
    let are_shares = [cut_off, theta].iter().all(|share| is_level(*share));
    if !are_shares || !are_usable(values, alpha) {
        return None;
    }
    let bets = plug_in_bets(values, alpha);
    let enough = -alpha.ln();
    let is_left =
        |mean: &f64| capital(&bets, *mean, cut_off, theta).iter().all(|capital| *capital < enough);
    let left: Vec<f64> = (1..grid).map(|step| real(step) / real(grid)).filter(is_left).collect();
    let ends = left.first().zip(left.last());
    let interval = ends.map(|(lower, upper)| Interval { lower: *lower, upper: *upper });
    Some(HedgedInterval { interval, accepted: left.len() as u64 })
}
