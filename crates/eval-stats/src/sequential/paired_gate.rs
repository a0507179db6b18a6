//! The gate that may be looked at after every unit.
//!
//! Differences d are brought to x = (d + 1)/2 between 0 and 1. One process gathers evidence that B
//! is worse (mean below ½), one that it is not worse by the margin (mean above ½ - margin/2). The
//! first to reach 1/α decides.
//!
//! **Source.** As [`super::mixture_e_process`].
//!
//! **Assumes** differences of units, or means of clusters, in random order. Weaker than a test at
//! a planned end: at -10 points over 100 units measured 5 times it blocks 82 % of the time, and
//! planned looks 98 %.
//!
//! **Edges.** Both reaching it with the same unit, which only a tiny α allows: B is blocked.

use super::e_process::{Direction, EProcess, mixture_e_process};
use crate::gate::Verdict;

/// Both processes and what they say.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedEGate {
    /// Evidence that B is not worse by the margin.
    pub noninferior: EProcess,
    /// Evidence that B is worse.
    pub worse: EProcess,
    /// Pass or block, and after how many units; none while neither is shown.
    pub decision: Option<(Verdict, usize)>,
}

/// Judges `differences` B - A as they come in.
///
/// `None` unless all lie between -1 and 1 and `margin` strictly between 0 and 1.
#[must_use]
pub fn paired_e_gate(
    differences: &[f64],
    margin: f64,
    alpha: f64,
    fractions: &[f64],
) -> Option<PairedEGate> {
    let values: Vec<f64> = differences.iter().map(|d| f64::midpoint(*d, 1.0)).collect();
    let null = 0.5 - margin / 2.0;
    let noninferior = mixture_e_process(&values, null, Direction::Greater, fractions)?;
    let worse = mixture_e_process(&values, 0.5, Direction::Less, fractions)?;
    let decision = match (worse.stops_at(alpha), noninferior.stops_at(alpha)) {
        (Some(block), Some(pass)) if pass < block => Some((Verdict::Pass, pass)),
        (Some(block), _) => Some((Verdict::Block, block)),
        (None, pass) => pass.map(|pass| (Verdict::Pass, pass)),
    };
    Some(PairedEGate { noninferior, worse, decision })
}
