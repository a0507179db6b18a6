//! A run as a source of training data.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eval_harness::HarnessConfig;
use eval_scenario::{LoadScenarioError, Scenario};
use eval_store::{OpenRunError, ReadRunError, Run, TrialBrief};
use eval_trace::{ArmFacts, Digest, Manifest, ModelFacts, RunStatus};

/// A run, opened, with everything that stands in its manifest made ready.
#[derive(Debug)]
pub struct Source {
    /// The run.
    pub run: Run,
    /// Its trials, in plan order.
    pub trials: Vec<TrialBrief>,
    /// The harness of each arm.
    harnesses: HashMap<String, Arc<HarnessConfig>>,
    /// The scenarios by name.
    scenarios: BTreeMap<String, ScenarioSplits>,
}

/// Which split each instance of a scenario belongs to.
#[derive(Debug)]
struct ScenarioSplits {
    ranges: BTreeMap<String, std::ops::Range<u64>>,
    /// What the suite says of all of them.
    named: Option<String>,
}

/// Why a run cannot be a source; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenSourceError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenRunError),
    /// Its files are not as the manifest says.
    #[error(transparent)]
    Read(#[from] ReadRunError),
    /// It is still being written, or was killed.
    #[error(
        "export from {}: the run is not finished; go on with it first, by the command that began it",
        run.display()
    )]
    Unfinished {
        /// The run's folder.
        run: PathBuf,
    },
    /// Its harness has something that this version does not know, or was altered.
    #[error("export from {}: the harness of arm `{arm}` in the manifest {what}", run.display())]
    Harness {
        /// The run's folder.
        run: PathBuf,
        /// The arm.
        arm: String,
        /// What is wrong with it.
        what: String,
    },
    /// The files of a scenario in its manifest make none.
    #[error("export from {}", run.display())]
    Scenario {
        /// The run's folder.
        run: PathBuf,
        /// What is wrong.
        source: LoadScenarioError,
    },
}

impl Source {
    /// Opens the run in a folder. Everything that it takes is in the run: no suite, scenario or
    /// harness file is read.
    pub fn open(dir: &Path) -> Result<Self, OpenSourceError> {
        let run = Run::open(dir)?;
        if run.manifest().status == RunStatus::Running {
            return Err(OpenSourceError::Unfinished { run: dir.to_owned() });
        }
        let harnesses = harnesses(dir, run.manifest())?;
        let scenarios = scenarios(run.manifest())
            .map_err(|source| OpenSourceError::Scenario { run: dir.to_owned(), source })?;
        let trials = run.briefs()?;
        Ok(Self { run, trials, harnesses, scenarios })
    }

    /// The harness of an arm.
    pub(crate) fn harness(&self, arm: &str) -> Option<&Arc<HarnessConfig>> {
        self.harnesses.get(arm)
    }

    /// The split that an instance belongs to: the one whose seeds hold it, else the one that the
    /// suite names, else none.
    pub(crate) fn split(&self, trial: &TrialBrief) -> Option<&str> {
        let splits = self.scenarios.get(&*trial.scenario)?;
        let by_seed = splits.ranges.iter().find(|(_, seeds)| seeds.contains(&trial.instance));
        by_seed.map(|(name, _)| name.as_str()).or(splits.named.as_deref())
    }

    /// What the manifest says of an arm.
    pub(crate) fn arm(&self, name: &str) -> Option<&ArmFacts> {
        self.run.manifest().arms.iter().find(|arm| arm.name == name)
    }

    /// What the manifest says of a model.
    pub(crate) fn model(&self, name: &str) -> Option<&ModelFacts> {
        self.run.manifest().models.iter().find(|model| model.name == name)
    }

    /// The place of an arm among those of the suite.
    pub(crate) fn arm_order(&self, name: &str) -> usize {
        let mut arms = self.run.manifest().arms.iter();
        arms.position(|arm| arm.name == name).unwrap_or(usize::MAX)
    }
}

fn harnesses(
    dir: &Path,
    manifest: &Manifest,
) -> Result<HashMap<String, Arc<HarnessConfig>>, OpenSourceError> {
    let read = |arm: &ArmFacts| {
        let failed = |what: String| OpenSourceError::Harness {
            run: dir.to_owned(),
            arm: arm.name.clone(),
            what,
        };
        let harness: HarnessConfig = serde_json::from_value(arm.effective.clone())
            .map_err(|error| failed(format!("cannot be read: {error}")))?;
        let found: Digest = harness.hash();
        if found != arm.harness_hash {
            return Err(failed("is not the one of the run: its hash is another".to_owned()));
        }
        Ok((arm.name.clone(), Arc::new(harness)))
    };
    manifest.arms.iter().map(read).collect()
}

fn scenarios(manifest: &Manifest) -> Result<BTreeMap<String, ScenarioSplits>, LoadScenarioError> {
    let read = manifest.scenarios.iter().map(|facts| {
        let scenario = Scenario::of_files(Path::new(&facts.name), facts.files.clone())?;
        let splits = ScenarioSplits { ranges: scenario.splits, named: facts.split.clone() };
        Ok((facts.name.clone(), splits))
    });
    read.collect()
}
