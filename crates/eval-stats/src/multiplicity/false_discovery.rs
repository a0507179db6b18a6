//! Adjusted p-values that bound the share of false ones among the findings.
//!
//! **Source.** Benjamini and Hochberg (1995), JRSS B 57; Benjamini and Yekutieli (2001), Annals of
//! Statistics 29.
//!
//! **Assumes** independent or positively dependent tests, except Benjamini and Yekutieli's, which
//! takes any.
//!
//! **Edges.** No p-value: none adjusted. Adjusted values never exceed 1.

use super::stepwise;
use crate::real::size;

/// Benjamini and Hochberg: the p of rank r times m/r, from the largest down.
#[must_use]
pub fn benjamini_hochberg(p_values: &[f64]) -> Vec<f64> {
    stepwise(p_values, |rank| size(p_values.len()) / size(rank + 1), false)
}

/// Benjamini and Yekutieli: the same times 1 + 1/2 + ... + 1/m.
#[must_use]
pub fn benjamini_yekutieli(p_values: &[f64]) -> Vec<f64> {
    let harmonic: f64 = (1..=p_values.len()).map(|rank| size(rank).recip()).sum();
    stepwise(p_values, |rank| harmonic * size(p_values.len()) / size(rank + 1), false)
}
