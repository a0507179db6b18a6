//! How much of the variance lies between groups: the intraclass correlation.
//!
//! ```text
//! σ²between = (MSB - MSW) / k₀      k₀ = (N - Σ nᵢ²/N) / (groups - 1)
//! ICC       = (MSB - MSW) / (MSB + (k₀ - 1) MSW)
//! ```
//!
//! **Source.** The one-way analysis of variance estimator for groups of unequal size; Donner
//! (1986), International Statistical Review 54.
//!
//! **Assumes** groups drawn independently, values independent within them given the group.
//!
//! **Edges.** The ICC may be negative: less spread between groups than chance alone would give.
//! One value a group, or one group: nothing can be told apart. No variance at all: no ICC.

use crate::moments::{mean, squares_around};
use crate::real::size;

/// Variance between groups and within them, in squared units of the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VarianceComponents {
    /// The mean square between groups.
    pub mean_square_between: f64,
    /// The mean square within groups, which estimates the variance within.
    pub within: f64,
    /// The size of group that counts for the estimate, between the smallest and the mean.
    pub typical_size: f64,
    /// The variance between groups; negative where chance alone would give more.
    pub between: f64,
    /// The intraclass correlation; none where nothing varies.
    pub icc: Option<f64>,
}

/// Takes the variance of all `groups` apart; empty groups count for nothing.
///
/// `None` unless there are two groups, one of them with two values, and all values are finite.
#[must_use]
pub fn variance_components(groups: &[Vec<f64>]) -> Option<VarianceComponents> {
    let filled: Vec<&Vec<f64>> = groups.iter().filter(|group| !group.is_empty()).collect();
    let values: Vec<f64> = groups.concat();
    if filled.len() < 2 || values.len() == filled.len() {
        return None;
    }
    let (grand, n) = (mean(&values)?, size(values.len()));
    let (mut between, mut within, mut squared_sizes) = (0.0, 0.0, 0.0);
    for group in &filled {
        let centre = mean(group)?;
        between += size(group.len()) * (centre - grand).powi(2);
        within += squares_around(centre, group);
        squared_sizes += size(group.len()).powi(2);
    }
    let others = size(filled.len()) - 1.0;
    Some(components(
        between / others,
        within / (n - size(filled.len())),
        (n - squared_sizes / n) / others,
    ))
}

fn components(mean_square_between: f64, within: f64, typical_size: f64) -> VarianceComponents {
    let excess = mean_square_between - within;
    let total = mean_square_between + (typical_size - 1.0) * within;
    VarianceComponents {
        mean_square_between,
        within,
        typical_size,
        between: excess / typical_size,
        icc: (total > 0.0).then(|| excess / total),
    }
}
