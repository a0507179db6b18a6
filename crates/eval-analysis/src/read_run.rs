//! Reading arms out of a run's tables: one scan, and only the columns needed.

use std::sync::Arc;

use eval_store::{ReadRunError, Run};
use eval_trace::{ArmFacts, Manifest};
use polars::prelude::*;

use crate::fold::Fold;
use crate::measured::{Measured, Place, Provenance};
use crate::tables::fold;

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
    let arms: Vec<&str> = wanted.iter().map(|arm| arm.name.as_str()).collect();
    let only = (arms.len() < manifest.arms.len()).then(|| any_of("arm", &arms));
    let only = only.into_iter().chain(holds).reduce(Expr::and);
    let places: Arc<[Place]> = places(manifest).into();
    let trials = |trials: LazyFrame| match only {
        Some(only) => trials.filter(only).select(Fold::columns()),
        None => trials.select(Fold::columns()),
    };
    let begun = Fold::new(run.dir().display().to_string(), &arms, Arc::clone(&places));
    let instances = fold(run, "trials", trials, begun, Fold::add)?.finish();
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

/// Whether a column holds one of these words.
fn any_of(column: &str, names: &[&str]) -> Expr {
    let each = names.iter().map(|name| col(column).eq(lit((*name).to_owned())));
    each.reduce(Expr::or).unwrap_or_else(|| lit(false))
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
