//! The Bayesian interval with Jeffreys' prior.
//!
//! The equal-tailed interval of a Beta(passes + ½, failures + ½) distribution.
//!
//! **Source.** Brown, Cai and `DasGupta` (2001), Statistical Science 16; for few measurements of
//! language models Bowyer, Aitchison and Ivanova (2025), arXiv 2503.01747.
//!
//! **Assumes** independent measurements that pass with the same probability, so one a unit.
//!
//! **Edges.** No pass: the lower bound is 0. No failure: the upper one is 1. Nothing measured: from
//! 0 to 1. More than 10,000 measurements: none.

use crate::distribution::beta_quantile;
use crate::interval::Interval;
use crate::real::{is_level, real};

/// Jeffreys' interval for `passes` of `n`, which holds the rate with probability `confidence`.
///
/// `None` under the conditions of [`super::clopper_pearson`].
#[must_use]
pub fn jeffreys(passes: u64, n: u64, confidence: f64) -> Option<Interval> {
    if !is_level(confidence) {
        return None;
    }
    let failures = n.checked_sub(passes)?;
    let tail = (1.0 - confidence) / 2.0;
    let quantile = |p| beta_quantile(p, real(passes) + 0.5, real(failures) + 0.5);
    let lower = if passes == 0 { 0.0 } else { quantile(tail)? };
    let upper = if failures == 0 { 1.0 } else { quantile(1.0 - tail)? };
    Some(Interval { lower, upper })
}
