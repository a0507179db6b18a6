//! Wilson's interval for measurements that are not independent.
//!
//! Repeated measurements of a unit, and units of a family, resemble each other; counted as
//! independent they give intervals that are far too narrow. Here Wilson's formula is given the
//! number of independent measurements that would have the same standard error,
//!
//! ```text
//! n_eff = p(1-p) / SE²     with SE clustered (CR1), held between 1 and the measurements made
//! ```
//!
//! and the critical value of t with G - 1 degrees of freedom instead of the normal one, as SE
//! itself is estimated from G clusters.
//!
//! **Source.** The effective sample size of Korn and Graubard (1998), Survey Methodology 24, put
//! into Wilson (1927) as in Franco, Little, Louis and Slud (2019), Journal of Survey Statistics and
//! Methodology 7.
//!
//! **Assumes** independent clusters; within a cluster anything goes.
//!
//! **Edges.** No spread between clusters (all pass, all fail, or all alike): `n_eff` is the number
//! of clusters, since the data show no more than that many independent facts.

use super::wilson::score_interval;
use crate::cluster::ClusteredMean;
use crate::distribution::t_critical_value;
use crate::interval::Interval;
use crate::real::real;

/// Below this, a standard error of a rate is what is left of 0 after rounding.
const NO_SPREAD: f64 = 1e-9;

/// Wilson's interval around `estimate`, as if from `effective_n` independent measurements.
///
/// `None` unless the estimate lies between 0 and 1, `effective_n` and `degrees_of_freedom` are
/// above 0 and `confidence` lies strictly between 0 and 1.
///
/// ```
/// let interval = eval_stats::wilson_neff(0.8, 17.3, 19.0, 0.95).unwrap();
/// assert!((interval.lower - 0.550).abs() < 1e-3 && (interval.upper - 0.929).abs() < 1e-3);
/// ```
#[must_use]
pub fn wilson_neff(
    estimate: f64,
    effective_n: f64,
    degrees_of_freedom: f64,
    confidence: f64,
) -> Option<Interval> {
    let is_rate = (0.0..=1.0).contains(&estimate);
    let is_size = effective_n > 0.0 && effective_n.is_finite();
    let critical_value = t_critical_value(degrees_of_freedom, confidence)?;
    (is_rate && is_size).then(|| score_interval(estimate, effective_n, critical_value))
}

/// How many independent measurements would tell as much as the `measurements` behind `mean`.
///
/// `None` where the mean has no standard error.
#[must_use]
pub fn effective_n(mean: &ClusteredMean, measurements: u64) -> Option<f64> {
    let standard_error = mean.standard_error?;
    if standard_error <= NO_SPREAD {
        return Some(real(mean.clusters as u64));
    }
    let independent = mean.mean * (1.0 - mean.mean) / standard_error.powi(2);
    Some(independent.min(real(measurements)).max(1.0))
}
