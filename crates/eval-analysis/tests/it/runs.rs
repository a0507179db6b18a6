//! Runs on disk: those kept as golden ones, and small ones written for a test.

use std::path::{Path, PathBuf};

use eval_store::{Durability, Run, RunWriter};
use eval_trace::{
    ArmFacts, Digest, Event, EventKind, Generation, Manifest, ModelFacts, Outcome, Recoverability,
    RunStatus, SCHEMA_VERSION, ScenarioFacts, SourceFile, StopReason, SuiteFacts, Timing, TrialId,
    TrialKey, TrialRecord,
};
use serde_json::json;

/// The golden run of a schema version.
pub(crate) fn golden(version: u32) -> Run {
    Run::open(&golden_folder(version)).unwrap()
}

/// Every schema version of which there is a golden run.
pub(crate) fn golden_versions() -> impl Iterator<Item = u32> {
    (1..=SCHEMA_VERSION).filter(|version| golden_folder(*version).exists())
}

fn golden_folder(version: u32) -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    crates.join(format!("eval-store/tests/golden/v{version}"))
}

/// A copy of a golden run that may be damaged.
pub(crate) fn copy_of_golden(dir: &Path) {
    std::fs::create_dir_all(dir).unwrap();
    for file in std::fs::read_dir(golden_folder(SCHEMA_VERSION)).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), dir.join(file.file_name())).unwrap();
    }
}

/// A run to be written.
pub(crate) struct Played {
    pub(crate) arms: Vec<&'static str>,
    /// Scenarios with their families.
    pub(crate) scenarios: Vec<(&'static str, &'static str)>,
    pub(crate) instances: u64,
    pub(crate) epochs: u32,
    pub(crate) part_trials: u64,
    pub(crate) created: &'static str,
    /// What the harnesses are hashed from, beside their names.
    pub(crate) harness: &'static str,
    /// What the suite's instances are hashed from.
    pub(crate) instances_of: &'static str,
    /// How each trial ends.
    pub(crate) outcome: fn(&TrialKey) -> Outcome,
}

impl Default for Played {
    /// Two arms on five instances of one scenario, twice each, all of them passed.
    fn default() -> Self {
        Self {
            arms: vec!["plain", "guarded"],
            scenarios: vec![("incident", "sre")],
            instances: 5,
            epochs: 2,
            part_trials: 4_096,
            created: "2026-11-20T22:05:00Z",
            harness: "",
            instances_of: "suite",
            outcome: |_| Outcome::Success,
        }
    }
}

impl Played {
    /// Writes the run, all of it.
    pub(crate) fn write(&self, dir: &Path) -> Run {
        self.write_some(dir, |keys| keys)
    }

    /// Writes those of its trials that `picked` leaves, in that order.
    pub(crate) fn write_some(
        &self,
        dir: &Path,
        picked: impl FnOnce(Vec<(u64, TrialKey)>) -> Vec<(u64, TrialKey)>,
    ) -> Run {
        let keys: Vec<(u64, TrialKey)> = (0..).zip(self.keys()).collect();
        let manifest = self.manifest(keys.len() as u64);
        let writer = RunWriter::create(dir, manifest, Durability::Process).unwrap();
        for (index, key) in picked(keys) {
            let trial = self.trial(&key);
            let timing = Timing { id: trial.id, started_us: 0, wall_us: 80, worker: 0 };
            writer.record(index, &trial, &timing).unwrap();
        }
        writer.finish().unwrap();
        Run::open(dir).unwrap()
    }

    /// The plan: the arms take turns on each instance.
    fn keys(&self) -> Vec<TrialKey> {
        let mut keys = Vec::new();
        for (scenario, _) in &self.scenarios {
            for instance in 0..self.instances {
                for epoch in 0..self.epochs {
                    keys.extend(self.arms.iter().map(|arm| TrialKey {
                        arm: (*arm).to_owned(),
                        scenario: (*scenario).to_owned(),
                        variant: "base".to_owned(),
                        instance,
                        epoch,
                    }));
                }
            }
        }
        keys
    }

