//! Where the time of trials goes: to the model, to tools, to people, or to the harness.
//!
//! Each event but the first comes some time after the one before it, and by its kind that time was
//! somebody's: before an answer of the model, the model's. Of several that come back together the
//! first takes all of it, so that nothing is counted twice.

use std::collections::BTreeMap;

use eval_findings::TimeSplit;
use eval_store::Run;
use polars::prelude::*;

use crate::read_run::AnalyseError;
use crate::tables::{floats, in_query, numbers, query, scan_files, words};

/// The time of scored trials by arm. Part by part: a run's events may be many more than fit into
/// memory, those of a part never are.
pub(super) fn splits(run: &Run) -> Result<BTreeMap<String, TimeSplit>, AnalyseError> {
    let (trials, events) = (run.files("trials")?, run.files("events")?);
    let mut sums: BTreeMap<String, [f64; 5]> = BTreeMap::new();
    for (trials, events) in trials.iter().zip(&events) {
        let scan = |file| scan_files(std::slice::from_ref(file));
        let part = scan(trials).and_then(|trials| by_arm(trials, scan(events)?).collect());
        let part = in_query(run, "events", part)?;
        let column = |name| floats(&part, name);
        let times = [column("model")?, column("tool")?, column("human")?, column("whole")?];
        let counts = numbers(&part, "trials")?;
        for (row, arm) in words(&part, "arm")?.into_iter().enumerate() {
            let sum = sums.entry(arm.to_owned()).or_default();
            for (total, time) in sum.iter_mut().zip(&times) {
                *total += time[row];
            }
            sum[4] += crate::compare::count(usize::try_from(counts[row]).unwrap_or(usize::MAX));
        }
    }
    Ok(sums.into_iter().map(|(arm, sum)| (arm, split(sum))).collect())
}

fn by_arm(trials: LazyFrame, events: LazyFrame) -> LazyFrame {
    let since =
        || col("at_ms").cast(DataType::Int64) - col("at_ms").cast(DataType::Int64).shift(lit(1));
    let elapsed = when(col("seq").eq(lit(0))).then(lit(0_i64)).otherwise(since());
    let before = |kind: &str, name: &str| {
        let mine = col("kind").eq(lit(kind.to_owned()));
        when(mine).then(col("elapsed")).otherwise(lit(0_i64)).sum().alias(name)
    };
    let times = events
        .select([col("trial_id"), col("seq"), col("kind"), col("at_ms")])
        .with_column(elapsed.alias("elapsed"))
        .group_by([col("trial_id")])
        .agg([
            before("model_answered", "model"),
            before("tool_returned", "tool"),
            before("human_answered", "human"),
            col("elapsed").sum().alias("whole"),
        ]);
    trials
        .filter(col("outcome").neq(lit("infra")))
        .select([col("trial_id"), col("arm")])
        .inner_join(times, col("trial_id"), col("trial_id"))
        .group_by([col("arm")])
        .agg([
            col("model").sum(),
            col("tool").sum(),
            col("human").sum(),
            col("whole").sum(),
            len().alias("trials"),
        ])
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of trials, positive and far below 2^52"
)]
fn split([model, tool, human, whole, trials]: [f64; 5]) -> TimeSplit {
    TimeSplit {
        model_ms: model / trials,
        tool_ms: tool / trials,
        human_ms: human / trials,
        harness_ms: (whole - model - tool - human) / trials,
        trials: trials as u64,
    }
}

/// The mean wall time of a run's trials, in seconds; none where none was timed.
pub fn mean_seconds(run: &Run) -> Result<Option<f64>, AnalyseError> {
    let mean =
        query(run, "timings", |timings| timings.select([col("wall_us").mean().alias("mean")]))?;
    let mean = mean.map(|mean| floats(&mean, "mean")).transpose()?;
    Ok(mean.and_then(|mean| mean.first().map(|micros| micros / 1e6)))
}
