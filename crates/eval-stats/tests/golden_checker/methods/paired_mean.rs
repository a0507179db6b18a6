//! Mean differences.

use eval_stats::paired::{
    PairedDifferences, PairedUnit, SignFlip, effect_size, equivalence, noninferiority,
    paired_differences, sign_flip, sign_flip_monte_carlo, superiority,
};
use eval_stats::{clustered_mean, t_mean};
use serde_json::{Value, json};

use super::{Method, SEED};
use crate::golden_checker::input::{
    Outcome, by_cluster, clusters, count, list, numbered, real, reals, scores, texts,
};
use crate::golden_checker::output::{lower, maybe, undefined, upper};

pub(super) fn find(method: &str) -> Option<Method> {
    Some(match method {
        "t_test" => t_test,
        "cluster_t" => cluster_t,
        "t_degenerate" => t_degenerate_shown,
        "noninferiority_t" => noninferiority_t_shown,
        "tost" => tost_shown,
        "signflip_exact" => |input| Ok(flipped(sign_flip(&differences(input)?.differences))),
        "signflip_diffs" => |input| Ok(flipped(sign_flip(&reals(input, "diffs")?))),
        "signflip_cluster_exact" => signflip_cluster_exact_shown,
        "signflip_mc" => signflip_mc_shown,
        "prob_superiority" => prob_superiority_shown,
        _ => return None,
    })
}

/// The paired units under `pairs`.
pub(super) fn units(input: &Value) -> Outcome<Vec<PairedUnit>> {
    let pairs = list(input, "pairs")?;
    let unit = |(pair, cluster): (&Value, Option<usize>)| {
        Ok(PairedUnit { cluster, a: scores(pair, "a")?, b: scores(pair, "b")? })
    };
    pairs.iter().zip(clusters(pairs)).map(unit).collect()
}

fn differences(input: &Value) -> Outcome<PairedDifferences> {
    Ok(paired_differences(&units(input)?))
}

fn flipped(test: Option<SignFlip>) -> Value {
    let Some(test) = test else {
        return undefined(&["sum", "p_two_sided", "p_less", "p_greater"]);
    };
    json!({
        "sum": test.sum,
        "p_two_sided": test.p_two_sided,
        "p_less": test.p_less,
        "p_greater": test.p_greater,
    })
}

fn t_test(input: &Value) -> Outcome {
    let found = differences(input)?;
    let mean = found.plain();
    let test = mean.and_then(|mean| mean.test(0.0));
    let conf = real(input, "conf")?;
    let interval = mean.and_then(|mean| mean.interval(conf));
    let effect = effect_size(&found.differences);
    Ok(json!({
        "n": found.differences.len(),
        "dropped": found.dropped,
        "diff": maybe(mean.map(|mean| mean.value)),
        "se": maybe(mean.and_then(|mean| mean.standard_error)),
        "df": found.differences.len().checked_sub(1),
        "t": maybe(test.map(|test| test.t)),
        "p_two_sided": maybe(test.map(|test| test.p_two_sided)),
        "p_less": maybe(test.map(|test| test.p_less)),
        "p_greater": maybe(test.map(|test| test.p_greater)),
        "lower": lower(interval),
        "upper": upper(interval),
        "cohens_dz": maybe(effect.map(|effect| effect.dz)),
        "hedges_gz": maybe(effect.and_then(|effect| effect.gz)),
    }))
}

fn cluster_t(input: &Value) -> Outcome {
    let clusters = numbered(&texts(input, "clusters")?);
    let mean = clustered_mean(&by_cluster(&reals(input, "diffs")?, &clusters)?);
    let estimate = mean.map(|mean| mean.estimate());
    let test = estimate.and_then(|estimate| estimate.test(0.0));
    let conf = real(input, "conf")?;
    let interval = estimate.and_then(|estimate| estimate.interval(conf));
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
        "t": maybe(test.map(|test| test.t)),
        "p_two_sided": maybe(test.map(|test| test.p_two_sided)),
    }))
}

fn t_degenerate_shown(input: &Value) -> Outcome {
    let mean = t_mean(&reals(input, "diffs")?);
    Ok(json!({
        "diff": maybe(mean.map(|mean| mean.value)),
        "se": maybe(mean.and_then(|mean| mean.standard_error)),
        "degenerate": mean.is_none_or(|mean| mean.is_degenerate()),
    }))
}

fn noninferiority_t_shown(input: &Value) -> Outcome {
    let (margin, alpha) = (real(input, "margin")?, real(input, "alpha")?);
    let mean = t_mean(&reals(input, "diffs")?);
    let test = mean.and_then(|mean| noninferiority(mean, margin, alpha));
    Ok(json!({
        "t": maybe(test.map(|test| test.t)),
        "p": maybe(test.map(|test| test.p)),
        "lower_one_sided": maybe(test.map(|test| test.lower)),
        "non_inferior": test.map(|test| test.non_inferior),
    }))
}

fn tost_shown(input: &Value) -> Outcome {
    let (margin, alpha) = (real(input, "margin")?, real(input, "alpha")?);
    let mean = t_mean(&reals(input, "diffs")?);
    let test = mean.and_then(|mean| equivalence(mean, margin, alpha));
    Ok(json!({
        "p": maybe(test.map(|test| test.p)),
        "p_lower": maybe(test.map(|test| test.p_lower)),
        "p_upper": maybe(test.map(|test| test.p_upper)),
        "equivalent": test.map(|test| test.equivalent),
    }))
}

fn signflip_cluster_exact_shown(input: &Value) -> Outcome {
    let sums = differences(input)?.cluster_sums();
    let mut got = flipped(sign_flip(&sums));
    got["clusters"] = json!(sums.len());
    Ok(got)
}

fn signflip_mc_shown(input: &Value) -> Outcome {
    let draws = count(input, "resamples")?;
    Ok(flipped(sign_flip_monte_carlo(&reals(input, "diffs")?, draws, SEED)))
}

fn prob_superiority_shown(input: &Value) -> Outcome {
    let found = superiority(&reals(input, "a")?, &reals(input, "b")?);
    Ok(json!({
        "prob": maybe(found.map(|found| found.probability)),
        "cliffs_delta": maybe(found.map(|found| found.cliffs_delta)),
    }))
}
