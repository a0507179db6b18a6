//! pass@k and pass^k.

use eval_stats::Tally;
use eval_stats::pass_k::{bootstrap_pass_k, pass_at_k, pass_hat_k, suite_pass_k};
use serde_json::{Value, json};

use super::{Method, SEED};
use crate::golden_checker::input::{Outcome, count, each, real};
use crate::golden_checker::output::{lower, maybe, upper};

type Measure = fn(u64, u64, u64) -> Option<f64>;

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "pass_at_k" => |input| task(input, pass_at_k),
        "pass_hat_k" => |input| task(input, pass_hat_k),
        "suite_pass_at_k" => |input| suite(input, pass_at_k),
        "suite_pass_hat_k" => |input| suite(input, pass_hat_k),
        "bootstrap_pass_at_k" => |input| bootstrap(input, pass_at_k),
        "bootstrap_pass_hat_k" => |input| bootstrap(input, pass_hat_k),
        _ => return None,
    })
}

fn task(input: &Value, measure: Measure) -> Outcome {
    let value = measure(count(input, "n")?, count(input, "c")?, count(input, "k")?);
    Ok(json!({ "value": maybe(value) }))
}

fn tasks(input: &Value) -> Outcome<Vec<Tally>> {
    each(input, "tasks", |task| {
        Some(Tally { passes: task.get("c")?.as_u64()?, n: task.get("n")?.as_u64()? })
    })
}

fn suite(input: &Value, measure: Measure) -> Outcome {
    let found = suite_pass_k(&tasks(input)?, measure, count(input, "k")?, real(input, "conf")?);
    let conf = real(input, "conf")?;
    // The cases ask for plain t, also where tasks are all alike and the suite has a better one.
    let interval = found.mean.and_then(|mean| mean.interval(conf));
    Ok(json!({
        "mean": maybe(found.mean.map(|mean| mean.value)),
        "se": maybe(found.mean.and_then(|mean| mean.standard_error)),
        "lower": lower(interval),
        "upper": upper(interval),
        "used": found.values.len(),
        "dropped": found.dropped,
    }))
}

fn bootstrap(input: &Value, measure: Measure) -> Outcome {
    let (k, resamples) = (count(input, "k")?, count(input, "resamples")?);
    let found = bootstrap_pass_k(&tasks(input)?, measure, k, resamples, SEED);
    let conf = real(input, "conf")?;
    let interval = found.as_ref().and_then(|found| found.percentile(conf));
    Ok(json!({
        "lower": lower(interval),
        "upper": upper(interval),
        "bootstrap_se": maybe(found.and_then(|found| found.standard_error())),
    }))
}
