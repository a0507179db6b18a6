//! Clustered means.

use eval_stats::cluster::{
    cr2_mean, design_effect, fixed_suite, miller_errors, variance_components,
};
use eval_stats::{clustered_mean, t_mean};
use serde_json::{Value, json};

use super::Method;
use crate::golden_checker::input::{
    Outcome, by_cluster, clusters, count, list, numbered, real, reals, rows, scores, texts,
};
use crate::golden_checker::output::{lower, maybe, undefined, upper};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "mean_ci" => mean_ci_shown,
        "cr2" => cr2_shown,
        "icc_anova" => icc_anova_shown,
        "miller_se" => miller_se_shown,
        "design_effect" => design_effect_shown,
        "fixed_suite_se" => fixed_suite_se_shown,
        _ => return None,
    })
}

fn values(input: &Value) -> Outcome<Vec<Vec<f64>>> {
    by_cluster(&reals(input, "values")?, &numbered(&texts(input, "clusters")?))
}

/// The mean of every unit that was measured, by cluster, and how many units were not.
fn unit_means(input: &Value) -> Outcome<(Vec<Vec<f64>>, usize)> {
    let units = list(input, "scenarios")?;
    let (mut means, mut places) = (Vec::new(), Vec::new());
    for (place, (unit, cluster)) in units.iter().zip(clusters(units)).enumerate() {
        let measured: Vec<f64> = scores(unit, "scores")?.into_iter().flatten().collect();
        if let Some(mean) = t_mean(&measured) {
            means.push(mean.value);
            // A unit without a cluster is alone, and no cluster has so high a number.
            places.push(cluster.unwrap_or(units.len() + place));
        }
    }
    Ok((by_cluster(&means, &places)?, units.len() - means.len()))
}

fn mean_ci_shown(input: &Value) -> Outcome {
    let (means, dropped) = unit_means(input)?;
    let mean = clustered_mean(&means);
    let conf = real(input, "conf")?;
    let interval = mean.and_then(|mean| mean.estimate().interval(conf));
    Ok(json!({
        "n": mean.map_or(0, |mean| mean.n),
        "clusters": mean.map_or(0, |mean| mean.clusters),
        "mean": maybe(mean.map(|mean| mean.mean)),
        "se_naive": maybe(mean.and_then(|mean| mean.unrelated_error)),
        "se_cr0": maybe(mean.map(|mean| mean.uncorrected_error)),
        "se_cr1": maybe(mean.and_then(|mean| mean.standard_error)),
        "df": mean.map(|mean| mean.clusters - 1),
        "lower": lower(interval),
        "upper": upper(interval),
        "dropped_scenarios": dropped,
    }))
}

fn cr2_shown(input: &Value) -> Outcome {
    let (mean, conf) = (cr2_mean(&values(input)?), real(input, "conf")?);
    let interval = mean.and_then(|mean| mean.interval(conf));
    Ok(json!({
        "mean": maybe(mean.map(|mean| mean.value)),
        "se_cr2": maybe(mean.and_then(|mean| mean.standard_error)),
        "df_satterthwaite": maybe(mean.map(|mean| mean.degrees_of_freedom)),
        "lower": lower(interval),
        "upper": upper(interval),
    }))
}

fn icc_anova_shown(input: &Value) -> Outcome {
    let keys = ["msb", "msw", "k0", "icc", "sigma2_between", "sigma2_within"];
    let Some(parts) = variance_components(&rows(input, "groups")?) else {
        return Ok(undefined(&keys));
    };
    Ok(json!({
        "msb": parts.mean_square_between,
        "msw": parts.within,
        "k0": parts.typical_size,
        "icc": maybe(parts.icc),
        "sigma2_between": parts.between,
        "sigma2_within": parts.within,
    }))
}

fn miller_se_shown(input: &Value) -> Outcome {
    let found = miller_errors(&values(input)?);
    Ok(json!({
        "mean": maybe(found.map(|found| found.mean)),
        "se_clt": maybe(found.map(|found| found.plain)),
        "se_clustered": maybe(found.map(|found| found.clustered)),
    }))
}

fn design_effect_shown(input: &Value) -> Outcome {
    let (units, repeats) = (count(input, "scenarios")?, count(input, "epochs")?);
    let found = design_effect(units, repeats, real(input, "icc")?);
    Ok(json!({
        "deff": maybe(found.map(|found| found.effect)),
        "n_eff": maybe(found.map(|found| found.effective_n)),
    }))
}

fn fixed_suite_se_shown(input: &Value) -> Outcome {
    let found = fixed_suite(&rows(input, "groups")?);
    Ok(json!({
        "mean": maybe(found.map(|found| found.mean)),
        "se": maybe(found.and_then(|found| found.standard_error)),
    }))
}
