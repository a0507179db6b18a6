//! Gates.

use eval_stats::Tally;
use eval_stats::gate::{GateSettings, Status, fisher_worse, gate, status, zero_tolerance};
use serde_json::{Value, json};

use super::Method;
use super::paired_mean::units;
use crate::golden_checker::input::{Outcome, count, place, real};
use crate::golden_checker::output::{lower, maybe, upper};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "noninferiority" => noninferiority,
        "zero_tolerance" => |input| {
            let (events, n) = (count(input, "events")?, count(input, "n")?);
            let found = zero_tolerance(events, n, real(input, "p_max")?, real(input, "alpha")?);
            Ok(json!({
                "decision": found.map(|found| found.verdict.name()),
                "upper": maybe(found.and_then(|found| found.upper)),
                "n_required": found.map(|found| found.n_required),
            }))
        },
        "scenario_status" => |input| {
            let a = Tally { passes: count(input, "a_passes")?, n: count(input, "a_n")? };
            let b = Tally { passes: count(input, "b_passes")?, n: count(input, "b_n")? };
            Ok(json!({
                "a_status": status(a).map(Status::name),
                "b_status": status(b).map(Status::name),
                "fisher_p_worse": maybe(fisher_worse(a.passes, a.n, b.passes, b.n)),
            }))
        },
        _ => return None,
    })
}

fn noninferiority(input: &Value) -> Outcome {
    let settings = GateSettings {
        margin: real(input, "margin")?,
        alpha: real(input, "alpha")?,
        max_missing: real(input, "max_missing")?,
        min_units: place(input, "min_units")?,
        floor: real(input, "floor")?,
    };
    let found = gate(&units(input)?, &settings);
    let difference = found.difference;
    Ok(json!({
        "missing_rate": maybe(found.missing_share),
        "scenarios_used": found.units_used,
        "units": found.clusters,
        "diff": maybe(difference.map(|difference| difference.value)),
        "mean_epochs": maybe(found.mean_measurements),
        "se": maybe(difference.and_then(|difference| difference.standard_error)),
        "df": found.clusters.map(|clusters| clusters - 1),
        "lower": lower(found.bounds),
        "upper": upper(found.bounds),
        "decision": found.verdict().name(),
        "reason": found.reason.name(),
    }))
}
