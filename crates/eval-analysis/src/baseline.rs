//! A baseline in a small file: an arm's results as they were blessed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eval_findings::{Baseline, BaselineResults, FINDINGS_VERSION};

use crate::measured::{Cell, Instance, Measured, Place, Provenance};

/// Why a baseline could not be read; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadBaselineError {
    /// The file could not be read.
    #[error("read baseline {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file is no baseline.
    #[error("read baseline: {} is not one; `flywheel baseline bless` writes them", path.display())]
    NotABaseline {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The file was written by a newer version of this program.
    #[error(
        "read baseline: {} has version {found} and this program knows those up to \
         {FINDINGS_VERSION}",
        path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
    },
    /// The columns of a variant's results do not fit each other.
    #[error("read baseline: in {} the results of {place} do not fit each other", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The scenario and variant.
        place: String,
    },
}

/// An arm's results as a baseline, blessed at a time and with a note.
#[must_use]
pub fn bless(arm: &Measured, blessed: String, note: Option<String>) -> Baseline {
    let mut results: BTreeMap<usize, BaselineResults> = BTreeMap::new();
    for instance in &arm.instances {
        let place = &arm.places[instance.place];
        let column = results.entry(instance.place).or_insert_with(|| BaselineResults {
            scenario: place.scenario.clone(),
            variant: place.variant.clone(),
            family: place.family.clone(),
            tags: place.tags.clone(),
            ..BaselineResults::default()
        });
        push(column, instance);
    }
    let from = arm.provenance.clone();
    Baseline {
        schema_version: FINDINGS_VERSION,
        blessed,
        note,
        suite: from.suite,
        instances_hash: from.instances_hash,
        families: from.families as u64,
        arm: from.arm,
        harness: from.harness,
        harness_hash: from.harness_hash,
        effective: from.effective,
        model: from.model,
        model_hash: from.model_hash,
        model_effective: from.model_effective,
        simulated: from.simulated,
        stream: from.stream,
        seed: from.seed,
        max_turns: from.max_turns,
        run_id: from.run_id,
        created: from.created,
        version: from.version,
        git_commit: from.git_commit,
        results: results.into_values().collect(),
    }
}

/// Adds an instance to the columns.
fn push(results: &mut BaselineResults, Instance { seed, cell, .. }: &Instance) {
    results.instance.push(*seed);
    results.trials.push(cell.trials);
    results.scored.push(cell.scored);
    results.success.push(cell.success);
    results.recovered.push(cell.recovered);
    results.broken.push(cell.broken);
    results.input_tokens.push(cell.input_tokens);
    results.output_tokens.push(cell.output_tokens);
    results.latency.push(cell.latency);
    results.turns.push(cell.turns);
    results.tool_calls.push(cell.tool_calls);
}

/// The rows; none if a column is longer than another, a count is larger than it can be or an
/// amount is below 0.
fn cells(results: &BaselineResults) -> Option<Vec<(u64, Cell)>> {
    let row = |at: usize| {
        let cell = Cell {
            trials: *results.trials.get(at)?,
            scored: *results.scored.get(at)?,
            success: *results.success.get(at)?,
            recovered: *results.recovered.get(at)?,
            broken: *results.broken.get(at)?,
            input_tokens: *results.input_tokens.get(at)?,
            output_tokens: *results.output_tokens.get(at)?,
            latency: *results.latency.get(at)?,
            turns: *results.turns.get(at)?,
            tool_calls: *results.tool_calls.get(at)?,
        };
        let fits = cell.scored <= cell.trials
            && cell.success <= cell.scored
            && cell.recovered <= cell.success
            && cell.broken <= cell.scored - cell.success;
        let amounts = [cell.input_tokens, cell.output_tokens, cell.latency];
        let fits = fits && amounts.iter().all(|amount| *amount >= 0.0);
        let fits = fits && cell.turns >= 0.0 && cell.tool_calls >= 0.0;
        fits.then_some((*results.instance.get(at)?, cell))
    };
    let counts =
        [&results.trials, &results.scored, &results.success, &results.recovered, &results.broken];
    let amounts = [
        &results.input_tokens,
        &results.output_tokens,
        &results.latency,
        &results.turns,
        &results.tool_calls,
    ];
    let lengths = counts.map(Vec::len).into_iter().chain(amounts.map(Vec::len));
    if lengths.into_iter().any(|length| length != results.instance.len()) {
        return None;
    }
    (0..results.instance.len()).map(row).collect()
}

