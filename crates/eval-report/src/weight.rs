//! How heavily a verdict weighs: what every page for machines agrees on with the exit code.

use eval_findings::{Check, GateReport, Policy, Verdict};

/// What a verdict does to the merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Nothing: all is well.
    Fine,
    /// Nothing, but somebody should know.
    Noted,
    /// It stops it.
    Stops,
}

/// The weight of the whole. The exit code has the last word: a page that says otherwise than the
/// process ends would be believed by one half of its readers.
pub(crate) fn of_whole(report: &GateReport) -> Weight {
    match (report.exit_code, report.verdict) {
        (0, Verdict::Pass) => Weight::Fine,
        (0, Verdict::Inconclusive | Verdict::Block | Verdict::Invalid) => Weight::Noted,
        (1.., _) => Weight::Stops,
    }
}

/// The weight of one check. None stops what the whole lets through.
pub(crate) fn of_check(report: &GateReport, check: &Check) -> Weight {
    let alone = match (check.verdict, report.policy) {
        (Verdict::Pass, _) => Weight::Fine,
        (Verdict::Inconclusive, Policy::Advisory) => Weight::Noted,
        (Verdict::Inconclusive, Policy::Strict) | (Verdict::Block | Verdict::Invalid, _) => {
            Weight::Stops
        }
    };
    if alone == Weight::Stops && report.exit_code == 0 { Weight::Noted } else { alone }
}
