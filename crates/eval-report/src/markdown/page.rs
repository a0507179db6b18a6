//! What the templates see: the findings with their long lists bounded and their words put in.

use eval_findings::{
    Check, Comparison, ConfigChange, Demanded, Difference, Flip, GateReport, Look, Missing,
    NoiseNote, Pairing, Policy, Quarantined, Ratio, Safety, Side, SliceRow, Unit, Verdict, Volume,
};
use serde::Serialize;

use crate::command;
use crate::figures::Figures;
use crate::markdown::bounded::Bounded;
use crate::markdown::excerpt;
use crate::words;

/// The page of a gate.
#[derive(Serialize)]
pub(crate) struct GatePage<'a> {
    alert: &'static str,
    verdict: &'static str,
    headline: String,
    policy: Option<&'static str>,
    look: Option<Look>,
    checks: Vec<CheckRow<'a>>,
    demanded: &'a Demanded,
    confidence: f64,
    compared: Option<Compared<'a>>,
    quarantined: Bounded<&'a Quarantined>,
    warnings: Bounded<&'a str>,
}

impl<'a> GatePage<'a> {
    pub(crate) fn new(report: &'a GateReport) -> Self {
        let comparison = report.comparison.as_deref();
        let looks_at_safety = report.checks.iter().any(words::is_about_safety);
        Self {
            alert: alert(report.verdict),
            verdict: report.verdict.name(),
            headline: words::headline(report),
            policy: policy(report),
            look: report.look,
            checks: report.checks.iter().map(CheckRow::new).collect(),
            demanded: &report.demanded,
            confidence: 1.0 - report.demanded.alpha,
            compared: comparison.map(|comparison| Compared::new(comparison, looks_at_safety)),
            quarantined: Bounded::new(&report.quarantined),
            warnings: Bounded::new(words::warnings(&report.warnings, comparison)),
        }
    }
}

/// The page of a comparison.
#[derive(Serialize)]
pub(crate) struct ComparisonPage<'a> {
    compared: Compared<'a>,
    warnings: Bounded<&'a str>,
}

impl<'a> ComparisonPage<'a> {
    pub(crate) fn new(comparison: &'a Comparison) -> Self {
        Self {
            compared: Compared::new(comparison, false),
            warnings: Bounded::new(words::warnings(&[], Some(comparison))),
        }
    }
}

/// What both pages say of a comparison.
#[derive(Serialize)]
struct Compared<'a> {
    baseline: &'a Side,
    candidate: &'a Side,
    changed: Bounded<ChangeRow<'a>>,
    pairing: &'a Pairing,
    only_baseline: Bounded<&'a String>,
    only_candidate: Bounded<&'a String>,
    success: &'a Difference,
    words: Words,
    /// So few units that no p could have been small.
    is_out_of_reach: bool,
    lost: Bounded<&'a Flip>,
    won: usize,
    flips_expected: f64,
    standing_out: Bounded<&'a SliceRow>,
    slices: Bounded<&'a SliceRow>,
    ratios: Vec<RatioRow<'a>>,
    safety: Option<&'a Safety>,
    missing: Option<&'a Missing>,
    noise: Option<&'a NoiseNote>,
    volume: Option<&'a Volume>,
    simulated: bool,
    command: String,
}

impl<'a> Compared<'a> {
    fn new(comparison: &'a Comparison, looks_at_safety: bool) -> Self {
        let success = &comparison.success;
        let safety = &comparison.safety;
        let any_event = safety.baseline.events + safety.candidate.events > 0;
        let standing_out = comparison.slices.iter().filter(|slice| slice.stands_out);
        Self {
            baseline: &comparison.baseline,
            candidate: &comparison.candidate,
            changed: Bounded::new(comparison.changed.iter().map(ChangeRow::new)),
            pairing: &comparison.pairing,
            only_baseline: Bounded::new(&comparison.pairing.only_baseline),
            only_candidate: Bounded::new(&comparison.pairing.only_candidate),
            success,
            words: Words::new(success),
            is_out_of_reach: success.smallest_p.is_some_and(|p| p > 1.0 - success.confidence),
            lost: Bounded::new(&comparison.flips.lost),
            won: comparison.flips.won.len(),
            flips_expected: comparison.flips.expected_each_way,
            standing_out: Bounded::new(standing_out),
            slices: Bounded::folded(&comparison.slices),
            ratios: comparison.ratios.iter().map(RatioRow::new).collect(),
            safety: (any_event || looks_at_safety).then_some(safety),
            missing: comparison.missing.as_ref(),
            noise: comparison.noise.as_ref(),
            volume: comparison.volume.as_ref(),
            simulated: comparison.simulated,
            command: command::compare(comparison),
        }
    }
}

/// The words of a difference.
#[derive(Serialize)]
struct Words {
    says: &'static str,
    interval_by: Option<&'static str>,
    p_by: Option<&'static str>,
    estimand: &'static str,
    units: String,
}

impl Words {
    fn new(success: &Difference) -> Self {
        Self {
            says: words::says(success.says),
            interval_by: words::interval_by(success.interval_by),
            p_by: words::p_by(success.p_by),
            estimand: words::estimand(success.estimand),
            units: match (success.units, success.unit) {
                (1, Unit::Instance) => "1 instance".to_owned(),
                (1, Unit::Family) => "1 family".to_owned(),
                (units, unit) => format!("{units} {}", unit.plural()),
            },
        }
    }
}

#[derive(Serialize)]
struct CheckRow<'a> {
    of: &'static str,
    within: Option<&'a str>,
    verdict: &'static str,
    found: String,
    bounds: String,
    allowed: String,
    units: String,
    why: &'a str,
}

impl<'a> CheckRow<'a> {
    fn new(check: &'a Check) -> Self {
        let Figures { found, bounds, allowed, units } = Figures::of(check);
        Self {
            of: words::check_of(check.of),
            within: check.within.as_deref(),
            verdict: check.verdict.name(),
            found,
            bounds,
            allowed,
            units,
            why: &check.why,
        }
    }
}

#[derive(Serialize)]
struct ChangeRow<'a> {
    of: &'static str,
    key: &'a str,
    from: Option<String>,
    to: Option<String>,
}

impl<'a> ChangeRow<'a> {
    fn new(change: &'a ConfigChange) -> Self {
        let (from, to) = excerpt::both(change.from.as_ref(), change.to.as_ref());
        Self { of: change.of.name(), key: &change.key, from, to }
    }
}

#[derive(Serialize)]
struct RatioRow<'a> {
    metric: &'static str,
    measured: &'a Ratio,
}

impl<'a> RatioRow<'a> {
    fn new(ratio: &'a Ratio) -> Self {
        Self { metric: words::metric(ratio.metric), measured: ratio }
    }
}

/// The kind of GitHub's alert.
fn alert(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "TIP",
        Verdict::Block => "CAUTION",
        Verdict::Inconclusive | Verdict::Invalid => "WARNING",
    }
}

/// What the policy makes of a verdict that leaves it open.
fn policy(report: &GateReport) -> Option<&'static str> {
    match (report.verdict, report.policy) {
        (Verdict::Inconclusive, Policy::Advisory) => {
            Some("Under the advisory policy this does not stop the merge.")
        }
        (Verdict::Inconclusive, Policy::Strict) => {
            Some("Under the strict policy this stops the merge.")
        }
        (Verdict::Pass | Verdict::Block | Verdict::Invalid, _) => None,
    }
}
