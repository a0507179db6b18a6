//! The manifest's facts about a run.

use eval_scenario::SuiteScenario;
use eval_store::PART_TRIALS;
use eval_trace::{
    ArmFacts, Generation, Manifest, ModelFacts, RunStatus, SCHEMA_VERSION, ScenarioFacts,
    SuiteFacts,
};

use crate::bench::ReadyArm;
use crate::{Bench, Plan};

/// What only the front door knows of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunFacts {
    /// The run's name.
    pub run_id: String,
    /// When it was started, UTC.
    pub created: String,
    /// The program's version.
    pub version: String,
    /// The commit of the suite's repository.
    pub git_commit: Option<String>,
}

impl Plan {
    /// The manifest of a run of this plan, before its first trial.
    #[must_use]
    pub fn manifest(&self, bench: &Bench, run: RunFacts) -> Manifest {
        let by_arm = self.trials_by_arm();
        let planned_of = |arm: &str| by_arm.get(arm).copied().unwrap_or_default();
        Manifest {
            schema_version: SCHEMA_VERSION,
            run_id: run.run_id,
            created: run.created,
            status: RunStatus::Running,
            plan_hash: self.hash,
            instances_hash: self.instances_hash,
            planned: self.len(),
            finished: 0,
            seed: self.seed,
            epochs: self.epochs,
            selection: self.selection.clone(),
            shard: None,
            look: self.look,
            generations: vec![self.generation(self.len(), 0)],
            suite: suite_facts(bench),
            arms: bench
                .arms
                .iter()
                .filter(|ready| planned_of(&ready.arm.name) > 0)
                .map(|ready| arm_facts(ready, planned_of(&ready.arm.name)))
                .collect(),
            models: model_facts(bench),
            scenarios: scenario_facts(bench, self),
            version: run.version,
            git_commit: run.git_commit,
            tables: Vec::new(),
        }
    }
}

impl Plan {
    /// The generation of a run that begins with this part and adds so many
    /// trials of the plan.
    #[must_use]
    pub fn generation(&self, planned: u64, first_part: u32) -> Generation {
        Generation { plan_hash: self.hash, planned, first_part, part_trials: PART_TRIALS }
    }
}

fn suite_facts(bench: &Bench) -> SuiteFacts {
    let suite = &bench.suite;
    SuiteFacts {
        name: suite.name.clone(),
        path: suite.path.display().to_string(),
        source: suite.source.clone(),
        max_infra: suite.limits.max_infra,
        max_turns: suite.limits.max_turns,
    }
}

fn arm_facts(ready: &ReadyArm, planned: u64) -> ArmFacts {
    ArmFacts {
        name: ready.arm.name.clone(),
        harness: ready.arm.harness_as_written.clone(),
        harness_hash: ready.harness_hash,
        effective: serde_json::to_value(&*ready.harness).unwrap_or_default(),
        model: ready.arm.model.clone(),
        stream: ready.arm.stream,
        planned,
    }
}

fn model_facts(bench: &Bench) -> Vec<ModelFacts> {
    let mut facts: Vec<ModelFacts> = Vec::new();
    for ready in &bench.arms {
        if facts.iter().all(|model| model.name != ready.spec.name) {
            facts.push(ModelFacts {
                name: ready.spec.name.clone(),
                kind: ready.spec.kind.name().to_owned(),
                effective: serde_json::to_value(&ready.spec.kind).unwrap_or_default(),
                hash: ready.model_hash,
                // Every kind there is plays or draws; none is a real model.
                simulated: true,
            });
        }
    }
    facts
}

fn scenario_facts(bench: &Bench, plan: &Plan) -> Vec<ScenarioFacts> {
    let facts = plan.instances_by_scenario().into_iter().map(|(index, instances)| {
        let SuiteScenario { scenario, split, .. } = &bench.suite.scenarios[index];
        ScenarioFacts {
            name: scenario.name.clone(),
            family: scenario.family.clone(),
            tags: scenario.tags.clone(),
            hash: scenario.hash,
            files: scenario.files.clone(),
            split: split.clone(),
            instances,
        }
    });
    facts.collect()
}
