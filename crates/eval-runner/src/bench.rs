//! A suite set up: harnesses read, worlds compiled, models made.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use eval_harness::{HarnessConfig, LoadHarnessError, LoadedHarness, Override};
use eval_kernel::{SchemaError, Toolbox};
use eval_model::{Model, offline};
use eval_scenario::{Arm, ModelKind, ModelSpec, Scenario, Suite};
use eval_trace::Digest;
use eval_world::{LoadWorldError, World};

/// Everything that the trials of a suite share.
pub struct Bench {
    /// The suite.
    pub suite: Suite,
    pub(crate) arms: Vec<ReadyArm>,
    pub(crate) scenarios: Vec<ReadyScenario>,
}

/// An arm that can be played.
pub(crate) struct ReadyArm {
    pub(crate) arm: Arm,
    pub(crate) harness: Arc<HarnessConfig>,
    pub(crate) harness_hash: Digest,
    pub(crate) spec: ModelSpec,
    pub(crate) model_hash: Digest,
    pub(crate) model: Arc<dyn Model>,
}

impl ReadyArm {
    pub(crate) fn new(arm: Arm, harness: HarnessConfig, spec: ModelSpec) -> Self {
        Self {
            arm,
            harness_hash: harness.hash(),
            harness: Arc::new(harness),
            model_hash: Digest::of(&spec.kind),
            model: offline(&spec.kind).into(),
            spec,
        }
    }
}

/// A scenario that can be acted out.
pub(crate) struct ReadyScenario {
    pub(crate) world: Arc<World>,
    pub(crate) toolbox: Arc<Toolbox>,
}

/// Why a suite cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// A harness cannot be loaded.
    #[error(transparent)]
    Harness(#[from] LoadHarnessError),
    /// A world cannot be loaded.
    #[error("world of {}: {cause}", folder.display())]
    World {
        /// The scenario's folder.
        folder: PathBuf,
        /// What is wrong with its world.
        cause: LoadWorldError,
    },
    /// A tool declares arguments by something that is no JSON Schema.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// A scripted arm meets a variant without a script, in a world without one.
    #[error(
        "arm `{arm}` plays scripts, but variant `{variant}` of scenario `{scenario}` has none; \
         give it one, or confine the arm by `only`"
    )]
    NoScript {
        /// The arm.
        arm: String,
        /// The scenario.
        scenario: String,
        /// The variant.
        variant: String,
    },
}

impl Bench {
    /// Sets a suite up.
    pub fn set_up(suite: Suite) -> Result<Self, SetUpError> {
        let arms = suite.arms.iter().map(|arm| ready_arm(arm, &suite.models));
        let arms = arms.collect::<Result<_, _>>()?;
        Self::with_arms(suite, arms)
    }

    /// Sets the rest of a suite up, whose arms are ready.
    pub(crate) fn with_arms(suite: Suite, arms: Vec<ReadyArm>) -> Result<Self, SetUpError> {
        let scenarios = suite.scenarios.iter().map(|entry| ready_scenario(&entry.scenario));
        let scenarios = scenarios.collect::<Result<Vec<_>, _>>()?;
        let bench = Self { suite, arms, scenarios };
        bench.every_script_is_there()?;
        Ok(bench)
    }

    /// Puts another model into an arm, for tests of what surrounds it.
    #[doc(hidden)]
    pub fn replace_model(&mut self, arm: &str, model: &Arc<dyn Model>) {
        for ready in self.arms.iter_mut().filter(|ready| ready.arm.name == arm) {
            ready.model = Arc::clone(model);
        }
    }

    fn every_script_is_there(&self) -> Result<(), SetUpError> {
        for ready in self.arms.iter().filter(|ready| ready.spec.kind == ModelKind::Scripted) {
            let scenarios = self.suite.scenarios.iter().zip(&self.scenarios);
            for (entry, _) in scenarios.filter(|(_, scenario)| !scenario.world.has_script()) {
                let name = &entry.scenario.name;
                let played = entry.variants.iter().filter(|variant| ready.arm.plays(name, variant));
                for variant in played {
                    if entry.scenario.variants[variant].script.is_empty() {
                        return Err(SetUpError::NoScript {
                            arm: ready.arm.name.clone(),
                            scenario: name.clone(),
                            variant: variant.clone(),
                        });
                    }
                }
            }
        }
        Ok(())
    }
}

/// Loads the harness of an arm, with what the arm lays over it.
pub fn harness_of(arm: &Arm) -> Result<LoadedHarness, LoadHarnessError> {
    let origin = format!("arm `{}`", arm.name);
    let lay_over = |(key, value): &(String, _)| Override {
        key: key.clone(),
        value: serde_json::Value::clone(value),
        origin: origin.clone(),
    };
    let overrides: Vec<Override> = arm.set.iter().map(lay_over).collect();
    HarnessConfig::load(&arm.harness, &overrides)
}

fn ready_arm(arm: &Arm, models: &[ModelSpec]) -> Result<ReadyArm, SetUpError> {
    let LoadedHarness { config, .. } = harness_of(arm)?;
    let by_name: BTreeMap<&str, &ModelSpec> =
        models.iter().map(|model| (model.name.as_str(), model)).collect();
    // The suite was read strictly: the model an arm names is there.
    let spec = by_name[arm.model.as_str()].clone();
    Ok(ReadyArm::new(arm.clone(), config, spec))
}

pub(crate) fn ready_scenario(scenario: &Scenario) -> Result<ReadyScenario, SetUpError> {
    let folder = || scenario.folder.clone();
    let world =
        World::load(scenario).map_err(|cause| SetUpError::World { folder: folder(), cause })?;
    let world = Arc::new(world);
    let toolbox = Arc::new(Toolbox::new(world.tools().clone())?);
    Ok(ReadyScenario { world, toolbox })
}
