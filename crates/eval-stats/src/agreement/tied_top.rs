//! How often the truth scores highest, where several may.
//!
//! **Source.** The expected hit rate if ties were broken at random.
//!
//! **Assumes** scores that are compared exactly as they are.

use crate::real::size;

/// The expected share of cases in which the truth is named, if one of the `scores` that tie for
/// the highest is picked at random; `truth` is the place of the true one.
///
/// `None` without cases, if there are not as many truths, if a truth is no place, or if a score is
/// not a number.
///
/// ```
/// let scores = [vec![1.0, 1.0, 0.0], vec![0.0, 2.0, 1.0]];
/// assert_eq!(eval_stats::agreement::top_with_ties(&scores, &[0, 2]), Some(0.25));
/// ```
#[must_use]
pub fn top_with_ties(scores: &[Vec<f64>], truth: &[usize]) -> Option<f64> {
    if scores.is_empty() || scores.len() != truth.len() {
        return None;
    }
    let credit = |(scores, truth): (&Vec<f64>, &usize)| {
        let own = *scores.get(*truth)?;
        if scores.iter().any(|score| score.is_nan()) {
            return None;
        }
        let tied = scores.iter().filter(|score| **score >= own).count();
        let beaten = scores.iter().any(|score| *score > own);
        Some(if beaten { 0.0 } else { 1.0 / size(tied) })
    };
    let credits: Option<f64> = scores.iter().zip(truth).map(credit).sum();
    credits.map(|credits| credits / size(scores.len()))
}
