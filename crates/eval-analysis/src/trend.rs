//! One arm's success over many runs.

use std::collections::BTreeMap;
use std::path::Path;

use eval_findings::{ENOUGH_FAMILIES, FINDINGS_VERSION, Point, Series, Trend, Unit};
use eval_store::Run;

use crate::measured::{Measured, Provenance};
use crate::read_run::{AnalyseError, read_arms};

/// The series of all suites and arms of some runs. A run that cannot be read is named and left out.
#[must_use]
pub fn trend(folder: &Path, runs: &[Run]) -> Trend {
    let mut series: BTreeMap<(String, String), Vec<(Provenance, Point)>> = BTreeMap::new();
    let mut skipped = Vec::new();
    for run in runs {
        match points(run) {
            Ok(points) => {
                for (from, point) in points {
                    series
                        .entry((from.suite.clone(), from.arm.clone()))
                        .or_default()
                        .push((from, point));
                }
            }
            Err(error) => skipped.push(format!("{}: {error}", run.dir().display())),
        }
    }
    Trend {
        schema_version: FINDINGS_VERSION,
        runs: folder.display().to_string(),
        series: series
            .into_iter()
            .map(|((suite, arm), points)| Series { suite, arm, points: in_time(points) })
            .collect(),
        skipped,
    }
}

fn points(run: &Run) -> Result<Vec<(Provenance, Point)>, AnalyseError> {
    let arms = read_arms(run, None)?;
    Ok(arms.into_iter().filter(|arm| !arm.instances.is_empty()).map(point).collect())
}

fn point(arm: Measured) -> (Provenance, Point) {
    let unit =
        if arm.provenance.families >= ENOUGH_FAMILIES { Unit::Family } else { Unit::Instance };
    let whole = crate::profile::whole(&arm, unit, None);
    let point = Point {
        run: arm.provenance.source.clone(),
        created: arm.provenance.created.clone(),
        scored: whole.scored,
        infra: whole.trials - whole.scored,
        rate: whole.rate,
        interval: whole.interval,
        changed: Vec::new(),
    };
    (arm.provenance, point)
}

/// The points, oldest first, each with what is not as in the one before.
fn in_time(mut points: Vec<(Provenance, Point)>) -> Vec<Point> {
    points.sort_by(|(one, _), (other, _)| {
        one.created.cmp(&other.created).then_with(|| one.run_id.cmp(&other.run_id))
    });
    let mut before: Option<Provenance> = None;
    let mut in_time = Vec::new();
    for (from, mut point) in points {
        if let Some(before) = &before {
            point.changed = changed(before, &from);
        }
        before = Some(from);
        in_time.push(point);
    }
    in_time
}

fn changed(before: &Provenance, now: &Provenance) -> Vec<String> {
    let parts = [
        ("instances", &before.instances_hash, &now.instances_hash),
        ("harness", &before.harness_hash, &now.harness_hash),
        ("model", &before.model_hash, &now.model_hash),
    ];
    let differs = parts.into_iter().filter(|(_, before, now)| before != now);
    differs.map(|(what, _, _)| what.to_owned()).collect()
}
