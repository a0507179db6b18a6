//! Many parts in few runs, main effects only.
//!
//! Twelve runs for up to eleven parts: each effect is the mean of the runs with the part on less
//! that of the others. Every effect is mixed with interactions, so this is for picking what to
//! look at; fold it over or run the survivors in full on fresh units.
//!
//! **Source.** Plackett and Burman (1946), Biometrika 33.
//!
//! **Assumes** that interactions are small.

use crate::moments::mean;

/// The first run of the design; the others are its rotations, and the last has everything off.
const FIRST: [bool; 11] = [true, true, false, true, true, true, false, false, false, true, false];

/// The twelve runs: which of eleven parts are on.
#[must_use]
pub fn plackett_burman_12() -> Vec<[bool; 11]> {
    let rotated = |by: usize| {
        let mut run = FIRST;
        run.rotate_right(by);
        run
    };
    (0..FIRST.len()).map(rotated).chain([[false; 11]]).collect()
}

/// Every run with on and off swapped: run together with the first half, main effects are free of
/// interactions of two.
#[must_use]
pub fn folded_over(runs: &[Vec<bool>]) -> Vec<Vec<bool>> {
    runs.iter().map(|run| run.iter().map(|on| !on).collect()).collect()
}

/// The main effect of each part over `runs`, whose scores are `scores`, in their unit.
///
/// `None` unless there are as many scores as runs, all runs name as many parts, and each part is
/// both on and off.
#[must_use]
pub fn plackett_burman_effects(runs: &[Vec<bool>], scores: &[f64]) -> Option<Vec<f64>> {
    let parts = runs.first()?.len();
    if runs.len() != scores.len() || runs.iter().any(|run| run.len() != parts) {
        return None;
    }
    let effect = |part: usize| {
        let side = |on: bool| {
            let of_side = |(run, score): (&Vec<bool>, &f64)| (run[part] == on).then_some(*score);
            mean(&runs.iter().zip(scores).filter_map(of_side).collect::<Vec<_>>())
        };
        Some(side(true)? - side(false)?)
    };
    (0..parts).map(effect).collect()
}
