//! A mean whose standard error knows that related values move together.
//!
//! With n values in G clusters, m their mean and eᵍ the sum of (value - m) over cluster g,
//!
//! ```text
//! SE² = G/(G-1) · Σᵍ eᵍ² / n²
//! ```
//!
//! This is the cluster-robust estimator CR1; with every value its own cluster it is the ordinary
//! standard error of a mean.
//!
//! **Source.** Liang and Zeger (1986), Biometrika 73; the factor G/(G-1) as in Cameron and Miller
//! (2015), Journal of Human Resources 50. Without the factor it is CR0, the clustered error of
//! Miller (2024), arXiv 2411.00640.
//!
//! **Assumes** clusters that are independent of each other; within a cluster anything goes. Its
//! reference distribution is t with G - 1 degrees of freedom. With few clusters, or clusters of
//! very different size, it comes out too small.
//!
//! **Edges.** One cluster says nothing of the spread between clusters: no standard error. All
//! cluster sums equal: the standard error is 0, which is a fact about the sample and no certainty.

use crate::estimate::Estimate;
use crate::moments::variance;
use crate::real::size;

/// A mean with its clustered standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClusteredMean {
    /// The mean over all values, each of which weighs the same.
    pub mean: f64,
    /// How many values there are.
    pub n: usize,
    /// How many clusters hold at least one value.
    pub clusters: usize,
    /// The clustered standard error of the mean (CR1); none with a single cluster.
    pub standard_error: Option<f64>,
    /// The clustered standard error without the factor G/(G-1) (CR0): too small for few clusters,
    /// given for comparison with what others publish.
    pub uncorrected_error: f64,
    /// The standard error as if no values were related, given for comparison; none of one value.
    pub unrelated_error: Option<f64>,
}

impl ClusteredMean {
    /// The mean with the standard error CR1 and G - 1 degrees of freedom.
    #[must_use]
    pub fn estimate(&self) -> Estimate {
        let degrees_of_freedom = size(self.clusters) - 1.0;
        Estimate { value: self.mean, standard_error: self.standard_error, degrees_of_freedom }
    }
}

/// The mean of all values of all `clusters`; `None` if there is no value, or one is not finite.
///
/// Clusters without values count for nothing. Where no values are related, each is a cluster of
/// its own.
///
/// ```
/// let mean = eval_stats::clustered_mean(&[vec![1.0, 0.0], vec![1.0, 1.0]]).unwrap();
/// assert_eq!(mean.mean, 0.75);
/// assert_eq!(mean.standard_error, Some(0.25));
/// ```
#[must_use]
pub fn clustered_mean(clusters: &[Vec<f64>]) -> Option<ClusteredMean> {
    let filled = || clusters.iter().filter(|cluster| !cluster.is_empty());
    let values: Vec<f64> = filled().flatten().copied().collect();
    let mean = values.iter().sum::<f64>() / size(values.len());
    // Covers both the division by no values and a value that is not finite.
    if !mean.is_finite() {
        return None;
    }
    let deviation = |cluster: &Vec<f64>| cluster.iter().map(|value| value - mean).sum::<f64>();
    let squares: f64 = filled().map(|cluster| deviation(cluster).powi(2)).sum();
    let count = filled().count();
    let correction = size(count) / (size(count) - 1.0);
    Some(ClusteredMean {
        mean,
        n: values.len(),
        clusters: count,
        standard_error: (count > 1).then(|| (correction * squares).sqrt() / size(values.len())),
        uncorrected_error: squares.sqrt() / size(values.len()),
        unrelated_error: variance(&values).map(|variance| (variance / size(values.len())).sqrt()),
    })
}
