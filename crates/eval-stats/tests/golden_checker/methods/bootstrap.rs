//! Resampling.

use eval_stats::continuous::quantile;
use eval_stats::resample::{bca, cluster_bootstrap, exact_bootstrap_of_mean, jackknife};
use eval_stats::t_mean;
use serde_json::{Value, json};

use super::{Method, SEED};
use crate::golden_checker::input::{
    Outcome, by_cluster, count, numbered, real, reals, text, texts,
};
use crate::golden_checker::output::{lower, maybe, numbers, undefined, upper};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "bca_from_replicates" => bca_shown,
        "jackknife" => jackknife_shown,
        "cluster_bca_mc" => cluster_bca_shown,
        "percentile_exact" => percentile_shown,
        _ => return None,
    })
}

fn bca_shown(input: &Value) -> Outcome {
    let (theta, conf) = (real(input, "theta")?, real(input, "conf")?);
    let found = bca(theta, &reals(input, "replicates")?, &reals(input, "jackknife")?, conf);
    let interval = found.map(|found| found.interval);
    let levels = found.map(|found| found.levels);
    Ok(json!({
        "z0": maybe(found.map(|found| found.bias)),
        "acceleration": maybe(found.map(|found| found.acceleration)),
        "alpha_lower": lower(levels),
        "alpha_upper": upper(levels),
        "lower": lower(interval),
        "upper": upper(interval),
    }))
}

fn cluster_bca_shown(input: &Value) -> Outcome {
    let clusters = numbered(&texts(input, "clusters")?);
    let clusters = by_cluster(&reals(input, "diffs")?, &clusters)?;
    let found = cluster_bootstrap(&clusters, count(input, "resamples")?, SEED);
    let conf = real(input, "conf")?;
    let interval = found.as_ref().and_then(|found| Some(found.bca(conf)?.interval));
    Ok(json!({
        "estimate": maybe(found.as_ref().map(|found| found.estimate)),
        "bootstrap_se": maybe(found.and_then(|found| found.standard_error())),
        "lower": lower(interval),
        "upper": upper(interval),
    }))
}

fn percentile_shown(input: &Value) -> Outcome {
    let found = exact_bootstrap_of_mean(&reals(input, "values")?, real(input, "conf")?);
    let interval = found.map(|found| found.interval);
    Ok(json!({
        "lower": lower(interval),
        "upper": upper(interval),
        "bootstrap_se": maybe(found.map(|found| found.standard_error)),
        "bootstrap_mean": maybe(found.map(|found| found.mean)),
    }))
}

fn jackknife_shown(input: &Value) -> Outcome {
    let statistic: fn(&[f64]) -> Option<f64> = match text(input, "statistic")? {
        "mean" => |values| Some(t_mean(values)?.value),
        "median" => |values| quantile(values, 0.5),
        other => return Err(format!("no statistic {other}")),
    };
    let of_rest = |rest: &[&f64]| statistic(&rest.iter().map(|value| **value).collect::<Vec<_>>());
    let Some(found) = jackknife(&reals(input, "values")?, of_rest) else {
        return Ok(undefined(&["estimates", "se", "acceleration"]));
    };
    Ok(json!({
        "estimates": numbers(&found.estimates),
        "se": found.standard_error,
        "acceleration": found.acceleration,
    }))
}
