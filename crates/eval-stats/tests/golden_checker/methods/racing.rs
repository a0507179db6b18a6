//! Races.

use eval_stats::racing::{
    expected_maximum_of_normals, friedman, paired_race, shrink, successive_halving,
};
use serde_json::{Value, json};

use super::Method;
use crate::golden_checker::input::{Outcome, count, flag, real, reals, rows};
use crate::golden_checker::output::{maybe, number, numbers};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "friedman" => ranks,
        "paired_t_holm" => |input| {
            let found = paired_race(&rows(input, "scores")?, real(input, "alpha")?);
            let found = found.ok_or("no race")?;
            Ok(json!({
                "best": found.best,
                "p_raw": numbers(&found.p_raw),
                "p_adjusted": numbers(&found.p_adjusted),
                "survivors": found.survivors,
            }))
        },
        "successive_halving" => halving,
        "expected_max_normal" => |input| {
            Ok(json!({ "expected": maybe(expected_maximum_of_normals(count(input, "m")?)) }))
        },
        "eb_shrink" => |input| {
            let found = shrink(&reals(input, "estimates")?, real(input, "se")?);
            let found = found.ok_or("nothing to shrink")?;
            Ok(json!({
                "grand_mean": found.grand_mean,
                "factor": found.factor,
                "shrunk": numbers(&found.scores),
                "selected": found.selected,
                "selected_shrunk": number(found.scores[found.selected]),
            }))
        },
        _ => return None,
    })
}

fn ranks(input: &Value) -> Outcome {
    let higher = flag(input, "higher_is_better")?;
    let found = friedman(&rows(input, "scores")?, real(input, "alpha")?, higher);
    let found = found.ok_or("no ranks")?;
    Ok(json!({
        "rank_sums": numbers(&found.rank_sums),
        "chi2": maybe(found.chi_squared),
        "p_chi2": found.p_chi_squared,
        "iman_davenport_f": maybe(found.f),
        "p_f": found.p_f,
        "critical_difference": maybe(found.critical_difference),
        "best": found.best,
        "survivors": found.survivors,
    }))
}

fn halving(input: &Value) -> Outcome {
    let (smallest, largest) = (count(input, "min_budget")?, count(input, "max_budget")?);
    let rungs =
        successive_halving(count(input, "configs")?, smallest, largest, count(input, "eta")?);
    let rungs = rungs.ok_or("no ladder")?;
    let shown: Vec<Value> = rungs
        .iter()
        .map(|rung| json!({ "configs": rung.candidates, "budget": rung.budget }))
        .collect();
    let total: u64 = rungs.iter().map(|rung| rung.candidates * rung.budget).sum();
    Ok(json!({ "rungs": shown, "total": total }))
}
