//! A standard error of a difference that never becomes 0.
//!
//! Differences of pass rates are sparse: with few units all of them may be 0 by luck, and the
//! plain standard error then claims certainty. Pseudo-units at ±1/√k keep it up, k being how often
//! a unit was measured under one side:
//!
//! ```text
//! SE = √((Σᵍ eᵍ² + floor/k) · G/(G-1)) / n      floor = 2, for one pseudo-unit on either side
//! ```
//!
//! **Source.** Made for this gate and chosen by simulation: at a true difference of -5 points,
//! 98 % to 93 % over 20 units, plain t passes 29 % of the time and this under 1 %. It costs little
//! from 150 measurements a side on.
//!
//! **Assumes** scores between 0 and 1, and independent clusters.
//!
//! **Edges.** One cluster: no standard error.

use crate::estimate::Estimate;
use crate::paired::PairedDifferences;
use crate::real::size;

/// The mean difference with the guarded standard error and G - 1 degrees of freedom.
///
/// `None` without differences, or if one is not finite.
#[must_use]
pub fn guarded_difference(differences: &PairedDifferences, floor: f64) -> Option<Estimate> {
    let mean = differences.clustered()?;
    let (n, clusters) = (size(mean.n), size(mean.clusters));
    let squares = (mean.uncorrected_error * n).powi(2);
    let guarded = squares + floor / differences.mean_measurements()?;
    let error = (guarded * clusters / (clusters - 1.0)).sqrt() / n;
    Some(Estimate { standard_error: (mean.clusters > 1).then_some(error), ..mean.estimate() })
}
