//! How far an arm differs from itself: its epochs cut in two halves, compared like two arms.
//!
//! Luck is keyed by epoch and not by arm, so the same epochs twice would be exactly equal; disjoint
//! ones are two honest samples.

use eval_findings::{FINDINGS_VERSION, NaiveGate, NoiseFloor, Unit};
use eval_stats::cluster::clustered_mean;
use eval_stats::distribution::normal_survival;
use eval_stats::gate::{GateSettings, guarded_difference};
use eval_stats::paired::paired_differences;
use eval_stats::pass_k::pass_hat_k;
use eval_store::Run;
use polars::prelude::*;

use crate::compare::{CONFIDENCE, count, flips, floor_at};
use crate::measured::Measured;
use crate::paired::{Paired, PairedRow, units};
use crate::read_run::{AnalyseError, read_arms_where};

/// Why no noise could be measured.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NoiseError {
    /// The run could not be analysed.
    #[error(transparent)]
    Analyse(#[from] AnalyseError),
    /// The run has no such arm.
    #[error("{run} has no arm `{arm}`")]
    NoArm {
        /// The run's folder.
        run: String,
        /// The arm.
        arm: String,
    },
    /// The arm was not repeated.
    #[error(
        "the arm `{arm}` of {run} has {epochs} epoch of each instance, and noise shows only in \
         repeats: run it with --epochs 2 or more"
    )]
    NotRepeated {
        /// The run's folder.
        run: String,
        /// The arm.
        arm: String,
        /// Its epochs.
        epochs: u32,
    },
    /// Fewer than two instances.
    #[error(
        "the arm `{arm}` of {run} has scored trials of {instances} instances in both halves; two are the least"
    )]
    TooFew {
        /// The run's folder.
        run: String,
        /// The arm.
        arm: String,
        /// Instances in both halves.
        instances: usize,
    },
}

/// Measures the noise of an arm of a run, between the first half of its epochs and the second.
pub fn noise(run: &Run, arm: &str) -> Result<NoiseFloor, NoiseError> {
    let folder = || run.dir().display().to_string();
    let whole = half(run, arm, lit(true))?
        .ok_or_else(|| NoiseError::NoArm { run: folder(), arm: arm.to_owned() })?;
    let epochs = whole.instances.iter().map(|instance| instance.cell.trials).max().unwrap_or(0);
    if epochs < 2 {
        return Err(NoiseError::NotRepeated { run: folder(), arm: arm.to_owned(), epochs });
    }
    let first = epochs / 2;
    let (one, other) = (
        half(run, arm, col("epoch").lt(lit(first)))?,
        half(run, arm, col("epoch").gt_eq(lit(first)))?,
    );
    let (Some(one), Some(other)) = (one, other) else {
        return Err(NoiseError::NoArm { run: folder(), arm: arm.to_owned() });
    };
    let paired = Paired::new(&one, &other);
    floor(&whole, &paired, [first, epochs - first]).ok_or_else(|| NoiseError::TooFew {
        run: folder(),
        arm: arm.to_owned(),
        instances: paired.rows.iter().filter(|row| row.is_compared()).count(),
    })
}

fn half(run: &Run, arm: &str, epochs: Expr) -> Result<Option<Measured>, AnalyseError> {
    Ok(read_arms_where(run, Some(&[arm]), Some(epochs))?.pop())
}

fn floor(whole: &Measured, paired: &Paired<'_>, epochs: [u32; 2]) -> Option<NoiseFloor> {
    let rows = &paired.rows;
    let unit = paired.unit();
    let differences = paired_differences(&units(rows, unit));
    let clustered = differences.clustered()?;
    let unrelated = clustered.unrelated_error?;
    let design_effect = design_effect(rows, unit, unrelated);
    let guarded = guarded_difference(&differences, GateSettings::default().floor)?;
    let interval = guarded.interval(CONFIDENCE).map(|bounds| [bounds.lower, bounds.upper]);
    let within = within(whole)?;
    let floor = floor_at(within, design_effect, rows)?;
    let flips = flips(rows);
    let from = &whole.provenance;
    Some(NoiseFloor {
        schema_version: FINDINGS_VERSION,
        suite: from.suite.clone(),
        instances_hash: from.instances_hash.clone(),
        arm: from.arm.clone(),
        harness_hash: from.harness_hash.clone(),
        model_hash: from.model_hash.clone(),
        run_id: from.run_id.clone(),
        created: from.created.clone(),
        epochs,
        instances: differences.differences.len() as u64,
        units: clustered.clusters as u64,
        rate: rate(whole)?,
        within,
        variance: unrelated.powi(2) * count(differences.differences.len()),
        design_effect,
        difference: clustered.mean,
        interval,
        floor,
        flips: [flips.lost.len() as u64, flips.won.len() as u64],
        naive: naive(rows, floor),
    })
}

/// How much the variance grows because related instances differ alike; never below 1, since that
/// would be luck.
fn design_effect(rows: &[PairedRow<'_>], unit: Unit, unrelated: f64) -> f64 {
    if unit == Unit::Instance || unrelated <= 0.0 {
        return 1.0;
    }
    let differences =
        crate::paired::clustered(rows, unit, |row| row.difference().unwrap_or_default());
    let error = clustered_mean(&differences).and_then(|mean| mean.standard_error);
    error.map_or(1.0, |error| (error / unrelated).powi(2).max(1.0))
}

/// The variance of a single trial's score within an instance: pass^1 - pass^2, which is unbiased,
/// averaged over the instances that were repeated.
pub(crate) fn within(arm: &Measured) -> Option<f64> {
    let spread = arm.instances.iter().filter_map(|instance| {
        let (n, passes) = (instance.cell.scored.into(), instance.cell.success.into());
        Some(pass_hat_k(n, passes, 1)? - pass_hat_k(n, passes, 2)?)
    });
    mean(spread)
}

/// The success rate, the mean over instances.
pub(crate) fn rate(arm: &Measured) -> Option<f64> {
    mean(arm.instances.iter().filter_map(|instance| instance.cell.rate()))
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let values: Vec<f64> = values.collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / count(values.len()))
}

/// How likely an instance passes every time and then fails every time, by its own rate.
fn chance_to_break(row: &PairedRow<'_>) -> f64 {
    let passes = f64::from(row.a.success + row.b.success);
    let rate = passes / f64::from(row.a.scored + row.b.scored);
    let power = |scored: u32| i32::try_from(scored).unwrap_or(i32::MAX);
    rate.powi(power(row.a.scored)) * (1.0 - rate).powi(power(row.b.scored))
}

/// What gates that look at the bare numbers would do with such noise: the first two by the normal
/// distribution of a difference, the last one by the rate of each instance.
fn naive(rows: &[PairedRow<'_>], floor: f64) -> Vec<NaiveGate> {
    let reach = eval_stats::normal_critical_value(CONFIDENCE).unwrap_or(f64::INFINITY);
    let error = floor / reach;
    let drops =
        |points: f64| if error > 0.0 { normal_survival(points / 100.0 / error) } else { 0.0 };
    // Each instance by itself, from its pooled rate: passed in all its trials, failed in all later.
    let none_breaks: f64 =
        rows.iter().filter(|row| row.is_compared()).map(|row| 1.0 - chance_to_break(row)).product();
    vec![
        NaiveGate { rule: "success fell by 3 points or more".to_owned(), blocks: drops(3.0) },
        NaiveGate { rule: "success fell by 5 points or more".to_owned(), blocks: drops(5.0) },
        NaiveGate {
            rule: "any instance that always passed now always fails".to_owned(),
            blocks: 1.0 - none_breaks,
        },
    ]
}
