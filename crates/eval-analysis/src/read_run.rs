//! Reading arms out of a run's tables: one scan, and only the columns needed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use eval_store::{ReadRunError, Run};
use eval_trace::{ArmFacts, Manifest};
use polars::prelude::*;

use crate::measured::{Cell, Instance, Measured, Place, Provenance};
use crate::tables::{floats, numbers, query, words};

/// Why a run could not be analysed; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AnalyseError {
    /// Its files are not as the manifest says.
    #[error(transparent)]
    Read(#[from] ReadRunError),
    /// The tables could not be queried.
    #[error("query {table} of {run}: {cause}")]
    Query {
        /// The table.
        table: &'static str,
        /// The run's folder.
        run: String,
        /// What stood in the way.
        cause: String,
    },
    /// A column is not what it should be.
    #[error("read the column `{column}` of an answer: {cause}")]
    Column {
        /// The column.
        column: String,
        /// What is wrong with it.
        cause: String,
    },
    /// The tables name what the manifest does not.
    #[error("analyse {run}: its trials name the {what} `{name}`, and its manifest does not")]
    Unknown {
        /// The run's folder.
        run: String,
        /// Of what sort.
        what: &'static str,
        /// The name.
        name: String,
    },
}

/// The arms of a run, in suite order, measured; of all arms, or of those named.
pub fn read_arms(run: &Run, named: Option<&[&str]>) -> Result<Vec<Measured>, AnalyseError> {
    read_arms_where(run, named, None)
}

/// The same over the trials for which something holds.
pub(crate) fn read_arms_where(
    run: &Run,
    named: Option<&[&str]>,
    holds: Option<Expr>,
) -> Result<Vec<Measured>, AnalyseError> {
    let manifest = run.manifest();
    let wanted: Vec<&ArmFacts> = manifest
        .arms
        .iter()
        .filter(|arm| named.is_none_or(|names| names.contains(&arm.name.as_str())))
        .collect();
    let places = places(manifest);
    let mut instances: Vec<Vec<Instance>> = vec![Vec::new(); wanted.len()];
    let all = wanted.len() == manifest.arms.len();
    let arm_names: Vec<&str> = wanted.iter().map(|arm| arm.name.as_str()).collect();
    let only = (!all).then(|| any_of("arm", &arm_names));
    let only = only.into_iter().chain(holds).reduce(Expr::and);
    gather(run, only, &wanted, &places, &mut instances)?;
    for arm in &mut instances {
        arm.sort_unstable_by_key(|instance| (instance.place, instance.seed));
    }
    let places: Arc<[Place]> = places.into();
    let measured = wanted.iter().zip(instances).map(|(arm, instances)| Measured {
        provenance: provenance(run, arm),
        places: Arc::clone(&places),
        instances,
    });
    Ok(measured.collect())
}

/// Every variant of every scenario, in order of their names.
fn places(manifest: &Manifest) -> Vec<Place> {
    let variants = manifest.scenarios.iter().flat_map(|scenario| {
        scenario.instances.keys().map(|variant| Place {
            scenario: scenario.name.clone(),
            variant: variant.clone(),
            family: scenario.family.clone(),
            tags: scenario.tags.clone(),
        })
    });
    let mut places: Vec<Place> = variants.collect();
    places.sort();
    places
}

