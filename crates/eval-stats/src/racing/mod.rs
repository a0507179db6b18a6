//! Many candidates, one budget: who stays in the race, and what its winner is worth.
//!
//! A race spends a budget well; its p-values decide nothing, and the winner's score in it is too
//! good. Report the winner on units that the race did not touch ([`split_for_holdout`]).

mod friedman;
mod paired_race;
mod successive_halving;
mod expected_maximum;
mod shrinkage;
mod holdout;

pub use expected_maximum::expected_maximum_of_normals;
pub use friedman::{Friedman, friedman};
pub use holdout::{Holdout, split_for_holdout};
pub use paired_race::{PairedRace, paired_race};
pub use shrinkage::{Shrunk, shrink};
pub use successive_halving::{Rung, successive_halving};

/// The place of the largest value, the first of equals; `None` of no values.
fn largest(values: &[f64]) -> Option<usize> {
    let better = |best: usize, place: usize| {
        // Sums of the same scores in another order may differ by what rounding leaves.
        if values[place] > values[best] + 1e-12 * values[best].abs() { place } else { best }
    };
    (0..values.len()).reduce(better)
}

/// The scores of each candidate, from `blocks` that each hold one score of every candidate.
///
/// `None` unless there are blocks, all of the same size and finite.
fn by_candidate(blocks: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let candidates = blocks.first()?.len();
    let all_alike = blocks.iter().all(|block| block.len() == candidates);
    let all_finite = blocks.iter().flatten().all(|score| score.is_finite());
    let scores = |candidate: usize| blocks.iter().map(|block| block[candidate]).collect();
    (all_alike && all_finite).then(|| (0..candidates).map(scores).collect())
}
