//! Costs and latencies.

use eval_stats::Interval;
use eval_stats::continuous::{
    bootstrap_geometric_ratio, bootstrap_quantile_difference, geometric_ratio, hodges_lehmann,
    mann_whitney, quantile, quantile_interval, ratio_of_means, wilcoxon_signed_rank,
};
use serde_json::{Value, json};

use super::{Method, SEED};
use crate::golden_checker::input::{Outcome, count, pairs, real, reals};
use crate::golden_checker::output::{lower, maybe, undefined, upper};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "wilcoxon_signed_rank" => signed_rank,
        "hodges_lehmann" => hodges_lehmann_shown,
        "geo_mean_ratio" => geo_mean_ratio_shown,
        "geo_mean_ratio_boot_mc" => geo_mean_ratio_boot_mc_shown,
        "ratio_of_means" => ratio_of_means_shown,
        "quantile_type7" => quantile_type7_shown,
        "quantile_ci_order_stat" => quantile_ci_order_stat_shown,
        "quantile_diff_boot_mc" => quantile_diff_boot_mc_shown,
        "mann_whitney" => mann_whitney_shown,
        _ => return None,
    })
}

fn signed_rank(input: &Value) -> Outcome {
    let keys = ["n_used", "w_plus", "p_exact", "p_less", "p_greater", "p_normal"];
    let Some(found) = wilcoxon_signed_rank(&reals(input, "diffs")?) else {
        return Ok(undefined(&keys));
    };
    Ok(json!({
        "n_used": found.n_used,
        "w_plus": found.w_plus,
        "p_exact": maybe(found.exact.map(|exact| exact.two_sided)),
        "p_less": maybe(found.exact.map(|exact| exact.less)),
        "p_greater": maybe(found.exact.map(|exact| exact.greater)),
        "p_normal": maybe(found.p_normal),
    }))
}

fn hodges_lehmann_shown(input: &Value) -> Outcome {
    let found = hodges_lehmann(&reals(input, "diffs")?, real(input, "conf")?);
    let interval = found.map(|found| found.interval);
    Ok(json!({
        "estimate": maybe(found.map(|found| found.estimate)),
        "lower": lower(interval),
        "upper": upper(interval),
        "achieved_conf": maybe(found.map(|found| found.achieved_confidence)),
    }))
}

fn geo_mean_ratio_shown(input: &Value) -> Outcome {
    let clusters: Vec<_> = pairs(input)?.into_iter().map(|pair| vec![pair]).collect();
    let found = geometric_ratio(&clusters, real(input, "conf")?, SEED);
    let interval = found.and_then(|found| found.interval);
    let test = found.and_then(|found| found.test);
    Ok(json!({
        "ratio": maybe(found.map(|found| found.ratio)),
        "lower": lower(interval),
        "upper": upper(interval),
        "p": maybe(test.map(|test| test.p_two_sided)),
    }))
}

fn geo_mean_ratio_boot_mc_shown(input: &Value) -> Outcome {
    let found = bootstrap_geometric_ratio(&pairs(input)?, count(input, "resamples")?, SEED);
    let conf = real(input, "conf")?;
    let logs = found.as_ref().and_then(|found| found.percentile(conf));
    let interval = logs.map(|logs| Interval { lower: logs.lower.exp(), upper: logs.upper.exp() });
    Ok(json!({
        "ratio": maybe(found.map(|found| found.estimate.exp())),
        "lower": lower(interval),
        "upper": upper(interval),
    }))
}

fn ratio_of_means_shown(input: &Value) -> Outcome {
    let found = ratio_of_means(&pairs(input)?);
    let conf = real(input, "conf")?;
    let interval = found.and_then(|found| found.interval(conf));
    Ok(json!({
        "ratio": maybe(found.map(|found| found.value)),
        "se": maybe(found.and_then(|found| found.standard_error)),
        "lower": lower(interval),
        "upper": upper(interval),
    }))
}

fn quantile_type7_shown(input: &Value) -> Outcome {
    let values = reals(input, "values")?;
    let at: Vec<Value> =
        reals(input, "q")?.into_iter().map(|q| maybe(quantile(&values, q))).collect();
    Ok(json!({ "values": at }))
}

fn quantile_ci_order_stat_shown(input: &Value) -> Outcome {
    let (q, conf) = (real(input, "q")?, real(input, "conf")?);
    let found = quantile_interval(&reals(input, "values")?, q, conf);
    let interval = found.map(|found| found.interval);
    Ok(json!({
        "lower_rank": found.and_then(|found| found.lower_rank),
        "upper_rank": found.and_then(|found| found.upper_rank),
        "lower": lower(interval),
        "upper": upper(interval),
        "coverage": maybe(found.map(|found| found.coverage)),
    }))
}

fn quantile_diff_boot_mc_shown(input: &Value) -> Outcome {
    let (q, resamples) = (real(input, "q")?, count(input, "resamples")?);
    let found = bootstrap_quantile_difference(&pairs(input)?, q, resamples, SEED);
    let conf = real(input, "conf")?;
    let interval = found.as_ref().and_then(|found| found.percentile(conf));
    Ok(json!({
        "diff": maybe(found.map(|found| found.estimate)),
        "lower": lower(interval),
        "upper": upper(interval),
    }))
}

fn mann_whitney_shown(input: &Value) -> Outcome {
    let found = mann_whitney(&reals(input, "a")?, &reals(input, "b")?);
    let exact = found.and_then(|found| found.exact);
    Ok(json!({
        "u_b": maybe(found.map(|found| found.u_b)),
        "p_exact": maybe(exact.map(|exact| exact.two_sided)),
        "hl_shift": maybe(found.map(|found| found.shift)),
    }))
}