fn gather(
    run: &Run,
    only: Option<Expr>,
    wanted: &[&ArmFacts],
    places: &[Place],
    instances: &mut [Vec<Instance>],
) -> Result<(), AnalyseError> {
    let rows = query(run, "trials", |trials| match only {
        Some(only) => summed_up(trials.filter(only)),
        None => summed_up(trials),
    })?;
    let Some(sums) = rows else { return Ok(()) };
    let unknown = |what, name: &str| AnalyseError::Unknown {
        run: run.dir().display().to_string(),
        what,
        name: name.to_owned(),
    };
    let index: HashMap<(&str, &str), usize> = places
        .iter()
        .enumerate()
        .map(|(index, place)| ((place.scenario.as_str(), place.variant.as_str()), index))
        .collect();
    let arms: BTreeMap<&str, usize> =
        wanted.iter().enumerate().map(|(index, arm)| (arm.name.as_str(), index)).collect();
    let (arm, scenario, variant) =
        (words(&sums, "arm")?, words(&sums, "scenario")?, words(&sums, "variant")?);
    let seeds = numbers(&sums, "instance")?;
    let (trials, scored) = (numbers(&sums, "trials")?, numbers(&sums, "scored")?);
    let (success, recovered) = (numbers(&sums, "passes")?, numbers(&sums, "recovered")?);
    let broken = numbers(&sums, "broken")?;
    let (input, output) = (floats(&sums, "input_tokens")?, floats(&sums, "output_tokens")?);
    let (latency, turns) = (floats(&sums, "virtual_ms")?, floats(&sums, "turns")?);
    let calls = floats(&sums, "tool_calls")?;
    for row in 0..sums.height() {
        let place = index.get(&(scenario[row], variant[row])).copied();
        let place = place.ok_or_else(|| unknown("scenario", scenario[row]))?;
        let arm = arms.get(arm[row]).copied().ok_or_else(|| unknown("arm", arm[row]))?;
        let cell = Cell {
            trials: small(trials[row]),
            scored: small(scored[row]),
            success: small(success[row]),
            recovered: small(recovered[row]),
            broken: small(broken[row]),
            input_tokens: input[row],
            output_tokens: output[row],
            latency: latency[row],
            turns: turns[row],
            tool_calls: calls[row],
        };
        instances[arm].push(Instance { place, seed: seeds[row], cell });
    }
    Ok(())
}

/// Trials by arm and instance. What is not the agent's fault takes no part in means.
fn summed_up(trials: LazyFrame) -> LazyFrame {
    let is_scored = || col("outcome").neq(lit("infra"));
    let of_scored = |name: &str| when(is_scored()).then(col(name)).otherwise(lit(NULL));
    trials
        .select([
            col("arm"),
            col("scenario"),
            col("variant"),
            col("instance"),
            is_scored().alias("scored"),
            col("success").and(is_scored()).alias("passes"),
            col("outcome").eq(lit("recovered")).alias("recovered"),
            col("outcome").eq(lit("unsafe")).alias("broken"),
            of_scored("input_tokens").alias("input_tokens"),
            of_scored("output_tokens").alias("output_tokens"),
            of_scored("virtual_ms").alias("virtual_ms"),
            of_scored("turns").alias("turns"),
            of_scored("tool_calls").alias("tool_calls"),
        ])
        .group_by([col("arm"), col("scenario"), col("variant"), col("instance")])
        .agg([
            len().alias("trials"),
            col("scored").sum(),
            col("passes").sum(),
            col("recovered").sum(),
            col("broken").sum(),
            col("input_tokens").mean(),
            col("output_tokens").mean(),
            col("virtual_ms").median(),
            col("turns").mean(),
            col("tool_calls").mean(),
        ])
}

/// Whether a column holds one of these words.
fn any_of(column: &str, names: &[&str]) -> Expr {
    let each = names.iter().map(|name| col(column).eq(lit((*name).to_owned())));
    each.reduce(Expr::or).unwrap_or_else(|| lit(false))
}

/// A count of an instance's trials.
fn small(count: u64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn provenance(run: &Run, arm: &ArmFacts) -> Provenance {
    let manifest = run.manifest();
    let model = manifest.models.iter().find(|model| model.name == arm.model);
    let mut families: Vec<&str> =
        manifest.scenarios.iter().map(|scenario| scenario.family.as_str()).collect();
    families.sort_unstable();
    families.dedup();
    Provenance {
        source: run.dir().display().to_string(),
        run_id: manifest.run_id.clone(),
        created: manifest.created.clone(),
        version: manifest.version.clone(),
        git_commit: manifest.git_commit.clone(),
        suite: manifest.suite.name.clone(),
        suite_path: Some(manifest.suite.path.clone()),
        instances_hash: manifest.instances_hash.to_string(),
        families: families.len(),
        seed: manifest.seed,
        max_turns: manifest.suite.max_turns,
        look: manifest.look,
        unfinished: manifest.planned.saturating_sub(manifest.finished),
        arm: arm.name.clone(),
        harness: arm.harness.clone(),
        harness_hash: arm.harness_hash.to_string(),
        effective: arm.effective.clone(),
        model: arm.model.clone(),
        model_hash: model.map(|model| model.hash.to_string()).unwrap_or_default(),
        model_effective: model.map(|model| model.effective.clone()).unwrap_or_default(),
        simulated: model.is_some_and(|model| model.simulated),
        stream: arm.stream,
    }
}