    pub(crate) fn manifest(&self, planned: u64) -> Manifest {
        let arm = |name: &&str| ArmFacts {
            name: (*name).to_owned(),
            harness: format!("harness/{name}.toml"),
            harness_hash: hash(&format!("{name}{}", self.harness)),
            effective: json!({"loop": {"kind": "react", "name": name, "of": self.harness}}),
            model: "flaky".to_owned(),
            stream: 0,
            planned: planned / self.arms.len() as u64,
        };
        let scenario = |(name, family): &(&str, &str)| ScenarioFacts {
            name: (*name).to_owned(),
            family: (*family).to_owned(),
            tags: vec!["short".to_owned(), format!("of {family}")],
            hash: hash(name),
            files: Vec::new(),
            split: None,
            instances: [("base".to_owned(), self.instances)].into(),
        };
        Manifest {
            schema_version: SCHEMA_VERSION,
            run_id: format!("{}-0a1b2c3d", self.created),
            created: self.created.to_owned(),
            status: RunStatus::Running,
            plan_hash: hash("plan"),
            instances_hash: hash(self.instances_of),
            planned,
            finished: 0,
            seed: 7,
            epochs: self.epochs,
            selection: Vec::new(),
            shard: None,
            look: None,
            generations: vec![Generation {
                plan_hash: hash("plan"),
                planned,
                first_part: 0,
                part_trials: self.part_trials,
            }],
            suite: SuiteFacts {
                name: "triage".to_owned(),
                path: "suite.toml".to_owned(),
                source: SourceFile { path: "suite.toml".to_owned(), text: String::new() },
                max_infra: 0.1,
                max_turns: 6,
            },
            arms: self.arms.iter().map(arm).collect(),
            models: vec![ModelFacts {
                name: "flaky".to_owned(),
                kind: "flaky".to_owned(),
                effective: json!({"kind": "flaky", "p": 0.4}),
                hash: hash("flaky"),
                simulated: true,
            }],
            scenarios: self.scenarios.iter().map(scenario).collect(),
            version: "0.1.0".to_owned(),
            git_commit: None,
            tables: Vec::new(),
        }
    }

    /// A trial with numbers of its own in every column that is summed up.
    fn trial(&self, key: &TrialKey) -> TrialRecord {
        let family = self.scenarios.iter().find(|(name, _)| *name == key.scenario).unwrap().1;
        let outcome = (self.outcome)(key);
        let (instance, epoch) = (key.instance, key.epoch);
        let broken = (outcome == Outcome::Unsafe).then(|| "no_data_lost".to_owned());
        let cancelled = EventKind::Cancelled;
        let event = Event { seq: 0, step: 0, turn: 0, at: 0, effect: None, kind: cancelled };
        TrialRecord {
            id: TrialId(hash(&key.to_string())),
            key: key.clone(),
            family: family.to_owned(),
            tags: vec!["short".to_owned(), format!("of {family}")],
            instance_hash: hash(&format!("{}#{instance}", key.scenario)),
            harness_hash: hash(&format!("{}{}", key.arm, self.harness)),
            model: "flaky".to_owned(),
            model_hash: hash("flaky"),
            outcome,
            recoverability: Recoverability::Unknown,
            stop: StopReason::Cancelled,
            detail: String::new(),
            verified: None,
            unmet: Vec::new(),
            broken: broken.into_iter().collect(),
            answer: None,
            turns: 1 + (u32::try_from(instance).unwrap() + epoch) % 4,
            tool_calls: epoch % 3,
            refusals: 0,
            errors: 0,
            input_tokens: 1_000 + 10 * instance + u64::from(epoch),
            output_tokens: 100 + u64::from(epoch * epoch),
            virtual_ms: 2_000 + 7 * instance + u64::from(100 * epoch * epoch),
            state_before: hash("before"),
            state_after: hash("after"),
            events: vec![event],
        }
    }
}

fn hash(of: &str) -> Digest {
    Digest::of_bytes(of.as_bytes())
}
