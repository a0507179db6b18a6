//! The chance that a value of B exceeds one of A, ties counted half.
//!
//! Cliff's delta is the same on a scale from -1 to 1.
//!
//! **Source.** Vargha and Delaney (2000), Journal of Educational and Behavioral Statistics 25;
//! Cliff (1993), Psychological Bulletin 114.
//!
//! **Assumes** nothing of the shape of the values; it says nothing of its own certainty.

use crate::real::size;

/// How often B exceeds A.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Superiority {
    /// The chance that B exceeds A, ties counted half.
    pub probability: f64,
    /// Cliff's delta: the chance that B exceeds A less that of the reverse.
    pub cliffs_delta: f64,
}

/// Compares every value of `a` with every value of `b`; `None` if a side is empty or has a NaN.
#[must_use]
pub fn superiority(a: &[f64], b: &[f64]) -> Option<Superiority> {
    if a.is_empty() || b.is_empty() || a.iter().chain(b).any(|value| value.is_nan()) {
        return None;
    }
    let pairs = || b.iter().flat_map(|b| a.iter().map(move |a| b - a));
    let wins = pairs().filter(|difference| *difference > 0.0).count();
    let losses = pairs().filter(|difference| *difference < 0.0).count();
    let cliffs_delta = (size(wins) - size(losses)) / (size(a.len()) * size(b.len()));
    Some(Superiority { probability: f64::midpoint(1.0, cliffs_delta), cliffs_delta })
}
