//! The rate behind the verdicts of a judge that errs.
//!
//! With q the share that the judge lets pass,
//!
//! ```text
//! p = (q + specificity - 1) / (sensitivity + specificity - 1)
//! ```
//!
//! Sensitivity and specificity come from items with known labels.
//!
//! **Source.** Rogan and Gladen (1978), American Journal of Epidemiology 107.
//!
//! **Assumes** a judge that errs on the items at hand as it does on the labelled ones.
//!
//! **Edges.** A judge that hardly tells good from bad (sensitivity + specificity below 1.2) is
//! refused: dividing by next to nothing makes any number. The rate is clipped to 0 and 1.

use crate::interval::Interval;
use crate::moments::sorted;
use crate::rate::Tally;
use crate::real::{is_level, real};
use crate::resample::{Stream, Streams};

/// Sensitivity and specificity must come to this together.
const LEAST_SKILL: f64 = 1.2;

/// How a judge did on items with known labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JudgeError {
    /// Of the items that should pass, how many the judge let pass.
    pub should_pass: Tally,
    /// Of the items that should fail, how many the judge let pass.
    pub should_fail: Tally,
}

/// The rate behind `judged`, the judge's own tally.
///
/// `None` without items of any of the three sorts, or of a judge without skill.
#[must_use]
pub fn corrected_rate(judged: Tally, judge: JudgeError) -> Option<f64> {
    corrected(share(judged)?, share(judge.should_pass)?, share(judge.should_fail)?)
}

/// A percentile interval of it, all three tallies drawn anew `resamples` times under `seed`.
///
/// Resamples in which the judge has no skill are left out. `None` under the conditions of
/// [`corrected_rate`], if more than half are, or if `confidence` does not lie strictly between 0
/// and 1.
#[must_use]
pub fn corrected_rate_interval(
    judged: Tally,
    judge: JudgeError,
    confidence: f64,
    resamples: u64,
    seed: u64,
) -> Option<Interval> {
    corrected_rate(judged, judge)?;
    let drawn = Streams::new(seed).replicates(resamples, |stream| {
        let mut again = |tally: Tally| share(redrawn(tally, stream));
        corrected(again(judged)?, again(judge.should_pass)?, again(judge.should_fail)?)
    });
    let rates: Vec<f64> = drawn.into_iter().flatten().collect();
    let enough = 2 * rates.len() as u64 >= resamples;
    if !(enough && is_level(confidence)) {
        return None;
    }
    let (rates, tail) = (sorted(&rates), (1.0 - confidence) / 2.0);
    let bound = |q| crate::continuous::quantile_of_sorted(&rates, q);
    Some(Interval { lower: bound(tail)?, upper: bound(1.0 - tail)? })
}

fn share(tally: Tally) -> Option<f64> {
    let is_measured = tally.n > 0 && tally.passes <= tally.n;
    is_measured.then(|| real(tally.passes) / real(tally.n))
}

fn corrected(passed: f64, sensitivity: f64, false_passes: f64) -> Option<f64> {
    let specificity = 1.0 - false_passes;
    let skill = sensitivity + specificity;
    (skill >= LEAST_SKILL).then(|| ((passed + specificity - 1.0) / (skill - 1.0)).clamp(0.0, 1.0))
}

/// As many items, each passing with the share of the tally.
fn redrawn(tally: Tally, stream: &mut Stream) -> Tally {
    let chance = share(tally).unwrap_or(0.0);
    let passes = (0..tally.n).filter(|_| stream.unit() < chance).count() as u64;
    Tally { passes, n: tally.n }
}
