//! The plan: every trial, in order.

use std::collections::BTreeMap;

use eval_scenario::SuiteScenario;
use eval_trace::{Digest, TrialId, TrialKey};

use crate::bench::ReadyArm;
use crate::{Bench, Selection, SelectionError, TrialPlan};

/// Every trial of a run, in the order in which they stand in the tables: by
/// scenario, variant, instance, epoch and arm. Arms are innermost, so that
/// whatever drifts while a run goes on hits all arms alike.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The trials.
    pub trials: Vec<TrialPlan>,
    /// The seed of trial luck.
    pub seed: u64,
    /// Repeats of each instance, where its scenario does not say otherwise.
    pub epochs: u32,
    /// How the plan was cut down, in the words of the command line.
    pub selection: Vec<String>,
    /// Hash of everything that decides the tables' bytes.
    pub hash: Digest,
    /// Hash of the instances alone, without arms and epochs.
    pub instances_hash: Digest,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The selection names what is not there.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// Two arms would run the same trial.
    #[error(
        "arms `{one}` and `{other}` collide: same harness, same model, same instances, so they \
         would run the same trials ({trial}); set `stream = 1` in one of them to give it luck of \
         its own"
    )]
    Collision {
        /// The first arm.
        one: String,
        /// The second arm.
        other: String,
        /// A trial they share.
        trial: Box<TrialKey>,
    },
}

impl Plan {
    /// Plans a suite, as far as the selection takes it.
    pub fn new(bench: &Bench, selection: &Selection) -> Result<Self, PlanError> {
        selection.check(&bench.suite)?;
        let seed = selection.seed.unwrap_or(bench.suite.seed);
        let epochs = selection.epochs.unwrap_or(bench.suite.epochs);
        let mut trials = Vec::new();
        for (scenario, entry) in bench.suite.scenarios.iter().enumerate() {
            let epochs = selection.epochs.or(entry.epochs).unwrap_or(epochs);
            let planner = Planner { bench, selection, scenario, entry, seed, epochs };
            planner.plan(&mut trials);
        }
        no_collisions(&trials)?;
        trials.retain(|trial| selection.takes(trial));
        if let Some(limit) = selection.limit {
            trials.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        }
        let hash = plan_hash(bench, &trials);
        let instances_hash = instances_hash(bench, &trials);
        let selection = selection.words();
        Ok(Self { trials, seed, epochs, selection, hash, instances_hash })
    }

    /// How many trials each arm has, by the arm's name.
    #[must_use]
    pub fn trials_by_arm(&self) -> BTreeMap<&str, u64> {
        let mut counts = BTreeMap::new();
        for trial in &self.trials {
            *counts.entry(trial.key.arm.as_str()).or_default() += 1;
        }
        counts
    }
}

/// Plans the trials of one scenario.
struct Planner<'a> {
    bench: &'a Bench,
    selection: &'a Selection,
    scenario: usize,
    entry: &'a SuiteScenario,
    seed: u64,
    epochs: u32,
}

impl Planner<'_> {
    fn plan(&self, trials: &mut Vec<TrialPlan>) {
        let name = &self.entry.scenario.name;
        for variant in &self.entry.variants {
            let arms = self.bench.arms.iter().enumerate().filter(|(_, ready)| {
                self.selection.takes_arm(&ready.arm.name) && ready.arm.plays(name, variant)
            });
            let arms: Vec<(usize, &ReadyArm)> = arms.collect();
            for instance in self.entry.instances.clone() {
                for epoch in 0..self.epochs {
                    trials.extend(
                        arms.iter()
                            .map(|(arm, ready)| self.trial(*arm, ready, variant, instance, epoch)),
                    );
                }
            }
        }
    }

    fn trial(
        &self,
        arm: usize,
        ready: &ReadyArm,
        variant: &str,
        instance: u64,
        epoch: u32,
    ) -> TrialPlan {
        let scenario = &self.entry.scenario;
        let identity = (
            instance_hash(scenario.hash, variant, instance),
            ready.harness_hash,
            ready.model_hash,
            self.seed,
            ready.arm.stream,
            epoch,
        );
        TrialPlan {
            id: TrialId(Digest::of(&identity)),
            key: TrialKey {
                arm: ready.arm.name.clone(),
                scenario: scenario.name.clone(),
                variant: variant.to_owned(),
                instance,
                epoch,
            },
            arm,
            scenario: self.scenario,
        }
    }
}

/// What an instance is made of: the scenario's files, the variant and the seed
/// decide it, so it need not be acted out to be named.
fn instance_hash(scenario: Digest, variant: &str, instance: u64) -> Digest {
    Digest::of(&(scenario, variant, instance))
}

fn no_collisions(trials: &[TrialPlan]) -> Result<(), PlanError> {
    let mut seen: BTreeMap<TrialId, &TrialPlan> = BTreeMap::new();
    for trial in trials {
        if let Some(other) = seen.insert(trial.id, trial) {
            return Err(PlanError::Collision {
                one: other.key.arm.clone(),
                other: trial.key.arm.clone(),
                trial: Box::new(trial.key.clone()),
            });
        }
    }
    Ok(())
}

fn plan_hash(bench: &Bench, trials: &[TrialPlan]) -> Digest {
    let names: Vec<_> = trials.iter().map(|trial| (trial.id, &trial.key.arm)).collect();
    Digest::of(&(eval_trace::SCHEMA_VERSION, bench.suite.limits.max_turns, names))
}

fn instances_hash(bench: &Bench, trials: &[TrialPlan]) -> Digest {
    let hash_of = |trial: &TrialPlan| {
        let scenario = &bench.suite.scenarios[trial.scenario].scenario;
        instance_hash(scenario.hash, &trial.key.variant, trial.key.instance)
    };
    let mut instances: Vec<Digest> = trials.iter().map(hash_of).collect();
    instances.sort_unstable();
    instances.dedup();
    Digest::of(&instances)
}
