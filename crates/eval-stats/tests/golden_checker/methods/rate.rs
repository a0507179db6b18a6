//! Rates.

use eval_stats::{Interval, rate, wilson, wilson_neff};
use serde_json::{Value, json};

use super::Method;
use crate::golden_checker::input::{Outcome, count, real};
use crate::golden_checker::output::{bounds, lower, maybe, upper};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "wilson" => |input| {
            let (passes, n, conf) = counts(input)?;
            let rate = wilson(passes, n, conf);
            let (lower, upper) = (lower(rate.interval), upper(rate.interval));
            Ok(json!({ "estimate": maybe(rate.estimate), "lower": lower, "upper": upper }))
        },
        "clopper_pearson" => |input| interval(input, rate::clopper_pearson),
        "jeffreys" => |input| interval(input, rate::jeffreys),
        "wilson_cc" => |input| interval(input, rate::wilson_corrected),
        "agresti_coull" => |input| interval(input, rate::agresti_coull),
        "wilson_neff" => |input| {
            let (estimate, effective_n) = (real(input, "estimate")?, real(input, "n_eff")?);
            let (df, conf) = (real(input, "df")?, real(input, "conf")?);
            Ok(bounds(wilson_neff(estimate, effective_n, df, conf)))
        },
        "cp_upper_one_sided" => |input| {
            let (events, n) = (count(input, "events")?, count(input, "n")?);
            let three = (events == 0).then(|| rate::rule_of_three(n)).flatten();
            let upper = rate::upper_bound_of_rate(events, n, real(input, "conf")?);
            Ok(json!({ "upper": maybe(upper), "rule_of_three": maybe(three) }))
        },
        "zero_events_n_required" => |input| {
            let n = rate::n_without_events(real(input, "p_max")?, real(input, "conf")?);
            Ok(json!({ "n": n }))
        },
        _ => return None,
    })
}

fn counts(input: &Value) -> Outcome<(u64, u64, f64)> {
    Ok((count(input, "passes")?, count(input, "n")?, real(input, "conf")?))
}

fn interval(input: &Value, method: fn(u64, u64, f64) -> Option<Interval>) -> Outcome {
    let (passes, n, conf) = counts(input)?;
    Ok(bounds(method(passes, n, conf)))
}
