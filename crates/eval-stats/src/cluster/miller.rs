//! Standard errors as Miller gives them, to compare with published numbers.
//!
//! ```text
//! plain      SE² = Σᵢ eᵢ² / n²
//! clustered  SE² = Σᵍ (Σᵢ eᵢ)² / n²      plain plus the cross terms within clusters
//! ```
//!
//! **Source.** Miller (2024), arXiv 2411.00640. Both lack a factor that matters for few clusters;
//! what decides here is CR1 ([`super::clustered_mean`]).
//!
//! **Assumes** independent clusters, and many of them.

use crate::moments::{mean, squares_around};
use crate::real::size;

use super::mean::clustered_mean;

/// A mean with both of Miller's standard errors.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MillerErrors {
    /// The mean of all values.
    pub mean: f64,
    /// The standard error as if no values were related.
    pub plain: f64,
    /// The standard error that knows of the clusters (CR0).
    pub clustered: f64,
}

/// The mean of all values of all `clusters`; `None` if there is none, or one is not finite.
#[must_use]
pub fn miller_errors(clusters: &[Vec<f64>]) -> Option<MillerErrors> {
    let values = clusters.concat();
    let mean = mean(&values)?;
    let plain = squares_around(mean, &values).sqrt() / size(values.len());
    Some(MillerErrors { mean, plain, clustered: clustered_mean(clusters)?.uncorrected_error })
}
