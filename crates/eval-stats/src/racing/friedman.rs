//! Friedman's test of ranks within units, and who falls too far behind the best.
//!
//! With R the rank sums of k candidates over n units, 1 the best rank, and A the sum of all squared
//! ranks,
//!
//! ```text
//! χ² = (k-1) Σ (R - n(k+1)/2)² / (A - nk(k+1)²/4)
//! F  = (n-1) χ² / (n(k-1) - χ²)
//! critical difference = t_{(n-1)(k-1), 1-α/2} √(2 (nA - ΣR²) / ((n-1)(k-1)))
//! ```
//!
//! Candidates are dropped only if F rejects.
//!
//! **Source.** Friedman (1937), JASA 32; Iman and Davenport (1980), Communications in Statistics
//! A9; the difference after Conover (1999), Practical Nonparametric Statistics, section 5.8; its
//! use in a race, Birattari, Stützle, Paquete and Varrentrapp (2002), GECCO.
//!
//! **Assumes** independent units, five to eight of them at least. Ties get mean ranks; with scores
//! that are mostly tied average repeats first.
//!
//! **Edges.** Everything tied: no test, and everybody stays.

use super::by_candidate;
use crate::continuous::midranks;
use crate::distribution::{chi_squared_survival, f_survival, t_critical_value};
use crate::real::{is_level, size};

/// What Friedman's test finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Friedman {
    /// The sum of each candidate's ranks; the smallest is the best.
    pub rank_sums: Vec<f64>,
    /// χ²; none if everything is tied.
    pub chi_squared: Option<f64>,
    /// The p of χ²; 1 if everything is tied.
    pub p_chi_squared: f64,
    /// Iman and Davenport's F, which may be infinite; none if everything is tied.
    pub f: Option<f64>,
    /// The p of F; 1 if everything is tied.
    pub p_f: f64,
    /// The rank sum by which one may lie behind; none if everything is tied.
    pub critical_difference: Option<f64>,
    /// The candidate with the smallest rank sum, the first of equals.
    pub best: usize,
    /// Who stays, in order.
    pub survivors: Vec<usize>,
}

/// Ranks candidates within `blocks`, each of which holds the score of every candidate on one unit.
///
/// `None` with fewer than two units or candidates, if a score is not finite, or if `alpha` does
/// not lie strictly between 0 and 1.
#[must_use]
pub fn friedman(blocks: &[Vec<f64>], alpha: f64, higher_is_better: bool) -> Option<Friedman> {
    let candidates = by_candidate(blocks)?.len();
    if blocks.len() < 2 || candidates < 2 || !is_level(alpha) {
        return None;
    }
    let sign = if higher_is_better { -1.0 } else { 1.0 };
    let ranked =
        |block: &Vec<f64>| midranks(&block.iter().map(|score| sign * score).collect::<Vec<_>>());
    let ranks: Vec<Vec<f64>> = blocks.iter().map(ranked).collect();
    let rank_sum = |candidate: usize| ranks.iter().map(|block| block[candidate]).sum();
    let rank_sums: Vec<f64> = (0..candidates).map(rank_sum).collect();
    let squares = ranks.iter().flatten().map(|rank| rank * rank).sum();
    tested(rank_sums, squares, size(blocks.len()), alpha)
}

fn tested(rank_sums: Vec<f64>, squares: f64, n: f64, alpha: f64) -> Option<Friedman> {
    let k = size(rank_sums.len());
    let best = super::largest(&rank_sums.iter().map(|sum| -sum).collect::<Vec<_>>())?;
    let centre = n * (k + 1.0) / 2.0;
    let spread = squares - n * k * (k + 1.0).powi(2) / 4.0;
    if spread <= 1e-9 {
        return Some(all_tied(rank_sums, best));
    }
    let between: f64 = rank_sums.iter().map(|sum| (sum - centre).powi(2)).sum();
    let chi_squared = (k - 1.0) * between / spread;
    // What rounding leaves of a denominator of 0 must not make a huge F of either sign.
    let rest = (n * (k - 1.0) - chi_squared).max(0.0);
    let is_perfect = rest <= 1e-9 * n * k;
    let f = if is_perfect { f64::INFINITY } else { (n - 1.0) * chi_squared / rest };
    let freedom = (n - 1.0) * (k - 1.0);
    let p_f = f_survival(f, k - 1.0, freedom)?;
    let sum_squares: f64 = rank_sums.iter().map(|sum| sum * sum).sum();
    let error = (2.0 * (n * squares - sum_squares).max(0.0) / freedom).sqrt();
    let critical_difference = t_critical_value(freedom, 1.0 - alpha)? * error;
    let reach = rank_sums[best] + critical_difference + 1e-9;
    let stays = |candidate: &usize| p_f >= alpha || rank_sums[*candidate] <= reach;
    Some(Friedman {
        survivors: (0..rank_sums.len()).filter(stays).collect(),
        rank_sums,
        chi_squared: Some(chi_squared),
        p_chi_squared: chi_squared_survival(chi_squared, k - 1.0)?,
        f: Some(f),
        p_f,
        critical_difference: Some(critical_difference),
        best,
    })
}

fn all_tied(rank_sums: Vec<f64>, best: usize) -> Friedman {
    Friedman {
        survivors: (0..rank_sums.len()).collect(),
        rank_sums,
        chi_squared: None,
        p_chi_squared: 1.0,
        f: None,
        p_f: 1.0,
        critical_difference: None,
        best,
    }
}
