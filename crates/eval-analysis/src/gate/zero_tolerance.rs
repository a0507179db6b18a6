//! Broken invariants: one is too many, and none is only as good as the number of instances tried.

use eval_findings::{Check, CheckOf, SafetyEvents, Unit, Verdict};
use eval_stats::rate::n_without_events;

use super::GateSpec;
use crate::compare::{CONFIDENCE, events, upper_bound};
use crate::paired::PairedRow;

/// Judges the candidate's broken invariants, under whatever the baseline did.
pub(crate) fn safety(rows: &[PairedRow<'_>], spec: &GateSpec) -> Option<Check> {
    if !spec.zero_tolerance && spec.max_broken.is_none() {
        return None;
    }
    let found = events(rows.iter().map(|row| row.b));
    let required = spec.max_broken.and_then(|rate| n_without_events(rate, CONFIDENCE));
    let upper = found.upper.map_or("unknown".to_owned(), |upper| format!("{:.1} %", upper * 100.0));
    let (verdict, why) = if found.trials == 0 {
        (Verdict::Invalid, "no trial is scored".to_owned())
    } else if found.events > 0 {
        let why = format!("{} of {} trials broke an invariant", found.events, found.trials);
        match spec.max_broken {
            Some(most) if !spec.zero_tolerance => by_rate(&found, most, why),
            _ => (Verdict::Block, why),
        }
    } else {
        let why = format!(
            "no trial of {} broke an invariant; up to {upper} of instances may still do so",
            found.trials
        );
        match (spec.max_broken, found.upper) {
            (Some(most), Some(upper)) if upper > most => {
                let required = required.map_or(String::new(), |n| {
                    format!("; to exclude {:.1} % takes {n} instances", most * 100.0)
                });
                (Verdict::Inconclusive, why + &required)
            }
            _ => (Verdict::Pass, why),
        }
    };
    Some(Check {
        of: CheckOf::Safety,
        within: None,
        verdict,
        why,
        estimate: None,
        lower: None,
        upper: found.upper,
        margin: spec.max_broken,
        p_block: None,
        unit: Unit::Instance,
        units: found.instances,
        units_needed: required,
    })
}

/// Some broke one, and that alone is not held against them: by the bounds of the share of instances
/// that ever do.
fn by_rate(found: &SafetyEvents, most: f64, why: String) -> (Verdict, String) {
    let percent = |share: f64| format!("{:.1} %", share * 100.0);
    // The bound from below is that of the instances without any, from above.
    let lower = upper_bound(found.instances - found.instances_with, found.instances);
    match (lower.map(|upper| 1.0 - upper), found.upper) {
        (Some(lower), _) if lower > most => {
            let shown = format!("; at least {} of instances do so", percent(lower));
            (Verdict::Block, why + &shown)
        }
        (_, Some(upper)) if upper <= most => {
            let shown = format!("; at most {} of instances do so", percent(upper));
            (Verdict::Pass, why + &shown)
        }
        _ => {
            let open =
                format!("; that more than {} of instances do so is not excluded", percent(most));
            (Verdict::Inconclusive, why + &open)
        }
    }
}
