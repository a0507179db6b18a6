//! The linear probability model: least squares with clustered standard errors.
//!
//! ```text
//! Var(β) = c (X'X)⁻¹ (Σᵍ Xᵍ'eᵍ eᵍ'Xᵍ) (X'X)⁻¹      c = G/(G-1) · (N-1)/(N-K)
//! ```
//!
//! **Source.** Liang and Zeger (1986), Biometrika 73; the factor c (CR1S) as in Cameron and Miller
//! (2015), Journal of Human Resources 50.
//!
//! **Assumes** independent clusters. Scores may be passes and failures: coefficients are then
//! differences in points.
//!
//! **Edges.** Columns that depend on each other: no model. One cluster: no errors.

use std::collections::BTreeMap;

use super::linear_algebra::{add, add_outer, apply, dot, inverse, sandwich_diagonal, zeros};
use crate::estimate::Estimate;
use crate::real::size;

/// A linear model.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearModel {
    /// The coefficient of each column with its clustered error and G - 1 degrees of freedom.
    pub coefficients: Vec<Estimate>,
}

/// Regresses `scores` on `rows`, one row of columns a score, related within `clusters`.
///
/// `None` unless there are as many rows and clusters as scores, more scores than columns, all rows
/// as long, all finite, and no column a combination of others.
#[must_use]
pub fn linear_model(scores: &[f64], rows: &[Vec<f64>], clusters: &[usize]) -> Option<LinearModel> {
    let columns = columns(scores, rows, clusters)?;
    let (mut squares, mut products) = (zeros(columns), vec![0.0; columns]);
    for (score, row) in scores.iter().zip(rows) {
        add_outer(&mut squares, 1.0, row, row);
        add(&mut products, *score, row);
    }
    let bread = inverse(&squares)?;
    let values = apply(&bread, &products);
    let mut sums: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for ((score, row), cluster) in scores.iter().zip(rows).zip(clusters) {
        let residual = score - dot(row, &values);
        add(sums.entry(*cluster).or_insert_with(|| vec![0.0; columns]), residual, row);
    }
    let mut meat = zeros(columns);
    for sum in sums.values() {
        add_outer(&mut meat, 1.0, sum, sum);
    }
    let (g, n) = (size(sums.len()), size(scores.len()));
    let factor = g / (g - 1.0) * (n - 1.0) / (n - size(columns));
    let variances = sandwich_diagonal(&bread, &meat);
    let coefficient = |(value, variance): (f64, f64)| Estimate {
        value,
        standard_error: (sums.len() > 1).then(|| (factor * variance).max(0.0).sqrt()),
        degrees_of_freedom: g - 1.0,
    };
    Some(LinearModel { coefficients: values.into_iter().zip(variances).map(coefficient).collect() })
}

/// How many columns there are, if everything fits together.
pub(super) fn columns(scores: &[f64], rows: &[Vec<f64>], clusters: &[usize]) -> Option<usize> {
    let columns = rows.first()?.len();
    let fits = rows.len() == scores.len() && clusters.len() == scores.len();
    let is_whole = rows.iter().all(|row| row.len() == columns);
    let is_finite = rows.iter().flatten().chain(scores).all(|value| value.is_finite());
    (fits && is_whole && is_finite && columns > 0 && scores.len() > columns).then_some(columns)
}
