//! The default report of a comparison: how much better B is, and how sure that is.
//!
//! The interval is that of Student's t over units or clusters, the p-value that of the exact sign
//! flip, which needs no normality. Cohen's d and the count of wins and losses stand beside them.
//!
//! **Source.** The files of the methods it gathers.
//!
//! **Assumes** independent clusters, or independent units where there are no clusters.
//!
//! **Edges.** No unit measured under both: nothing. One cluster: a difference, and nothing about
//! its certainty. Fewer than five clusters: the one-sided sign flip cannot reach 5 %, which
//! [`Comparison::smallest_p`] shows.

use super::effect_size::{EffectSize, effect_size};
use super::sign_flip::{SignFlip, sign_flip_or_monte_carlo, smallest_p_of_sign_flip};
use super::unit::{PairedUnit, paired_differences};
use crate::estimate::Estimate;
use crate::interval::Interval;
use crate::real::is_level;

/// How B compares with A.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The mean difference B - A with its (clustered) standard error.
    pub difference: Estimate,
    /// Its two-sided interval; `None` where the data show no spread, or too little to tell.
    pub interval: Option<Interval>,
    /// The sign-flip test over clusters.
    pub sign_flip: SignFlip,
    /// The smallest one-sided p-value that this many clusters can give.
    pub smallest_p: f64,
    /// The difference in standard deviations; none where the differences do not vary.
    pub effect_size: Option<EffectSize>,
    /// In how many units which side was better.
    pub units: Tallied,
    /// How many clusters there are; equal to the units where these are unrelated.
    pub clusters: usize,
    /// Whether clusters are the unit of inference.
    pub clustered: bool,
    /// Units left out because one side has no measurement.
    pub dropped: usize,
}

/// Units by the side that was better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tallied {
    /// Units where B was better.
    pub wins: usize,
    /// Units where A was better.
    pub losses: usize,
    /// Units where both were the same.
    pub ties: usize,
}

/// Compares B with A at two-sided `confidence`; `seed` matters only where the sign flip has to be
/// drawn by chance because there are too many units to count out.
///
/// `None` if no unit was measured under both, a measurement is not finite, or `confidence` does
/// not lie strictly between 0 and 1.
#[must_use]
pub fn compare(units: &[PairedUnit], confidence: f64, seed: u64) -> Option<Comparison> {
    let differences = paired_differences(units);
    let mean = differences.clustered()?;
    let difference = mean.estimate();
    if !is_level(confidence) {
        return None;
    }
    Some(Comparison {
        difference,
        interval: difference.interval(confidence).filter(|_| !difference.is_degenerate()),
        sign_flip: sign_flip_or_monte_carlo(&differences.cluster_sums(), seed)?,
        smallest_p: smallest_p_of_sign_flip(mean.clusters),
        effect_size: effect_size(&differences.differences),
        units: tally(&differences.differences),
        clusters: mean.clusters,
        clustered: differences.clustered,
        dropped: differences.dropped,
    })
}

fn tally(differences: &[f64]) -> Tallied {
    // Means of the same values may differ by what rounding leaves.
    let is_above = |value: &&f64| **value > 1e-12;
    let wins = differences.iter().filter(is_above).count();
    let losses = differences.iter().filter(|value| is_above(&&-**value)).count();
    Tallied { wins, losses, ties: differences.len() - wins - losses }
}
