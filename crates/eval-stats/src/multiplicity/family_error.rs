//! Adjusted p-values that bound the chance of any false finding.
//!
//! An adjusted p is compared with the level itself.
//!
//! **Source.** Bonferroni (1936); Holm (1979), Scandinavian Journal of Statistics 6; Hochberg
//! (1988), Biometrika 75.
//!
//! **Assumes** nothing of how the tests depend on each other, except Hochberg's, which needs them
//! independent or positively dependent.
//!
//! **Edges.** No p-value: none adjusted. Adjusted values never exceed 1.

use super::stepwise;
use crate::real::size;

/// Bonferroni: each p times their number.
#[must_use]
pub fn bonferroni(p_values: &[f64]) -> Vec<f64> {
    p_values.iter().map(|p| (p * size(p_values.len())).min(1.0)).collect()
}

/// Holm: the smallest p times their number, the next times one less, and so on. Never weaker than
/// Bonferroni.
///
/// ```
/// let adjusted = eval_stats::multiplicity::holm(&[0.01, 0.04, 0.03]);
/// assert_eq!(adjusted, [0.03, 0.06, 0.06]);
/// ```
#[must_use]
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    stepwise(p_values, |rank| size(p_values.len() - rank), true)
}

/// Hochberg: Holm's factors, from the largest p down. Never weaker than Holm.
#[must_use]
pub fn hochberg(p_values: &[f64]) -> Vec<f64> {
    stepwise(p_values, |rank| size(p_values.len() - rank), false)
}
