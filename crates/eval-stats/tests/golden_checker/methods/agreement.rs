//! Raters and pointing fingers.

use eval_stats::agreement::{
    Ratings, Weights, cohen_kappa, fleiss_kappa, gwet_ac1, krippendorff_alpha, ranking,
    top_with_ties, weighted_kappa,
};
use serde_json::{Value, json};

use super::Method;
use crate::golden_checker::input::{Outcome, each, place, places, real, rows, text, texts};
use crate::golden_checker::output::{lower, maybe, number, upper};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "cohen_kappa" => kappa,
        "weighted_kappa" => |input| {
            let weights = match text(input, "weights")? {
                "linear" => Weights::Linear,
                "quadratic" => Weights::Quadratic,
                other => return Err(format!("no weights {other}")),
            };
            Ok(json!({ "kappa": maybe(weighted_kappa(&ratings(input)?, weights)) }))
        },
        "fleiss_kappa" => |input| {
            let counts = |row: &Value| row.as_array()?.iter().map(Value::as_u64).collect();
            let items: Vec<Vec<u64>> = each(input, "counts", counts)?;
            Ok(json!({
                "fleiss_kappa": maybe(fleiss_kappa(&items)),
                "krippendorff_alpha_nominal": maybe(krippendorff_alpha(&items)),
            }))
        },
        "topk" => ranked,
        "top1_ties" => |input| {
            let found = top_with_ties(&rows(input, "scores")?, &places(input, "truth")?);
            Ok(json!({ "top1_expected": maybe(found) }))
        },
        _ => return None,
    })
}

fn ratings(input: &Value) -> Outcome<Ratings> {
    let (a, b) = (places(input, "a")?, places(input, "b")?);
    Ratings::new(&a, &b, place(input, "categories")?).ok_or_else(|| "no ratings".to_owned())
}

fn kappa(input: &Value) -> Outcome {
    let ratings = ratings(input)?;
    let found = cohen_kappa(&ratings, real(input, "conf").unwrap_or(0.95)).ok_or("no kappa")?;
    Ok(json!({
        "observed": found.observed,
        "expected": found.expected,
        "kappa": maybe(found.kappa),
        "se": maybe(found.standard_error),
        "lower": lower(found.interval),
        "upper": upper(found.interval),
        "gwet_ac1": maybe(gwet_ac1(&ratings)),
    }))
}

fn ranked(input: &Value) -> Outcome {
    let of_texts =
        |row: &Value| row.as_array()?.iter().map(|part| part.as_str().map(str::to_owned)).collect();
    let rankings: Vec<Vec<String>> = each(input, "rankings", of_texts)?;
    let found = ranking(&texts(input, "truth")?, &rankings, real(input, "conf")?);
    let found = found.ok_or("no ranking")?;
    Ok(json!({
        "top1": maybe(found.top_1.estimate),
        "top1_lower": lower(found.top_1.interval),
        "top1_upper": upper(found.top_1.interval),
        // With a single candidate the second place is the first.
        "top2": maybe(found.top.get(1).or(found.top.first()).copied()),
        "mrr": number(found.mean_reciprocal_rank),
        "majority_baseline": number(found.majority_baseline),
        "p_vs_uniform": number(found.p_by_guessing),
    }))
}
