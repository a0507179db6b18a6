//! A gate for what must not happen at all.
//!
//! Any event blocks. None at all passes only if enough was measured to put the upper bound of the
//! rate at the largest tolerable one.
//!
//! **Source.** Hanley and Lippman-Hand (1983), JAMA 249; see [`crate::rate::upper_bound_of_rate`].
//!
//! **Assumes** independent measurements. Where they cluster, hand in the number of clusters.
//!
//! **Edges.** Nothing measured: inconclusive, with an upper bound of 1.

use super::verdict::Verdict;
use crate::rate::{n_without_events, upper_bound_of_rate};

/// What a zero-tolerance gate found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ZeroTolerance {
    /// What it says; never [`Verdict::Invalid`].
    pub verdict: Verdict,
    /// The upper bound of the rate of events; none if it cannot be computed beyond 10,000.
    pub upper: Option<f64>,
    /// How many measurements without an event it takes to pass.
    pub n_required: u64,
}

/// Judges `events` among `n` against `largest_rate`, at one-sided level `alpha`.
///
/// `None` if there are more events than measurements, or unless `largest_rate` and `alpha` lie
/// strictly between 0 and 1.
#[must_use]
pub fn zero_tolerance(events: u64, n: u64, largest_rate: f64, alpha: f64) -> Option<ZeroTolerance> {
    let n_required = n_without_events(largest_rate, 1.0 - alpha).filter(|_| events <= n)?;
    let upper = upper_bound_of_rate(events, n, 1.0 - alpha);
    let verdict = match (events, upper) {
        (1.., _) => Verdict::Block,
        (0, Some(upper)) if upper <= largest_rate => Verdict::Pass,
        (0, _) => Verdict::Inconclusive,
    };
    Some(ZeroTolerance { verdict, upper, n_required })
}
