//! The difference of two means over different units: the fallback where nothing can be paired.
//!
//! ```text
//! SE² = sA²/nA + sB²/nB      df after Welch and Satterthwaite
//! ```
//!
//! **Source.** Welch (1947), Biometrika 34.
//!
//! **Assumes** independent units on both sides: means of units, or of clusters of them, never
//! single measurements. Far weaker than any paired comparison.
//!
//! **Edges.** A side with one unit: no standard error.

use crate::estimate::Estimate;
use crate::moments::{mean, variance};
use crate::real::size;

/// The difference of the means B - A of unpaired unit means.
///
/// `None` if a side is empty, or a value is not finite.
#[must_use]
pub fn welch(a: &[f64], b: &[f64]) -> Option<Estimate> {
    let value = mean(b)? - mean(a)?;
    let noise = |side: &[f64]| variance(side).map(|variance| variance / size(side.len()));
    let Some((noise_a, noise_b)) = noise(a).zip(noise(b)) else {
        return Some(Estimate { value, standard_error: None, degrees_of_freedom: 0.0 });
    };
    let total = noise_a + noise_b;
    let share = |noise: f64, side: &[f64]| (noise / total).powi(2) / (size(side.len()) - 1.0);
    let degrees_of_freedom = if total > 0.0 {
        1.0 / (share(noise_a, a) + share(noise_b, b))
    } else {
        size(a.len() + b.len()) - 2.0
    };
    Some(Estimate { value, standard_error: Some(total.sqrt()), degrees_of_freedom })
}
