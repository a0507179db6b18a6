//! Fisher's exact test of two counts.
//!
//! Given how many passed in all, the passes of one side are hypergeometric if both sides pass
//! alike.
//!
//! **Source.** Fisher (1935), JRSS 98.
//!
//! **Assumes** independent measurements: repeats of one unit under two sides, or single
//! measurements of unrelated units.
//!
//! **Edges.** A side without measurements, no pass, or passes only: p is 1.

use crate::distribution::hypergeometric_pmf;

/// Probabilities within this factor of each other count as equal.
const TIE: f64 = 1e-7;

/// The one-sided p that B passes as often as A, against B passing less often.
///
/// `None` if a side has more passes than measurements.
#[must_use]
pub fn fisher_worse(a_passes: u64, a_n: u64, b_passes: u64, b_n: u64) -> Option<f64> {
    let chances = chances(a_passes, a_n, b_passes, b_n)?;
    let tail = chances.iter().filter(|(passes, _)| *passes <= b_passes);
    Some(tail.map(|(_, chance)| chance).sum::<f64>().min(1.0))
}

/// The two-sided p that both sides pass alike: all outcomes that are no likelier than this one.
///
/// `None` if a side has more passes than measurements.
#[must_use]
pub fn fisher_two_sided(a_passes: u64, a_n: u64, b_passes: u64, b_n: u64) -> Option<f64> {
    let chances = chances(a_passes, a_n, b_passes, b_n)?;
    let own = chances.iter().find(|(passes, _)| *passes == b_passes)?.1;
    let tail = chances.iter().filter(|(_, chance)| *chance <= own * (1.0 + TIE));
    Some(tail.map(|(_, chance)| chance).sum::<f64>().min(1.0))
}

/// Every possible number of passes of B with its chance.
fn chances(a_passes: u64, a_n: u64, b_passes: u64, b_n: u64) -> Option<Vec<(u64, f64)>> {
    if a_passes > a_n || b_passes > b_n {
        return None;
    }
    let (passes, n) = (a_passes + b_passes, a_n + b_n);
    let possible = passes.saturating_sub(a_n)..=passes.min(b_n);
    possible.map(|drawn| Some((drawn, hypergeometric_pmf(drawn, n, passes, b_n)?))).collect()
}
