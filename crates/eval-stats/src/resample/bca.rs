//! The `BCa` interval: bootstrap bounds corrected for bias and skew.
//!
//! ```text
//! z₀ = Φ⁻¹(share of replicates below θ, ties half)      held within [1/(B+1), B/(B+1)]
//! α' = Φ(z₀ + (z₀ + z) / (1 - a(z₀ + z)))               a from the jackknife
//! ```
//!
//! The bounds are the type-7 quantiles of the replicates at the two α'.
//!
//! **Source.** Efron (1987), JASA 82.
//!
//! **Assumes** independent units, and twenty of them or more. For the mean of few differences it
//! covers less than Student's t, so it is never the default for one.
//!
//! **Edges.** All replicates alike: both bounds are that value.

use super::jackknife::acceleration;
use crate::continuous::quantile_of_sorted;
use crate::distribution::{normal_cdf, normal_quantile};
use crate::interval::Interval;
use crate::moments::sorted;
use crate::real::{is_level, size};

/// Replicates nearer to the estimate than this share of it count as ties with it.
const TIE: f64 = 1e-12;

/// A `BCa` interval and what it was made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bca {
    /// The correction for bias, in standard deviations.
    pub bias: f64,
    /// The acceleration.
    pub acceleration: f64,
    /// At which quantiles of the replicates the bounds lie.
    pub levels: Interval,
    /// The bounds.
    pub interval: Interval,
}

/// The `BCa` interval of `estimate` from its `replicates` and its leave-one-out estimates.
///
/// `None` without replicates or leave-one-out estimates, if one is not finite, or if `confidence`
/// does not lie strictly between 0 and 1.
#[must_use]
pub fn bca(estimate: f64, replicates: &[f64], left_out: &[f64], confidence: f64) -> Option<Bca> {
    let all_finite = estimate.is_finite() && replicates.iter().all(|each| each.is_finite());
    if !(is_level(confidence) && all_finite) || replicates.is_empty() {
        return None;
    }
    let acceleration = acceleration(left_out)?;
    let bias = normal_quantile(share_below(estimate, replicates))?;
    let level = |p: f64| {
        let shifted = bias + normal_quantile(p)?;
        Some(normal_cdf(bias + shifted / (1.0 - acceleration * shifted)))
    };
    let tail = (1.0 - confidence) / 2.0;
    let levels = Interval { lower: level(tail)?, upper: level(1.0 - tail)? };
    let replicates = sorted(replicates);
    let interval = Interval {
        lower: quantile_of_sorted(&replicates, levels.lower)?,
        upper: quantile_of_sorted(&replicates, levels.upper)?,
    };
    Some(Bca { bias, acceleration, levels, interval })
}

fn share_below(estimate: f64, replicates: &[f64]) -> f64 {
    let tie = TIE * estimate.abs().max(1e-3);
    let below = replicates.iter().filter(|each| **each < estimate - tie).count();
    let ties = replicates.iter().filter(|each| (**each - estimate).abs() <= tie).count();
    let n = size(replicates.len());
    ((size(below) + 0.5 * size(ties)) / n).clamp(1.0 / (n + 1.0), n / (n + 1.0))
}
