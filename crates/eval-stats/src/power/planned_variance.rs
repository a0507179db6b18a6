//! The variance of a unit's difference, from what one expects before measuring.
//!
//! ```text
//! Var(d) = 2 p(1-p) [ICC (1 - r) + (1 - ICC)/k]
//! ```
//!
//! **Source.** Miller (2024), arXiv 2411.00640, with the binary variance p(1-p) taken apart by the
//! intraclass correlation.
//!
//! **Assumes** passes and failures, the same rate p and as many repeats k on both sides.
//!
//! **Edges.** A negative correlation within units counts as 0.

use crate::real::real;

/// What one expects of the units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlannedVariance {
    /// The pass rate, from 0 to 1.
    pub rate: f64,
    /// The intraclass correlation of repeats of a unit; 0 for units that are all as hard.
    pub icc: f64,
    /// How alike the units' difficulty is under A and B: 1 for A against itself.
    pub correlation: f64,
    /// How often each unit is measured on each side.
    pub repeats: u64,
}

impl PlannedVariance {
    /// The variance of one unit's difference.
    ///
    /// `None` without repeats, or unless the rate lies between 0 and 1 and both correlations are
    /// at most 1.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        let is_rate = (0.0..=1.0).contains(&self.rate);
        if !is_rate || self.icc > 1.0 || self.correlation > 1.0 || self.repeats == 0 {
            return None;
        }
        let icc = self.icc.max(0.0);
        let between = icc * (1.0 - self.correlation);
        let within = (1.0 - icc) / real(self.repeats);
        Some(2.0 * self.rate * (1.0 - self.rate) * (between + within))
            .filter(|variance| variance.is_finite())
    }
}
