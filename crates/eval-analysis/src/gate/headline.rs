//! The verdict and why, in one line.

use eval_findings::{Check, CheckOf, Comparison, Verdict};

/// The line. The check that decides is named; where success decides, so is its difference.
pub(crate) fn headline(
    verdict: Verdict,
    checks: &[Check],
    comparison: &Comparison,
    unfinished: u64,
) -> String {
    let (a, b) = (&comparison.baseline.arm, &comparison.candidate.arm);
    if unfinished > 0 {
        return format!(
            "{}: the run is unfinished, {unfinished} planned trials are not there",
            verdict.name()
        );
    }
    let deciding = checks.iter().find(|check| check.verdict == verdict);
    let of = |check: &Check| match &check.within {
        Some(within) => format!("{} of {within}", check.of.name()),
        None => check.of.name().to_owned(),
    };
    let found = |check: &Check| match (check.of, check.estimate) {
        (CheckOf::Success, Some(difference)) => format!(" {}", points(difference)),
        (CheckOf::Safety, _) | (_, None) => String::new(),
        (_, Some(ratio)) => format!(" ×{ratio:.2}"),
    };
    match deciding {
        Some(check) => format!(
            "{}: {b} against {a}: {}{}: {}",
            verdict.name(),
            of(check),
            found(check),
            check.why
        ),
        None => format!("{}: {b} against {a}", verdict.name()),
    }
}

/// A difference in points, with its sign and never a negative nothing.
fn points(difference: f64) -> String {
    let points = difference * 100.0;
    let points = if points.abs() < 0.05 { 0.0 } else { points };
    format!("{points:+.1} points")
}
