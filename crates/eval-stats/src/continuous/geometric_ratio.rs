//! The ratio of geometric means: by what factor B costs more than A, on a typical unit.
//!
//! ```text
//! exp(mean ln(bᵢ/aᵢ))      with Student's t on the logarithms
//! ```
//!
//! **Source.** Bland and Altman (1996), BMJ 312.
//!
//! **Assumes** paired units, independent or clustered, whose log ratios are not too skewed.
//!
//! **Edges.** A value that is not above 0 has no logarithm: then there is no ratio, and
//! [`super::hodges_lehmann`] takes its place. One cluster: a ratio without an interval.

use crate::cluster::clustered_mean;
use crate::estimate::{Estimate, TTest};
use crate::interval::Interval;
use crate::paired::{SignFlip, sign_flip_or_monte_carlo};
use crate::real::is_level;
use crate::resample::{Bootstrap, bootstrap_mean};

/// A ratio of geometric means, B to A.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeometricRatio {
    /// The ratio; above 1 if B costs more.
    pub ratio: f64,
    /// Its interval; none of one cluster.
    pub interval: Option<Interval>,
    /// The test of the mean logarithm against 0; none where the ratios do not vary.
    pub test: Option<TTest>,
    /// The sign-flip test of the logarithms, summed by cluster.
    pub sign_flip: SignFlip,
    /// The mean logarithm of the ratios.
    pub log_ratio: Estimate,
}

/// The geometric ratio of `clusters` of pairs (a, b), at two-sided `confidence`.
///
/// Unrelated pairs are clusters of one. `None` without pairs, if a value is not above 0 or not
/// finite, or if `confidence` does not lie strictly between 0 and 1.
#[must_use]
pub fn geometric_ratio(
    clusters: &[Vec<(f64, f64)>],
    confidence: f64,
    seed: u64,
) -> Option<GeometricRatio> {
    if !is_level(confidence) {
        return None;
    }
    let logs: Vec<Vec<f64>> =
        clusters.iter().map(|cluster| log_ratios(cluster)).collect::<Option<_>>()?;
    let log_ratio = clustered_mean(&logs)?.estimate();
    let sums: Vec<f64> = logs.iter().map(|cluster| cluster.iter().sum()).collect();
    Some(GeometricRatio {
        ratio: log_ratio.value.exp(),
        interval: log_ratio.interval(confidence).map(|bounds| bounds.map(f64::exp)),
        test: log_ratio.test(0.0),
        sign_flip: sign_flip_or_monte_carlo(&sums, seed)?,
        log_ratio,
    })
}

/// Whether B is shown to cost at most `1 + margin` times as much as A, at one-sided level `alpha`.
///
/// `None` where the ratios show no spread, or too little data to tell.
#[must_use]
pub fn within_budget(ratio: &GeometricRatio, margin: f64, alpha: f64) -> Option<bool> {
    if ratio.log_ratio.is_degenerate() {
        return None;
    }
    Some(ratio.log_ratio.upper_bound(alpha)? < margin.ln_1p())
}

/// Bootstraps the mean logarithm of the ratios; its exponentials are those of the ratio.
///
/// `None` under the conditions of [`geometric_ratio`].
#[must_use]
pub fn bootstrap_geometric_ratio(
    pairs: &[(f64, f64)],
    resamples: u64,
    seed: u64,
) -> Option<Bootstrap> {
    bootstrap_mean(&log_ratios(pairs)?, resamples, seed)
}

fn log_ratios(pairs: &[(f64, f64)]) -> Option<Vec<f64>> {
    let log = |(a, b): &(f64, f64)| (*a > 0.0 && *b > 0.0).then(|| (b / a).ln());
    pairs.iter().map(log).collect()
}
