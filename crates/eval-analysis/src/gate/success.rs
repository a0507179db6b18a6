//! The success rate: shown to be no worse than allowed, shown to be worse, or neither.

use eval_findings::{Check, CheckOf, Unit};
use eval_stats::gate::{Gate, GateSettings, Reason, gate, gate_worst_cases};
use eval_stats::power::units_needed_for_noninferiority;

use super::{GateSpec, verdict};
use crate::paired::{PairedRow, units};

/// How often a gate ought to pass if nothing changed, to tell how much that needs.
const POWER: f64 = 0.8;

/// A check with what to know of it.
pub(crate) struct Found {
    pub(crate) check: Check,
    pub(crate) warning: Option<String>,
}

/// Judges the success rate over some rows.
pub(crate) fn success(
    rows: &[PairedRow<'_>],
    unit: Unit,
    spec: &GateSpec,
    margin: f64,
    alpha: f64,
) -> Found {
    let settings = GateSettings {
        margin,
        alpha,
        max_missing: spec.max_missing,
        min_units: spec.min_units,
        ..GateSettings::default()
    };
    let units = units(rows, unit);
    let found = gate(&units, &settings);
    let worst = gate_worst_cases(&units, &settings);
    let decides = worst.is_some_and(|worst| {
        [worst.for_a, worst.for_b].iter().any(|case| case.verdict() != found.verdict())
    });
    let is_valid = found.verdict() != eval_stats::gate::Verdict::Invalid;
    let warning = (decides && is_valid).then(|| {
        "what was lost to infra decides: in one of the two worst cases the gate says something else"
            .to_owned()
    });
    Found { check: check(&found, unit, margin, alpha, spec), warning }
}

fn check(found: &Gate, unit: Unit, margin: f64, alpha: f64, spec: &GateSpec) -> Check {
    let clusters = found.clusters.unwrap_or_default() as u64;
    let needed = found.difference.and_then(|difference| {
        let error = difference.standard_error?;
        let variance = error * error * crate::compare::count(found.clusters?);
        units_needed_for_noninferiority(variance, margin, 0.0, alpha, POWER)
    });
    Check {
        of: CheckOf::Success,
        within: None,
        verdict: verdict::of_stats(found.verdict()),
        why: why(found, unit, margin, clusters, needed, spec),
        estimate: found.difference.map(|difference| difference.value),
        lower: found.bounds.map(|bounds| bounds.lower.max(-1.0)),
        upper: found.bounds.map(|bounds| bounds.upper.min(1.0)),
        margin: Some(margin),
        p_block: found.bounds.and_then(|_| found.difference?.test(0.0).map(|test| test.p_less)),
        unit,
        units: clusters,
        units_needed: needed,
    }
}

fn why(
    found: &Gate,
    unit: Unit,
    margin: f64,
    clusters: u64,
    needed: Option<u64>,
    spec: &GateSpec,
) -> String {
    let points = |share: f64| format!("{:.1}", share * 100.0);
    let allowed = points(margin);
    let lower = found.bounds.map(|bounds| points(-bounds.lower)).unwrap_or_default();
    let unit = unit.plural();
    match found.reason {
        Reason::NonInferior => format!("a drop of {allowed} points or more is excluded"),
        Reason::WorseButWithinMargin => {
            format!("it is worse, but a drop of {allowed} points or more is excluded")
        }
        Reason::SignificantRegression => {
            format!("it is worse than the baseline, and a drop of up to {lower} points is possible")
        }
        Reason::IntervalSpansMargin => {
            let needed = needed.map(|needed| {
                format!("; if nothing changed, four passes in five need about {needed} {unit}")
            });
            format!(
                "neither no drop nor one of {allowed} points is excluded with {clusters} {unit}{}",
                needed.unwrap_or_default()
            )
        }
        Reason::TooFewUnits => format!(
            "{clusters} independent {unit} are too few to say how they differ; at least {} are \
             demanded",
            spec.min_units
        ),
        Reason::TooManyMissing => format!(
            "{} % of the trials were lost to infra, and at most {} % may be",
            points(found.missing_share.unwrap_or_default()),
            points(spec.max_missing)
        ),
        Reason::NoData => "no instance has a scored trial under both arms".to_owned(),
    }
}
