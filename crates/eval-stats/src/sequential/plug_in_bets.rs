//! How much to bet on the next value, from those before it.
//!
//! ```text
//! μᵗ = (½ + Σx)/(t+1)      σ²ᵗ = (¼ + Σ(xᵢ - μᵢ)²)/(t+1)
//! λᵗ = √(2 ln(2/α) / (t ln(1+t) σ²ᵗ⁻¹))
//! ```
//!
//! **Source.** The predictable plug-in of Waudby-Smith and Ramdas (2024), JRSS B 86.

use crate::real::{is_level, size};

/// What is known before a value, and the bet on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct PlugIn {
    /// The value that the bet is on.
    pub(super) value: f64,
    /// The mean before it came.
    pub(super) mean: f64,
    /// The bet, not yet cut off.
    pub(super) bet: f64,
}

/// The bets on all of `values`.
pub(super) fn plug_in_bets(values: &[f64], alpha: f64) -> Vec<PlugIn> {
    let (mut sum, mut squares) = (0.5, 0.25);
    let (mut mean, mut variance) = (0.5, 0.25);
    let mut bets = Vec::with_capacity(values.len());
    for (before, value) in values.iter().enumerate() {
        let t = size(before + 1);
        let bet = (2.0 * (2.0 / alpha).ln() / (t * t.ln_1p() * variance)).sqrt();
        bets.push(PlugIn { value: *value, mean, bet });
        sum += value;
        mean = sum / (t + 1.0);
        squares += (value - mean).powi(2);
        variance = squares / (t + 1.0);
    }
    bets
}

/// Whether all of `values` lie between 0 and 1 and `alpha` strictly between.
pub(super) fn are_usable(values: &[f64], alpha: f64) -> bool {
    values.iter().all(|value| (0.0..=1.0).contains(value)) && is_level(alpha)
}
