//! What repeating a measurement is worth.
//!
//! ```text
//! deff = 1 + (k - 1) ICC      n_eff = n k / deff
//! ```
//!
//! **Source.** Kish (1965), Survey Sampling.
//!
//! **Assumes** the same number k of measurements for each unit.

use crate::real::real;

/// By how much repeats widen the variance, and how many independent measurements remain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DesignEffect {
    /// The variance relative to as many independent measurements.
    pub effect: f64,
    /// How many independent measurements would tell as much.
    pub effective_n: f64,
}

/// The design effect of measuring each of `units` units `repeats` times.
///
/// `None` without repeats, or if the correlation is so negative that no variance is left.
#[must_use]
pub fn design_effect(units: u64, repeats: u64, icc: f64) -> Option<DesignEffect> {
    let effect = 1.0 + (real(repeats) - 1.0) * icc;
    let is_usable = repeats > 0 && effect > 0.0;
    is_usable.then(|| DesignEffect { effect, effective_n: real(units) * real(repeats) / effect })
}
