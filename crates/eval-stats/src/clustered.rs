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

use crate::real::real;

/// A mean with its clustered standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClusteredMean {
    /// The mean over all values, each of which weighs the same.
    pub mean: f64,
    /// How many values there are.
    pub n: usize,
    /// How many clusters hold at least one value.
    pub clusters: usize,
    /// The clustered standard error of the mean; none with a single cluster.
    pub standard_error: Option<f64>,
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
    let n = filled().map(Vec::len).sum::<usize>();
    let mean = filled().flatten().sum::<f64>() / real(n as u64);
    // Covers both the division by no values and a value that is not finite.
    if !mean.is_finite() {
        return None;
    }
    let deviation = |cluster: &Vec<f64>| cluster.iter().map(|value| value - mean).sum::<f64>();
    let squares = filled().map(|cluster| deviation(cluster).powi(2)).sum();
    let count = filled().count();
    Some(ClusteredMean { mean, n, clusters: count, standard_error: cr1(squares, n, count) })
}

/// CR1 from the sum of the squared cluster deviations.
fn cr1(squares: f64, n: usize, clusters: usize) -> Option<f64> {
    let others = clusters.checked_sub(1).filter(|others| *others > 0)?;
    let correction = real(clusters as u64) / real(others as u64);
    Some((correction * squares).sqrt() / real(n as u64))
}
