//! Looking early.

use eval_stats::sequential::{
    Direction, empirical_bernstein, hedged_capital, hedged_interval, mixture_e_process,
    obrien_fleming, paired_e_gate, spent_alpha,
};
use serde_json::{Value, json};

use super::Method;
use crate::golden_checker::input::{Outcome, count, place, real, reals, text};
use crate::golden_checker::output::{lower, maybe, numbers, upper};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "mixture_eprocess" => e_process,
        "hedged_capital" => hedged_capital_shown,
        "prpl_eb_cs" => prpl_eb_cs_shown,
        "hedged_cs_grid" => hedged_cs_grid_shown,
        "paired_gate" => gate,
        "obf_boundary_one_sided" => obf_boundary_one_sided_shown,
        "obf_spending" => obf_spending_shown,
        _ => return None,
    })
}

fn e_process(input: &Value) -> Outcome {
    let direction = match text(input, "alternative")? {
        "greater" => Direction::Greater,
        "less" => Direction::Less,
        other => return Err(format!("no alternative {other}")),
    };
    let fractions = reals(input, "fractions")?;
    let mean = real(input, "null_mean")?;
    let found = mixture_e_process(&reals(input, "x")?, mean, direction, &fractions);
    let found = found.ok_or("no process")?;
    Ok(json!({
        "log_e": numbers(&found.log_e),
        "stop_at": found.stops_at(real(input, "alpha")?),
        "anytime_p": found.anytime_p(),
    }))
}

fn gate(input: &Value) -> Outcome {
    let (margin, alpha) = (real(input, "margin")?, real(input, "alpha")?);
    let fractions = reals(input, "fractions")?;
    let found = paired_e_gate(&reals(input, "diffs")?, margin, alpha, &fractions);
    let found = found.ok_or("no gate")?;
    Ok(json!({
        "log_e_noninferior": numbers(&found.noninferior.log_e),
        "log_e_worse": numbers(&found.worse.log_e),
        "decision": found.decision.map_or("continue", |(verdict, _)| verdict.name()),
        "stopped_at": found.decision.map(|(_, at)| at),
    }))
}

fn hedged_capital_shown(input: &Value) -> Outcome {
    let (mean, alpha) = (real(input, "null_mean")?, real(input, "alpha")?);
    let (cut_off, theta) = (real(input, "trunc")?, real(input, "theta")?);
    let found = hedged_capital(&reals(input, "x")?, mean, alpha, cut_off, theta);
    Ok(json!({ "log_capital": found.map(|found| numbers(&found)) }))
}

fn prpl_eb_cs_shown(input: &Value) -> Outcome {
    let (alpha, cut_off) = (real(input, "alpha")?, real(input, "trunc")?);
    let found = empirical_bernstein(&reals(input, "x")?, alpha, cut_off);
    let found = found.ok_or("no interval")?;
    Ok(json!({
        "lower": found.iter().map(|bounds| bounds.lower).collect::<Vec<_>>(),
        "upper": found.iter().map(|bounds| bounds.upper).collect::<Vec<_>>(),
    }))
}

fn hedged_cs_grid_shown(input: &Value) -> Outcome {
    let (alpha, cut_off) = (real(input, "alpha")?, real(input, "trunc")?);
    let (theta, grid) = (real(input, "theta")?, count(input, "grid_n")?);
    let found = hedged_interval(&reals(input, "x")?, alpha, cut_off, theta, grid);
    let found = found.ok_or("no interval")?;
    let (lower, upper) = (lower(found.interval), upper(found.interval));
    Ok(json!({ "lower": lower, "upper": upper, "accepted": found.accepted }))
}

fn obf_boundary_one_sided_shown(input: &Value) -> Outcome {
    let found = obrien_fleming(count(input, "looks")?, real(input, "alpha")?);
    Ok(json!({
        "constant": maybe(found.as_ref().map(|found| found.constant)),
        "z_bounds": found.map(|found| numbers(&found.z_bounds)),
    }))
}

fn obf_spending_shown(input: &Value) -> Outcome {
    let (looks, alpha) = (place(input, "looks")?, real(input, "alpha")?);
    let all = real(input, "looks")?;
    let shares = std::iter::successors(Some(1.0), |look| Some(look + 1.0));
    let spent = shares.map(|look| maybe(spent_alpha(look / all, alpha)));
    Ok(json!({ "cumulative_alpha": spent.take(looks).collect::<Vec<_>>() }))
}
