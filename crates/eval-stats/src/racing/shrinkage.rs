//! Scores drawn towards their mean, as far as their spread is noise.
//!
//! ```text
//! factor = 1 - (M - 3) SE² / Σ (xᵢ - x̄)²      at least 0
//! ```
//!
//! **Source.** James and Stein (1961), as Efron and Morris (1973), JASA 68, shrink towards the
//! mean.
//!
//! **Assumes** independent scores with the same standard error. It removes most of a winner's
//! luck, not all: a preview, no report.
//!
//! **Edges.** Up to three scores, and scores all alike: nothing is shrunk.

use super::largest;
use crate::moments::{mean, squares_around};
use crate::real::size;

/// Scores drawn towards their mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Shrunk {
    /// The mean they are drawn to.
    pub grand_mean: f64,
    /// The share of its distance that each keeps, from 0 to 1.
    pub factor: f64,
    /// The scores, drawn.
    pub scores: Vec<f64>,
    /// The place of the largest score, the first of equals.
    pub selected: usize,
}

/// Shrinks `scores` with this `standard_error` each.
///
/// `None` without scores, if one is not finite, or if the error is negative.
#[must_use]
pub fn shrink(scores: &[f64], standard_error: f64) -> Option<Shrunk> {
    let grand_mean = mean(scores)?;
    let spread = squares_around(grand_mean, scores);
    let noise = (size(scores.len()) - 3.0).max(0.0) * standard_error.powi(2);
    let factor = if spread > 0.0 { (1.0 - noise / spread).max(0.0) } else { 1.0 };
    let drawn = scores.iter().map(|score| grand_mean + factor * (score - grand_mean)).collect();
    let selected = largest(scores)?;
    (standard_error >= 0.0).then_some(Shrunk { grand_mean, factor, scores: drawn, selected })
}
