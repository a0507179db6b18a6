//! The bootstrap: how a statistic would vary if the units were drawn anew.
//!
//! Units are drawn with repetition, as many as there are, and the statistic is computed again; the
//! spread of the replicates is its standard error, their quantiles are the percentile bounds.
//! Where units are related, whole clusters are drawn.
//!
//! **Source.** Efron (1979), Annals of Statistics 7; for clusters Davison and Hinkley (1997),
//! Bootstrap Methods and their Application, section 3.8.
//!
//! **Assumes** independent units, or clusters. The percentile bounds are too narrow for few of
//! them: for a mean difference over 20 units they cover about 90 % where 95 % are promised, and
//! Student's t does better. Use it for statistics that have no formula.
//!
//! **Edges.** A statistic that some resample leaves undefined is dropped from the replicates and
//! counted.

use super::bca::{Bca, bca};
use super::jackknife::left_out;
use super::streams::Streams;
use crate::continuous::quantile_of_sorted;
use crate::interval::Interval;
use crate::moments::{sorted, variance};
use crate::real::{is_level, real};

/// The replicates of a statistic.
#[derive(Clone, Debug, PartialEq)]
pub struct Bootstrap {
    /// The statistic of the data themselves.
    pub estimate: f64,
    /// The statistic of each resample, in ascending order.
    pub replicates: Vec<f64>,
    /// Resamples that have no such statistic.
    pub undefined: u64,
    /// The statistic with each unit left out in turn; none if that leaves it undefined.
    pub left_out: Option<Vec<f64>>,
}

/// Bootstraps `statistic` over `units` with `resamples` resamples under `seed`.
///
/// `None` if the data themselves, or all resamples, have no such statistic.
pub fn bootstrap<T: Sync>(
    units: &[T],
    statistic: impl Fn(&[&T]) -> Option<f64> + Sync,
    resamples: u64,
    seed: u64,
) -> Option<Bootstrap> {
    let all: Vec<&T> = units.iter().collect();
    let estimate = statistic(&all).filter(|value| value.is_finite())?;
    let drawn =
        Streams::new(seed).replicates(resamples, |stream| statistic(&stream.resample(units)));
    let replicates: Vec<f64> =
        drawn.into_iter().flatten().filter(|value| value.is_finite()).collect();
    if replicates.is_empty() {
        return None;
    }
    Some(Bootstrap {
        estimate,
        undefined: resamples - replicates.len() as u64,
        replicates: sorted(&replicates),
        left_out: left_out(&all, &statistic),
    })
}

/// Bootstraps the mean of `values`.
#[must_use]
pub fn bootstrap_mean(values: &[f64], resamples: u64, seed: u64) -> Option<Bootstrap> {
    let clusters: Vec<Vec<f64>> = values.iter().map(|value| vec![*value]).collect();
    cluster_bootstrap(&clusters, resamples, seed)
}

/// Bootstraps the mean of all values of all `clusters`, drawing whole clusters.
#[must_use]
pub fn cluster_bootstrap(clusters: &[Vec<f64>], resamples: u64, seed: u64) -> Option<Bootstrap> {
    // Sums are taken once, so that a replicate costs one addition a cluster.
    let sums: Vec<(f64, f64)> =
        clusters.iter().map(|cluster| (cluster.iter().sum(), real(cluster.len() as u64))).collect();
    let mean = |drawn: &[&(f64, f64)]| {
        let add = |one: (f64, f64), other: &&(f64, f64)| (one.0 + other.0, one.1 + other.1);
        let (sum, n) = drawn.iter().fold((0.0, 0.0), add);
        (n > 0.0).then(|| sum / n)
    };
    bootstrap(&sums, mean, resamples, seed)
}

impl Bootstrap {
    /// The standard deviation of the replicates; none of a single one.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        variance(&self.replicates).map(f64::sqrt)
    }

    /// The percentile interval; `None` if `confidence` does not lie strictly between 0 and 1.
    #[must_use]
    pub fn percentile(&self, confidence: f64) -> Option<Interval> {
        if !is_level(confidence) {
            return None;
        }
        let tail = (1.0 - confidence) / 2.0;
        let lower = quantile_of_sorted(&self.replicates, tail)?;
        let upper = quantile_of_sorted(&self.replicates, 1.0 - tail)?;
        Some(Interval { lower, upper })
    }

    /// The `BCa` interval; `None` where the jackknife is undefined, or under its own conditions.
    #[must_use]
    pub fn bca(&self, confidence: f64) -> Option<Bca> {
        bca(self.estimate, &self.replicates, self.left_out.as_deref()?, confidence)
    }
}
