//! Wilcoxon's signed-rank test: are differences symmetric around 0?
//!
//! Differences are ranked by size; the test statistic is the sum of the ranks of the positive
//! ones, and its distribution is worked out exactly, ties included.
//!
//! **Source.** Wilcoxon (1945), Biometrics Bulletin 1; zeros dropped and the conditional
//! distribution with midranks as in Hollander, Wolfe and Chicken (2014), section 3.1.
//!
//! **Assumes** independent differences, symmetric around their middle.
//!
//! **Edges.** Only zeros: p is 1. More than 200 differences: no exact p, and the normal one, with
//! its correction for ties and none for continuity, is good enough.

use super::ranks::{doubled, midranks, subset_sums, tails, tie_sizes};
use crate::distribution::normal_survival;
use crate::real::size;

/// Up to this many differences the distribution is worked out.
const MOST_EXACT: usize = 200;

/// What the signed-rank test finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SignedRank {
    /// Differences other than 0.
    pub n_used: usize,
    /// The sum of the ranks of the positive ones.
    pub w_plus: f64,
    /// The exact p-values; none of too many differences.
    pub exact: Option<ExactP>,
    /// The two-sided p from the normal distribution; none if all differences are 0.
    pub p_normal: Option<f64>,
}

/// Exact p-values on either side and on both.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExactP {
    /// Chance of a statistic at most as large.
    pub less: f64,
    /// Chance of one at least as large.
    pub greater: f64,
    /// Twice the smaller of both, at most 1.
    pub two_sided: f64,
}

impl ExactP {
    pub(super) fn from_tails((less, greater): (f64, f64)) -> Self {
        Self { less, greater, two_sided: (2.0 * less.min(greater)).min(1.0) }
    }
}

/// The signed-rank test of `differences`; `None` if one is not a number.
#[must_use]
pub fn wilcoxon_signed_rank(differences: &[f64]) -> Option<SignedRank> {
    if differences.iter().any(|difference| difference.is_nan()) {
        return None;
    }
    let used: Vec<f64> = differences.iter().copied().filter(|each| *each != 0.0).collect();
    let distances: Vec<f64> = used.iter().map(|each| each.abs()).collect();
    let ranks = midranks(&distances);
    let positive = |(each, rank): (&f64, &f64)| (*each > 0.0).then_some(*rank);
    let w_plus = used.iter().zip(&ranks).filter_map(positive).sum();
    let exact = (used.len() <= MOST_EXACT).then(|| {
        let observed = doubled(&[w_plus])[0];
        ExactP::from_tails(tails(&subset_sums(&doubled(&ranks)), observed))
    });
    Some(SignedRank { n_used: used.len(), w_plus, exact, p_normal: normal(w_plus, &ranks) })
}

fn normal(w_plus: f64, ranks: &[f64]) -> Option<f64> {
    let n = size(ranks.len());
    let ties: f64 = tie_sizes(ranks).iter().map(|tied| tied.powi(3) - tied).sum();
    let variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ties / 48.0;
    let distance = (w_plus - n * (n + 1.0) / 4.0).abs();
    (variance > 0.0).then(|| (2.0 * normal_survival(distance / variance.sqrt())).min(1.0))
}
