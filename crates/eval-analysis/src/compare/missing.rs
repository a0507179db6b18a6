//! Trials lost to infra, and what they could hide.

use eval_findings::{Difference, Missing};
use eval_stats::paired::{PairedUnit, worst_for_a, worst_for_b};

use super::difference;

/// What is missing; none where nothing is.
pub(crate) fn missing(units: &[PairedUnit], found: &Difference) -> Option<Missing> {
    let lost = eval_stats::paired::missing(units).filter(|lost| lost.share > 0.0)?;
    let worst = [worst_for_b(units), worst_for_a(units)]
        .map(|units| difference(&units, found.estimand, found.unit));
    let decides = worst.iter().any(|worst| worst.says != found.says);
    let [for_b, for_a] = worst.map(|worst| worst.estimate);
    Some(Missing {
        baseline: lost.a as u64,
        candidate: lost.b as u64,
        share: lost.share,
        p_same_on_both_sides: lost.p_same_on_both_sides,
        bounds: [for_b?, for_a?],
        decides,
    })
}
