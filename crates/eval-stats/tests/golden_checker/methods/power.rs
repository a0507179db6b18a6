//! Planning.

use eval_stats::power::{
    PlannedVariance, best_repeats, mcnemar_power, noninferiority_power, power, smallest_difference,
    smallest_difference_normal, units_needed, units_needed_for_noninferiority,
};
use serde_json::{Value, json};

use super::Method;
use crate::golden_checker::input::{Outcome, count, real};
use crate::golden_checker::output::maybe;

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "paired_var" => |input| {
            let (variance, n) = (variance(input)?, real(input, "n")?);
            let error = variance.map(|variance| (variance / n).sqrt());
            Ok(json!({ "var_diff": maybe(variance), "se": maybe(error) }))
        },
        "mde_z" => |input| smallest(input, smallest_difference_normal),
        "mde_t" => |input| smallest(input, smallest_difference),
        "paired_t" => |input| {
            let (n, delta, alpha) = (count(input, "n")?, real(input, "delta")?, alpha(input)?);
            let found = variance(input)?.and_then(|variance| power(n, variance, delta, alpha));
            Ok(json!({ "power": maybe(found) }))
        },
        "n_scenarios_z" => |input| {
            let (delta, alpha, wanted) =
                (real(input, "delta")?, alpha(input)?, real(input, "power")?);
            let needed = |variance| units_needed(variance, delta, alpha, wanted);
            Ok(json!({ "n": variance(input)?.and_then(needed) }))
        },
        "noninferiority" => noninferiority,
        "optimal_epochs" => |input| {
            let (unit, repeat) = (real(input, "cost_scenario")?, real(input, "cost_epoch")?);
            let (within, between) = (real(input, "var_within")?, real(input, "var_between")?);
            Ok(json!({ "k_opt": maybe(best_repeats(unit, repeat, within, between)) }))
        },
        "mcnemar_exact" => |input| {
            let (a, b) = (real(input, "p_a_only")?, real(input, "p_b_only")?);
            let found = mcnemar_power(count(input, "n")?, a, b, alpha(input)?);
            Ok(json!({
                "power_exact": maybe(found.map(|found| found.exact)),
                "power_midp": maybe(found.map(|found| found.mid_p)),
            }))
        },
        _ => return None,
    })
}

fn alpha(input: &Value) -> Outcome<f64> {
    real(input, "alpha")
}

fn variance(input: &Value) -> Outcome<Option<f64>> {
    let planned = PlannedVariance {
        rate: real(input, "p")?,
        icc: real(input, "icc")?,
        correlation: real(input, "corr")?,
        repeats: count(input, "epochs")?,
    };
    Ok(planned.variance())
}

fn smallest(input: &Value, method: fn(u64, f64, f64, f64) -> Option<f64>) -> Outcome {
    let (n, alpha, wanted) = (count(input, "n")?, alpha(input)?, real(input, "power")?);
    let found = variance(input)?.and_then(|variance| method(n, variance, alpha, wanted));
    Ok(json!({ "mde": maybe(found) }))
}

fn noninferiority(input: &Value) -> Outcome {
    let (n, alpha, wanted) = (count(input, "n")?, alpha(input)?, real(input, "power")?);
    let (margin, delta) = (real(input, "margin")?, real(input, "true_diff")?);
    let variance = variance(input)?;
    let needed = |variance| units_needed_for_noninferiority(variance, margin, delta, alpha, wanted);
    let power = |variance| noninferiority_power(n, variance, margin, delta, alpha);
    Ok(json!({ "n_z": variance.and_then(needed), "power_t": maybe(variance.and_then(power)) }))
}
