//! An interval in closed form that holds at all times: predictable plug-in, empirical Bernstein.
//!
//! ```text
//! Σλx/Σλ ± (ln(2/α) + Σ vᵢ ψ(λᵢ)) / Σλ      ψ(λ) = (-ln(1-λ) - λ)/4,  vᵢ = 4(xᵢ - μᵢ₋₁)²
//! ```
//!
//! **Source.** Waudby-Smith and Ramdas (2024), JRSS B 86, theorem 2.
//!
//! **Assumes** values between 0 and 1 in random order.
//!
//! **Edges.** Clipped to the range from 0 to 1, so it says nothing for the first few values. The
//! interval of each moment stands alone; their intersection would hold too.

use super::plug_in_bets::{are_usable, plug_in_bets};
use crate::interval::Interval;
use crate::real::is_level;

/// The interval of the mean after each of `values`, bets cut off at `cut_off`.
///
/// `None` unless all values lie between 0 and 1, and `alpha` and the cut-off strictly between.
#[must_use]
pub fn empirical_bernstein(values: &[f64], alpha: f64, cut_off: f64) -> Option<Vec<Interval>> {
    if !(is_level(cut_off) && are_usable(values, alpha)) {
        return None;
    }
    let (mut weighed, mut weight, mut doubt) = (0.0, 0.0, (2.0 / alpha).ln());
    let bets = plug_in_bets(values, alpha);
    let intervals = bets.iter().map(|plug_in| {
        let bet = plug_in.bet.min(cut_off);
        weighed += bet * plug_in.value;
        weight += bet;
        doubt += (plug_in.value - plug_in.mean).powi(2) * (-(-bet).ln_1p() - bet);
        let (centre, reach) = (weighed / weight, doubt / weight);
        Interval { lower: centre - reach, upper: centre + reach }.clipped(0.0, 1.0)
    });
    Some(intervals.collect())
}
