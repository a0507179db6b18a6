//! What the scored trials of each arm take.

use std::collections::BTreeMap;

use eval_findings::{Distribution, Metric};
use eval_store::Run;
use polars::prelude::*;

use crate::prices::Prices;
use crate::read_run::AnalyseError;
use crate::tables::{floats, query, words};

/// The columns looked at, each under the name of its metric. What a model has no price for costs
/// nothing that is known.
fn columns(run: &Run, prices: &Prices) -> [(Metric, Expr); 5] {
    let unknown = lit(NULL).cast(DataType::Float64);
    let cost = run.manifest().models.iter().fold(unknown, |otherwise, model| {
        let Some(price) = prices.of(&model.name) else { return otherwise };
        let cost = col("input_tokens").cast(DataType::Float64) * lit(price.input / 1e6)
            + col("output_tokens").cast(DataType::Float64) * lit(price.output / 1e6);
        when(col("model").eq(lit(model.name.clone()))).then(cost).otherwise(otherwise)
    });
    [
        (Metric::Cost, cost),
        (Metric::Tokens, col("input_tokens") + col("output_tokens")),
        (Metric::Latency, col("virtual_ms")),
        (Metric::Turns, col("turns")),
        (Metric::ToolCalls, col("tool_calls")),
    ]
}

/// The distributions by arm.
pub(super) fn takes(
    run: &Run,
    prices: &Prices,
) -> Result<BTreeMap<String, Vec<Distribution>>, AnalyseError> {
    let summed = query(run, "trials", |trials| {
        let each = columns(run, prices).into_iter().flat_map(|(metric, value)| {
            let name = |what: &str| format!("{} {what}", metric.name());
            let value = value.cast(DataType::Float64);
            let quantile = |q: f64| value.clone().quantile(lit(q), QuantileMethod::Linear);
            [
                value.clone().mean().alias(name("mean")),
                quantile(0.5).alias(name("p50")),
                quantile(0.9).alias(name("p90")),
                quantile(0.95).alias(name("p95")),
                value.clone().max().alias(name("max")),
            ]
        });
        trials
            .filter(col("outcome").neq(lit("infra")))
            .group_by([col("arm")])
            .agg(each.collect::<Vec<Expr>>())
    })?;
    let Some(summed) = summed else { return Ok(BTreeMap::new()) };
    let mut by_arm: BTreeMap<String, Vec<Distribution>> = BTreeMap::new();
    for (metric, _) in columns(run, prices) {
        let of = |what: &str| floats(&summed, &format!("{} {what}", metric.name()));
        let (mean, p50, p90, p95, max) =
            (of("mean")?, of("p50")?, of("p90")?, of("p95")?, of("max")?);
        let models: BTreeMap<&str, &str> =
            run.manifest().arms.iter().map(|arm| (arm.name.as_str(), arm.model.as_str())).collect();
        for (row, arm) in words(&summed, "arm")?.into_iter().enumerate() {
            let has_price = models.get(arm).is_some_and(|model| prices.of(model).is_some());
            if metric == Metric::Cost && !has_price {
                continue;
            }
            by_arm.entry(arm.to_owned()).or_default().push(Distribution {
                metric,
                mean: mean[row],
                p50: p50[row],
                p90: p90[row],
                p95: p95[row],
                max: max[row],
            });
        }
    }
    Ok(by_arm)
}
