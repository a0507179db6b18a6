//! Kappa for categories in order: near misses count less than far ones.
//!
//! ```text
//! κ = 1 - Σ w·observed / Σ w·expected      w = |i - j| or (i - j)²
//! ```
//!
//! **Source.** Cohen (1968), Psychological Bulletin 70.
//!
//! **Assumes** independent items and categories at equal distances.
//!
//! **Edges.** Both raters used one and the same category only: no kappa.

use super::ratings::Ratings;
use crate::real::size;

/// How much a miss counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weights {
    /// By its distance.
    Linear,
    /// By the square of its distance.
    Quadratic,
}

/// Weighted kappa of `ratings`; `None` where no disagreement could be expected.
#[must_use]
pub fn weighted_kappa(ratings: &Ratings, weights: Weights) -> Option<f64> {
    let (first, second) = (ratings.first(), ratings.second());
    let (mut observed, mut expected) = (0.0, 0.0);
    for (row, shares) in ratings.shares.iter().enumerate() {
        for (column, share) in shares.iter().enumerate() {
            let distance = size(row.abs_diff(column));
            let weight = match weights {
                Weights::Linear => distance,
                Weights::Quadratic => distance * distance,
            };
            observed += weight * share;
            expected += weight * first[row] * second[column];
        }
    }
    (expected > 1e-12).then(|| 1.0 - observed / expected)
}