/// Reads a baseline's file as the measurements of an arm.
#[expect(
    clippy::disallowed_methods,
    reason = "a baseline is a small file of its own, no part of a run"
)]
pub fn read_baseline(path: &Path) -> Result<(Baseline, Measured), ReadBaselineError> {
    let text = fs::read(path)
        .map_err(|source| ReadBaselineError::Read { path: path.to_owned(), source })?;
    let not_one = |source| ReadBaselineError::NotABaseline { path: path.to_owned(), source };
    // The version first: a newer file need not have the fields that are known here.
    let whole: serde_json::Value = serde_json::from_slice(&text).map_err(not_one)?;
    let version = whole.get("schema_version").and_then(serde_json::Value::as_u64);
    if let Some(found) = version.and_then(|version| u32::try_from(version).ok())
        && found > FINDINGS_VERSION
    {
        return Err(ReadBaselineError::Newer { path: path.to_owned(), found });
    }
    let baseline: Baseline = serde_json::from_value(whole).map_err(not_one)?;
    let measured = measured(&baseline, path)?;
    Ok((baseline, measured))
}

fn measured(baseline: &Baseline, path: &Path) -> Result<Measured, ReadBaselineError> {
    let mut results: Vec<&BaselineResults> = baseline.results.iter().collect();
    results.sort_by_key(|result| (&result.scenario, &result.variant));
    let damaged = |result: &BaselineResults| ReadBaselineError::Damaged {
        path: path.to_owned(),
        place: format!("{}.{}", result.scenario, result.variant),
    };
    let name = |result: &BaselineResults| (result.scenario.clone(), result.variant.clone());
    if let Some(twice) = results.windows(2).find(|pair| name(pair[0]) == name(pair[1])) {
        return Err(damaged(twice[0]));
    }
    let mut instances = Vec::new();
    for (place, result) in results.iter().enumerate() {
        let cells = cells(result).ok_or_else(|| damaged(result))?;
        let first = instances.len();
        instances.extend(cells.into_iter().map(|(seed, cell)| Instance { place, seed, cell }));
        instances[first..].sort_by_key(|instance| instance.seed);
        let twice = instances[first..].windows(2).any(|pair| pair[0].seed == pair[1].seed);
        if twice {
            return Err(damaged(result));
        }
    }
    let places: Vec<Place> = results
        .iter()
        .map(|result| Place {
            scenario: result.scenario.clone(),
            variant: result.variant.clone(),
            family: result.family.clone(),
            tags: result.tags.clone(),
        })
        .collect();
    Ok(whole(baseline, path, places.into(), instances))
}

fn whole(
    baseline: &Baseline,
    path: &Path,
    places: Arc<[Place]>,
    instances: Vec<Instance>,
) -> Measured {
    let from = baseline.clone();
    let provenance = Provenance {
        source: path.display().to_string(),
        run_id: from.run_id,
        created: from.created,
        version: from.version,
        git_commit: from.git_commit,
        suite: from.suite,
        suite_path: None,
        instances_hash: from.instances_hash,
        families: usize::try_from(from.families).unwrap_or(usize::MAX),
        seed: from.seed,
        max_turns: from.max_turns,
        look: None,
        unfinished: 0,
        arm: from.arm,
        harness: from.harness,
        harness_hash: from.harness_hash,
        effective: from.effective,
        model: from.model,
        model_hash: from.model_hash,
        model_effective: from.model_effective,
        simulated: from.simulated,
        stream: from.stream,
    };
    Measured { provenance, places, instances }
}
