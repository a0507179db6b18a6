//! The variance of a unit's difference, from a pilot.
//!
//! ```text
//! Var(d) = ω² + sA²/kA + sB²/kB      ω² = variance of the differences less the noise, at least 0
//! ```
//!
//! **Source.** Miller (2024), arXiv 2411.00640.
//!
//! **Assumes** independent units; ten of them with three repeats give a first idea.
//!
//! **Edges.** Units measured once on a side do not show noise: then only the total is known, and
//! nothing can be said of other numbers of repeats.

use crate::moments::{mean, variance};
use crate::paired::PairedUnit;
use crate::paired::valid;
use crate::real::{real, size};

/// The variance of a difference, taken apart where that is possible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PilotVariance {
    /// The variance of the differences as they were measured.
    pub total: f64,
    /// The part that no number of repeats removes, and the noise of one measurement on both sides
    /// together; none if no unit was repeated on both sides.
    pub parts: Option<(f64, f64)>,
}

/// The variance of the differences of `units`; `None` unless two were measured under both.
#[must_use]
pub fn pilot_variance(units: &[PairedUnit]) -> Option<PilotVariance> {
    let differences: Vec<f64> = units.iter().filter_map(PairedUnit::difference).collect();
    let total = variance(&differences)?;
    // Of each repeated unit: the variance of one measurement, and of the means as measured.
    let noise = |unit: &PairedUnit| {
        let (a, b) = (valid(&unit.a), valid(&unit.b));
        let (noise_a, noise_b) = (variance(&a)?, variance(&b)?);
        Some((noise_a + noise_b, noise_a / size(a.len()) + noise_b / size(b.len())))
    };
    let (single, averaged): (Vec<f64>, Vec<f64>) = units.iter().filter_map(noise).unzip();
    let parts = mean(&single).zip(mean(&averaged));
    let parts = parts.map(|(single, averaged)| ((total - averaged).max(0.0), single));
    Some(PilotVariance { total, parts })
}

impl PilotVariance {
    /// The variance of a difference with `repeats` on each side; none where it cannot be known.
    #[must_use]
    pub fn with_repeats(&self, repeats: u64) -> Option<f64> {
        let (between, within) = self.parts.filter(|_| repeats > 0)?;
        Some(between + within / real(repeats))
    }
}
