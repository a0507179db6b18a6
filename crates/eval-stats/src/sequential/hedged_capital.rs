//! Evidence against one mean, on both sides at once: hedged capital.
//!
//! One gambler bets that the mean is larger than m, one that it is smaller; θ of the capital goes
//! to the first. Bets follow the plug-in, cut off at a share of what could be lost at once.
//!
//! ```text
//! K = max(θ K⁺, (1-θ) K⁻)
//! ```
//!
//! **Source.** Waudby-Smith and Ramdas (2024), JRSS B 86, theorem 3.
//!
//! **Assumes** values between 0 and 1 in random order. K ever reaches 1/α with probability at most
//! α if the mean is m.

use super::plug_in_bets::{PlugIn, are_usable, plug_in_bets};
use crate::real::is_level;

/// The natural logarithm of the capital against a mean of `null_mean` after each value.
///
/// `None` unless all values lie between 0 and 1, and `null_mean`, `alpha`, the cut-off and `theta`
/// strictly between.
#[must_use]
pub fn hedged_capital(
    values: &[f64],
    null_mean: f64,
    alpha: f64,
    cut_off: f64,
    theta: f64,
) -> Option<Vec<f64>> {
    let are_shares = [null_mean, cut_off, theta].iter().all(|share| is_level(*share));
    if !are_shares || !are_usable(values, alpha) {
        return None;
    }
    Some(capital(&plug_in_bets(values, alpha), null_mean, cut_off, theta))
}

/// The same from bets that are known.
pub(super) fn capital(bets: &[PlugIn], null_mean: f64, cut_off: f64, theta: f64) -> Vec<f64> {
    let (mut larger, mut smaller) = (theta.ln(), (1.0 - theta).ln());
    let after = |bet: &PlugIn| {
        let distance = bet.value - null_mean;
        larger += (bet.bet.min(cut_off / null_mean) * distance).ln_1p();
        smaller += (-bet.bet.min(cut_off / (1.0 - null_mean)) * distance).ln_1p();
        larger.max(smaller)
    };
    bets.iter().map(after).collect()
}
