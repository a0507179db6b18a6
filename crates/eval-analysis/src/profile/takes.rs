//! What the scored trials of each arm take.

use std::collections::BTreeMap;

use eval_findings::{Distribution, Metric};
use eval_store::Run;
use polars::prelude::*;

use crate::read_run::AnalyseError;
use crate::tables::{floats, query, words};

/// The columns looked at, each under the name of its metric.
fn columns() -> [(Metric, Expr); 4] {
    [
        (Metric::Tokens, col("input_tokens") + col("output_tokens")),
        (Metric::Latency, col("virtual_ms")),
        (Metric::Turns, col("turns")),
        (Metric::ToolCalls, col("tool_calls")),
    ]
}

/// The distributions by arm.
pub(super) fn takes(run: &Run) -> Result<BTreeMap<String, Vec<Distribution>>, AnalyseError> {
    let summed = query(run, "trials", |trials| {
        let each = columns().into_iter().flat_map(|(metric, value)| {
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
    for (metric, _) in columns() {
        let of = |what: &str| floats(&summed, &format!("{} {what}", metric.name()));
        let (mean, p50, p90, p95, max) =
            (of("mean")?, of("p50")?, of("p90")?, of("p95")?, of("max")?);
        for (row, arm) in words(&summed, "arm")?.into_iter().enumerate() {
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
