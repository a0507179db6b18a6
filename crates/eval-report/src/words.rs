//! What the findings' own words are called on a page.

use std::collections::BTreeSet;

use eval_findings::{
    Check, CheckOf, Comparison, Estimand, GateReport, IntervalMethod, Metric, PMethod, Says,
};

use crate::visible::on_one_line;

/// What a difference says, to begin a sentence with.
pub(crate) fn says(says: Says) -> &'static str {
    match says {
        Says::Better => "Better",
        Says::Worse => "Worse",
        Says::NotSeen => "No difference seen",
        Says::CannotTell => "Cannot tell",
    }
}

/// How an interval was made.
pub(crate) fn interval_by(method: IntervalMethod) -> Option<&'static str> {
    match method {
        IntervalMethod::ClusterT => Some("Student's t"),
        IntervalMethod::GuardedT => Some("guarded t"),
        IntervalMethod::Tango => Some("Tango's score"),
        IntervalMethod::FixedSuite => Some("noise of repeating"),
        IntervalMethod::None => None,
    }
}

/// How a p-value was made.
pub(crate) fn p_by(method: PMethod) -> Option<&'static str> {
    match method {
        PMethod::SignFlip => Some("exact sign flips"),
        PMethod::SignFlipDrawn => Some("sign flips, drawn"),
        PMethod::McNemarMidP => Some("McNemar's mid-p"),
        PMethod::FixedSuite => Some("normal"),
        PMethod::None => None,
    }
}

/// What is claimed.
pub(crate) fn estimand(estimand: Estimand) -> &'static str {
    match estimand {
        Estimand::SuperPopulation => "instances like these",
        Estimand::FixedSuite => "exactly these instances and no others",
    }
}

/// What a trial takes, with its unit.
pub(crate) fn metric(metric: Metric) -> &'static str {
    match metric {
        Metric::Cost => "cost (dollars)",
        Metric::Tokens => "tokens",
        Metric::Latency => "latency (ms)",
        Metric::Turns => "turns",
        Metric::ToolCalls => "tool calls",
    }
}

/// What a check looks at.
pub(crate) fn check_of(of: CheckOf) -> &'static str {
    match of {
        CheckOf::ToolCalls => "tool calls",
        CheckOf::Success
        | CheckOf::Safety
        | CheckOf::Cost
        | CheckOf::Tokens
        | CheckOf::Latency
        | CheckOf::Turns => of.name(),
    }
}

/// Whether a check looks at broken invariants.
pub(crate) fn is_about_safety(check: &Check) -> bool {
    check.of == CheckOf::Safety
}

/// A check's name in plain text.
pub(crate) fn check(check: &Check) -> String {
    let of = check_of(check.of);
    check.within.as_ref().map_or_else(|| of.to_owned(), |slice| format!("{of} within {slice}"))
}

/// A gate's headline without the verdict's name before it, so that a page can set that apart.
pub(crate) fn headline(report: &GateReport) -> String {
    let headline = on_one_line(&report.headline);
    let Some(rest) = headline.strip_prefix(report.verdict.name()) else { return headline };
    if rest.starts_with(|sign: char| sign.is_alphanumeric()) {
        return headline;
    }
    rest.trim_start_matches([':', '-', '–', '—', ' ']).to_owned()
}

/// What to know before believing any of it, once each.
pub(crate) fn warnings<'a>(
    report: &'a [String],
    comparison: Option<&'a Comparison>,
) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    let rested_on = comparison.map_or(&[][..], |comparison| &comparison.warnings);
    let all = report.iter().chain(rested_on).map(String::as_str);
    all.filter(|warning| seen.insert(*warning)).collect()
}
