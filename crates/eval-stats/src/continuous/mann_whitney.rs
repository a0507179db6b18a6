//! The Mann-Whitney test: do unpaired values of B tend to be larger than those of A?
//!
//! The sum of B's ranks is compared with that of every other choice of as many ranks, ties
//! included.
//!
//! **Source.** Mann and Whitney (1947), Annals of Mathematical Statistics 18; the shift of Hodges
//! and Lehmann (1963), Annals of Mathematical Statistics 34.
//!
//! **Assumes** independent units, different ones on both sides.
//!
//! **Edges.** More than 200 values together: no exact p.

use super::ranks::{choice_sums, doubled, midranks, tails};
use super::wilcoxon::ExactP;
use crate::moments::median;
use crate::real::size;

/// Up to this many values together the distribution is worked out.
const MOST_EXACT: usize = 200;

/// What the Mann-Whitney test finds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MannWhitney {
    /// In how many of all pairs B is larger, ties counted half.
    pub u_b: f64,
    /// The exact p-values; none of too many values.
    pub exact: Option<ExactP>,
    /// The middle of all differences B - A.
    pub shift: f64,
}

/// Compares `b` with `a`; `None` if a side is empty, or a value is not finite.
#[must_use]
pub fn mann_whitney(a: &[f64], b: &[f64]) -> Option<MannWhitney> {
    let all: Vec<f64> = a.iter().chain(b).copied().collect();
    if !all.iter().all(|value| value.is_finite()) {
        return None;
    }
    let differences: Vec<f64> = b.iter().flat_map(|b| a.iter().map(move |a| b - a)).collect();
    let shift = median(&differences)?;
    let ranks = midranks(&all);
    let rank_sum: f64 = ranks[a.len()..].iter().sum();
    let exact = (all.len() <= MOST_EXACT).then(|| {
        let chances = choice_sums(&doubled(&ranks), b.len());
        ExactP::from_tails(tails(&chances, doubled(&[rank_sum])[0]))
    });
    Some(MannWhitney { u_b: rank_sum - size(b.len()) * (size(b.len()) + 1.0) / 2.0, exact, shift })
}
