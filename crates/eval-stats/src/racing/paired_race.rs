//! A race by paired t tests: who is shown to be worse than the best so far.
//!
//! Every candidate is tested one-sided against the one with the highest mean; the p-values are
//! adjusted after Holm.
//!
//! **Source.** Birattari, Stützle, Paquete and Varrentrapp (2002), GECCO; López-Ibáñez et al.
//! (2016), irace, Operations Research Perspectives 3.
//!
//! **Assumes** independent units. The best was picked by the same scores, so the p-values spend a
//! budget and prove nothing.
//!
//! **Edges.** A difference that is the same on all n units has no t; its p is that of the sign
//! flip, 2⁻ⁿ, and 1 if it is 0.

use super::{by_candidate, largest};
use crate::moments::mean;
use crate::multiplicity::holm;
use crate::paired::smallest_p_of_sign_flip;
use crate::t_mean::t_mean;

/// Who stays in the race.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedRace {
    /// The candidate with the highest mean, the first of equals.
    pub best: usize,
    /// The one-sided p of each other candidate against it, in order.
    pub p_raw: Vec<f64>,
    /// The same adjusted for their number.
    pub p_adjusted: Vec<f64>,
    /// Who stays, the best among them, in order.
    pub survivors: Vec<usize>,
}

/// Tests candidates against the best over `blocks`, each of which holds the score of every
/// candidate on one unit; higher is better.
///
/// `None` with fewer than two units, or if a score is not finite.
#[must_use]
pub fn paired_race(blocks: &[Vec<f64>], alpha: f64) -> Option<PairedRace> {
    let candidates = by_candidate(blocks).filter(|_| blocks.len() > 1)?;
    let means: Vec<f64> = candidates.iter().map(|scores| mean(scores)).collect::<Option<_>>()?;
    let best = largest(&means)?;
    let others: Vec<usize> = (0..candidates.len()).filter(|other| *other != best).collect();
    let p_raw: Vec<f64> = others
        .iter()
        .map(|other| p_worse(&candidates[best], &candidates[*other]))
        .collect::<Option<_>>()?;
    let p_adjusted = holm(&p_raw);
    let dropped = |(other, p): (&usize, &f64)| (*p <= alpha).then_some(*other);
    let dropped: Vec<usize> = others.iter().zip(&p_adjusted).filter_map(dropped).collect();
    let survivors = (0..candidates.len()).filter(|each| !dropped.contains(each)).collect();
    Some(PairedRace { best, p_raw, p_adjusted, survivors })
}

fn p_worse(best: &[f64], other: &[f64]) -> Option<f64> {
    let differences: Vec<f64> = best.iter().zip(other).map(|(best, other)| best - other).collect();
    let mean = t_mean(&differences)?;
    let constant = || {
        if mean.value > 1e-12 { smallest_p_of_sign_flip(differences.len()) } else { 1.0 }
    };
    Some(mean.test(0.0).map_or_else(constant, |test| test.p_greater))
}
