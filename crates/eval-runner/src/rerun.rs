//! A stored trial, run again from the run's manifest alone.

use std::path::{Path, PathBuf};

use eval_harness::HarnessConfig;
use eval_scenario::{
    Arm, Limits, LoadScenarioError, ModelKind, ModelSpec, Scenario, Suite, SuiteScenario,
};
use eval_trace::{Digest, Manifest, TrialId, TrialKey, TrialRecord};

use crate::bench::ReadyArm;
use crate::trial::{LastInstance, run_trial};
use crate::{Bench, Plan, PlanError, Selection, SetUpError};

/// The first schema whose runs can be made again.
const FIRST_SCHEMA: u32 = 2;

/// Why a stored trial cannot be run again.
#[derive(Debug, thiserror::Error)]
pub enum RerunError {
    /// The run was written before trials could be run again.
    #[error(
        "the run has schema version {0}; trials can be run again from version {FIRST_SCHEMA} on"
    )]
    Older(u32),
    /// The manifest lacks something that the trial was made of.
    #[error("the manifest has no {what} `{name}`")]
    Missing {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// Something in the manifest is not what its own hash says.
    #[error(
        "the {what} `{name}` in the manifest is not the one of the run: its hash is {found}, \
         recorded is {recorded}"
    )]
    Altered {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
        /// The hash that stands in the manifest.
        recorded: Digest,
        /// The hash of what stands in the manifest.
        found: Digest,
    },
    /// The trial was played by a real model.
    #[error("not reproducible: the model `{0}` was not simulated")]
    RealModel(String),
    /// The model is of a kind that this version cannot play.
    #[error("model `{name}` is of a kind or has settings that are not known here: {effective}")]
    UnknownModel {
        /// The model.
        name: String,
        /// What the manifest says of it.
        effective: String,
    },
    /// The harness has something that this version does not know.
    #[error("the harness of arm `{arm}` in the manifest cannot be read: {cause}")]
    Harness {
        /// The arm.
        arm: String,
        /// What is wrong with it.
        cause: serde_json::Error,
    },
    /// The scenario's files make no scenario.
    #[error(transparent)]
    Scenario(#[from] LoadScenarioError),
    /// The scenario makes no world.
    #[error(transparent)]
    SetUp(#[from] SetUpError),
    /// The trial cannot be planned.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The trial has a place that no plan has.
    #[error("no plan has a trial `{0}`")]
    NoPlace(Box<TrialKey>),
    /// What the manifest holds makes another trial.
    #[error("trial {stored} is not made of what the manifest holds: that makes {made} of `{key}`")]
    AnotherTrial {
        /// Its place by name.
        key: Box<TrialKey>,
        /// The id that is stored.
        stored: TrialId,
        /// The id that it would have.
        made: TrialId,
    },
}

/// Runs a stored trial again. Everything it takes is in the manifest: no suite,
/// scenario or harness file is read.
pub fn rerun(manifest: &Manifest, stored: &TrialRecord) -> Result<TrialRecord, RerunError> {
    let bench = bench_of(manifest, &stored.key)?;
    let seed = Some(manifest.seed);
    let plan = Plan::new(&bench, &Selection { seed, ..Selection::default() })?;
    let no_place = || RerunError::NoPlace(Box::new(stored.key.clone()));
    // The plan has one instance and one arm: its places are the epochs.
    let trial = plan.trial(stored.key.epoch.into()).ok_or_else(no_place)?;
    if trial.id != stored.id {
        let key = Box::new(stored.key.clone());
        return Err(RerunError::AnotherTrial { key, stored: stored.id, made: trial.id });
    }
    Ok(run_trial(&bench, &plan, &trial, &mut LastInstance::default()))
}

/// A bench with the trial's arm and instance, and nothing else: another arm of
/// the run may have a model that cannot be played again.
fn bench_of(manifest: &Manifest, key: &TrialKey) -> Result<Bench, RerunError> {
    if manifest.schema_version < FIRST_SCHEMA {
        return Err(RerunError::Older(manifest.schema_version));
    }
    let arm = arm_of(manifest, key)?;
    let suite = Suite {
        name: manifest.suite.name.clone(),
        path: PathBuf::from(&manifest.suite.path),
        source: manifest.suite.source.clone(),
        seed: manifest.seed,
        epochs: manifest.epochs,
        limits: Limits { max_turns: manifest.suite.max_turns, max_infra: manifest.suite.max_infra },
        scenarios: vec![scenario_of(manifest, key)?],
        models: vec![arm.spec.clone()],
        arms: vec![arm.arm.clone()],
        effective: Vec::new(),
    };
    Ok(Bench::with_arms(suite, vec![arm])?)
}

fn arm_of(manifest: &Manifest, key: &TrialKey) -> Result<ReadyArm, RerunError> {
    let facts = manifest.arms.iter().find(|arm| arm.name == key.arm);
    let facts = facts.ok_or_else(|| missing("arm", &key.arm))?;
    let harness: HarnessConfig = serde_json::from_value(facts.effective.clone())
        .map_err(|cause| RerunError::Harness { arm: key.arm.clone(), cause })?;
    is_as_recorded("harness of arm", &key.arm, facts.harness_hash, harness.hash())?;
    let arm = Arm {
        name: facts.name.clone(),
        harness: PathBuf::from(&facts.harness),
        harness_as_written: facts.harness.clone(),
        // What was laid over the harness is in its effective values.
        set: Vec::new(),
        model: facts.model.clone(),
        only: None,
        stream: facts.stream,
    };
    Ok(ReadyArm::new(arm, harness, model_of(manifest, &facts.model)?))
}

fn model_of(manifest: &Manifest, name: &str) -> Result<ModelSpec, RerunError> {
    let facts = manifest.models.iter().find(|model| model.name == name);
    let facts = facts.ok_or_else(|| missing("model", name))?;
    let name = name.to_owned();
    if !facts.simulated {
        return Err(RerunError::RealModel(name));
    }
    let Some(kind) = ModelKind::from_effective(&facts.effective) else {
        return Err(RerunError::UnknownModel { name, effective: facts.effective.to_string() });
    };
    is_as_recorded("model", &name, facts.hash, Digest::of(&kind))?;
    Ok(ModelSpec { name, kind })
}

fn scenario_of(manifest: &Manifest, key: &TrialKey) -> Result<SuiteScenario, RerunError> {
    let facts = manifest.scenarios.iter().find(|scenario| scenario.name == key.scenario);
    let facts = facts.ok_or_else(|| missing("scenario", &key.scenario))?;
    is_as_recorded("scenario", &key.scenario, facts.hash, Digest::of(&facts.files))?;
    let scenario = Scenario::of_files(Path::new(&facts.name), facts.files.clone())?;
    if !scenario.variants.contains_key(&key.variant) {
        return Err(missing("variant", &format!("{}.{}", key.scenario, key.variant)));
    }
    let no_place = || RerunError::NoPlace(Box::new(key.clone()));
    Ok(SuiteScenario {
        scenario,
        variants: vec![key.variant.clone()],
        instances: key.instance..key.instance.checked_add(1).ok_or_else(no_place)?,
        epochs: Some(key.epoch.checked_add(1).ok_or_else(no_place)?),
        split: facts.split.clone(),
    })
}

fn missing(what: &'static str, name: &str) -> RerunError {
    RerunError::Missing { what, name: name.to_owned() }
}

fn is_as_recorded(
    what: &'static str,
    name: &str,
    recorded: Digest,
    found: Digest,
) -> Result<(), RerunError> {
    if recorded == found {
        return Ok(());
    }
    Err(RerunError::Altered { what, name: name.to_owned(), recorded, found })
}
