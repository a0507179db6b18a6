//! The manifest of a run: everything that went into it.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Digest;

/// Written as `manifest.json` beside the tables. Readers trust this list of
/// files, not what happens to lie in the folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`crate::SCHEMA_VERSION`].
    pub schema_version: u32,
    /// UTC time and plan hash.
    pub run_id: String,
    /// When the run was started, UTC.
    pub created: String,
    /// How far it got.
    pub status: RunStatus,
    /// Hash of everything that decides the tables' bytes.
    pub plan_hash: Digest,
    /// Hash of the instances alone, without arms and epochs: two runs are
    /// comparable when it is equal.
    pub instances_hash: Digest,
    /// Planned trials.
    pub planned: u64,
    /// Trials in the tables.
    pub finished: u64,
    /// The seed of trial luck.
    pub seed: u64,
    /// Repeats of each instance.
    pub epochs: u32,
    /// How the plan was cut down, in the words of the command line.
    pub selection: Vec<String>,
    /// The slice of the plan that this run is, where it is not the whole.
    #[serde(default)]
    pub shard: Option<Shard>,
    /// Which of the planned looks at the run this is, where it is measured look
    /// by look until it is decided. What is said of it has to allow for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<PlannedLook>,
    /// How often the run was extended, and what each time added; the first is
    /// the plan it began with. None in schema version 1.
    #[serde(default)]
    pub generations: Vec<Generation>,
    /// The suite.
    pub suite: SuiteFacts,
    /// The arms, in suite order.
    pub arms: Vec<ArmFacts>,
    /// The models, in suite order.
    pub models: Vec<ModelFacts>,
    /// The scenarios, in suite order.
    pub scenarios: Vec<ScenarioFacts>,
    /// The program's version.
    pub version: String,
    /// The commit of the suite's repository, where there is one.
    pub git_commit: Option<String>,
    /// The tables' files.
    pub tables: Vec<TableFile>,
}

impl Manifest {
    /// How many trials stand in the files that are listed.
    #[must_use]
    pub fn trials_listed(&self) -> u64 {
        let trials = self.tables.iter().filter(|file| file.table == "trials");
        trials.map(|file| file.rows).sum()
    }
}

/// A slice of a plan, for one of several machines. Written `index/of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shard {
    /// Which slice, from 1.
    pub index: u32,
    /// Of how many.
    pub of: u32,
}

impl Shard {
    /// The places of the plan that are this slice: one after the other, so that
    /// the arms of an instance meet on one machine, and united in order they
    /// are the plan.
    #[must_use]
    pub fn places(self, planned: u64) -> Range<u64> {
        let cut = |slices: u32| {
            let places = u128::from(planned) * u128::from(slices) / u128::from(self.of.max(1));
            u64::try_from(places).unwrap_or(planned)
        };
        cut(self.index.saturating_sub(1))..cut(self.index)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// A look at a run that is measured look by look: each adds instances, drawn at
/// random, and after each it may be decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedLook {
    /// The look, from 1.
    pub taken: u32,
    /// Of how many planned.
    pub planned: u32,
}

/// The trials that one plan added to a run, cut into parts in plan order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generation {
    /// Hash of the plan.
    pub plan_hash: Digest,
    /// The trials that were not there before.
    pub planned: u64,
    /// The number of its first part.
    pub first_part: u32,
    /// Trials in a part; the last one may have fewer.
    pub part_trials: u64,
}

impl Generation {
    /// How many parts there are.
    #[must_use]
    pub fn n_parts(&self) -> u64 {
        self.planned.div_ceil(self.part_trials.max(1))
    }
}

/// How far a run got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStatus {
    /// Being written; or its process died.
    Running,
    /// Stopped early; what is there can be read.
    Incomplete,
    /// Every planned trial is there.
    Complete,
}

/// The suite a run came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuiteFacts {
    /// Its name.
    pub name: String,
    /// Its path as given.
    pub path: String,
    /// Its text.
    pub source: SourceFile,
    /// The highest share of infra trials before the measurement is invalid.
    pub max_infra: f64,
    /// How many times a model may be asked in one trial.
    pub max_turns: u32,
}

/// An arm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ArmFacts {
    /// Its name.
    pub name: String,
    /// The harness file.
    pub harness: String,
    /// Hash of the effective harness.
    pub harness_hash: Digest,
    /// The effective harness; components that are off are absent.
    pub effective: Value,
    /// The model's name.
    pub model: String,
    /// The stream that sets it apart from an arm of the same make, 0 if none.
    pub stream: u64,
    /// Planned trials.
    pub planned: u64,
}

/// A model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelFacts {
    /// Its name in the suite.
    pub name: String,
    /// Its kind.
    pub kind: String,
    /// Its effective settings.
    pub effective: Value,
    /// Hash of the settings.
    pub hash: Digest,
    /// Whether it is simulated: such a run proves the machinery, never how a
    /// real model behaves.
    pub simulated: bool,
}

/// A scenario and its files, whole, so that the run can be made again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioFacts {
    /// Its name.
    pub name: String,
    /// Its family.
    pub family: String,
    /// Its tags; none in a run of an older program, whose trials have them all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Hash of its files.
    pub hash: Digest,
    /// Its files.
    pub files: Vec<SourceFile>,
    /// The split that all its instances belong to, where the suite names one.
    pub split: Option<String>,
    /// How many instances of each variant were planned.
    pub instances: BTreeMap<String, u64>,
}

/// A text file that went into the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its path as the suite refers to it.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// A file of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFile {
    /// The table: `trials`, `events`, `contents` or `timings`.
    pub table: String,
    /// The file's name in the run's folder; begins with the table's name.
    pub file: String,
    /// Rows.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// BLAKE3 of the whole file, 64 hexadecimal digits.
    pub blake3: String,
    /// The part of the run that it belongs to.
    #[serde(default)]
    pub part: u32,
    /// Whether the part is not whole yet: written when a run was stopped,
    /// replaced when it goes on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
}
