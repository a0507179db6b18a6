//! The Hodges-Lehmann shift: the middle of all pairwise means of differences.
//!
//! Its interval turns Wilcoxon's signed-rank test around: the bounds are order statistics of the
//! pairwise (Walsh) means, picked by the exact distribution without ties, as R's `wilcox.test`
//! picks them.
//!
//! **Source.** Hodges and Lehmann (1963), Annals of Mathematical Statistics 34; Bauer (1972), JASA
//! 67.
//!
//! **Assumes** independent differences, symmetric around their middle.
//!
//! **Edges.** 95 % cannot be had of fewer than 6 differences: the confidence that was reached is
//! given. Beyond 200 differences the normal distribution picks the bounds.

use super::ranks::subset_sums;
use crate::distribution::{normal_critical_value, normal_survival};
use crate::interval::Interval;
use crate::moments::{median, sorted};
use crate::real::{index_down, is_level, size};

/// Up to this many differences the distribution is worked out.
const MOST_EXACT: usize = 200;

/// A robust shift with its interval, in the unit of the differences.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HodgesLehmann {
    /// The shift.
    pub estimate: f64,
    /// Its interval.
    pub interval: Interval,
    /// The confidence that the interval really has.
    pub achieved_confidence: f64,
}

/// The shift of `differences` at two-sided `confidence`.
///
/// `None` without differences, if one is not finite, or if `confidence` does not lie strictly
/// between 0 and 1.
#[must_use]
pub fn hodges_lehmann(differences: &[f64], confidence: f64) -> Option<HodgesLehmann> {
    let is_finite = differences.iter().all(|difference| difference.is_finite());
    if !(is_finite && is_level(confidence)) {
        return None;
    }
    let walsh = sorted(&walsh_means(differences));
    let estimate = median(&walsh)?;
    let (rank, achieved_confidence) = rank(differences.len(), confidence)?;
    let lower = walsh[rank - 1];
    let upper = walsh[walsh.len() - rank];
    Some(HodgesLehmann { estimate, interval: Interval { lower, upper }, achieved_confidence })
}

/// The mean of every difference with itself and with every later one.
fn walsh_means(differences: &[f64]) -> Vec<f64> {
    let with_later = |place: usize| {
        let first = differences[place];
        differences[place..].iter().map(move |second| f64::midpoint(first, *second))
    };
    (0..differences.len()).flat_map(with_later).collect()
}

/// Which Walsh mean from either end is the bound, from 1 on, and the confidence that gives.
fn rank(n: usize, confidence: f64) -> Option<(usize, f64)> {
    let tail = (1.0 - confidence) / 2.0;
    if n > MOST_EXACT {
        return normal_rank(n, confidence);
    }
    let chances = subset_sums(&(1..=n).collect::<Vec<_>>());
    let mut below = 0.0;
    let mut quantile = 0;
    // The smallest sum that is reached with at least the probability of the tail.
    for (sum, chance) in chances.iter().enumerate() {
        quantile = sum;
        if below + chance >= tail * (1.0 - 1e-12) {
            break;
        }
        below += chance;
    }
    if quantile == 0 {
        return Some((1, 1.0 - 2.0 * chances[0]));
    }
    Some((quantile, 1.0 - 2.0 * below))
}

fn normal_rank(n: usize, confidence: f64) -> Option<(usize, f64)> {
    let n = size(n);
    let deviation = (n * (n + 1.0) * (2.0 * n + 1.0) / 24.0).sqrt();
    let centre = n * (n + 1.0) / 4.0;
    let reach = normal_critical_value(confidence)? * deviation;
    let rank = index_down(centre - reach).max(1);
    let achieved = 1.0 - 2.0 * normal_survival((centre - size(rank)) / deviation);
    Some((rank, achieved))
}
