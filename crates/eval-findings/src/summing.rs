//! Summing a run up, trial by trial.

use std::collections::{BTreeMap, BTreeSet};

use eval_stats::{Tally, rate};
use eval_trace::{Manifest, Outcome, Recoverability, TrialRecord};

use crate::{ArmSummary, RunSummary, Unit};

/// Confidence of every interval in a summary.
pub const CONFIDENCE: f64 = 0.95;

/// From this many families on, the family is the unit.
pub const ENOUGH_FAMILIES: usize = 5;

/// A summary being drawn. It keeps a tally an instance, never a trial.
#[derive(Debug)]
pub struct Summing {
    arms: BTreeMap<String, ArmTally>,
    families: BTreeSet<String>,
}

impl Summing {
    /// Nothing summed up yet. Arms of the manifest are there from the start,
    /// so that one whose trials are all missing still shows.
    #[must_use]
    pub fn new(manifest: &Manifest) -> Self {
        let arms = manifest.arms.iter().map(|arm| (arm.name.clone(), ArmTally::default()));
        Self { arms: arms.collect(), families: BTreeSet::new() }
    }

    /// Adds a trial.
    pub fn add(&mut self, trial: &TrialRecord) {
        if !self.families.contains(&trial.family) {
            self.families.insert(trial.family.clone());
        }
        at(&mut self.arms, &trial.key.arm).add(trial);
    }

    /// The summary.
    #[must_use]
    pub fn finish(self, manifest: &Manifest, dir: &str) -> RunSummary {
        let unit =
            if self.families.len() >= ENOUGH_FAMILIES { Unit::Family } else { Unit::Instance };
        let (finished, infra) = self
            .arms
            .values()
            .fold((0, 0), |(trials, infra), arm| (trials + arm.trials, infra + arm.infra()));
        let mut tallies = self.arms;
        let arms = manifest.arms.iter().filter_map(|arm| {
            let tally = tallies.remove(&arm.name)?;
            Some(tally.finish(&arm.name, &arm.model, unit))
        });
        RunSummary {
            schema_version: eval_trace::SCHEMA_VERSION,
            run_id: manifest.run_id.clone(),
            dir: dir.to_owned(),
            status: manifest.status,
            suite: manifest.suite.name.clone(),
            seed: manifest.seed,
            planned: manifest.planned,
            finished,
            infra_share: share(infra, finished),
            max_infra: manifest.suite.max_infra,
            unit,
            simulated: manifest.models.iter().all(|model| model.simulated),
            arms: arms.collect(),
        }
    }
}

#[derive(Debug, Default)]
struct ArmTally {
    trials: u64,
    outcomes: BTreeMap<&'static str, u64>,
    stops: BTreeMap<&'static str, u64>,
    verified: u64,
    verifiable: u64,
    recoverable: u64,
    turns: u64,
    tool_calls: u64,
    refusals: u64,
    errors: u64,
    input_tokens: u64,
    output_tokens: u64,
    /// Successes and scored trials by family and instance.
    families: BTreeMap<String, Instances>,
}

/// Tallies by scenario, variant and seed: names stand once, however many
/// instances there are.
type Instances = BTreeMap<String, BTreeMap<String, BTreeMap<u64, Tally>>>;

/// What stands at a key, made if need be; the key is only copied then.
fn at<'map, V: Default>(map: &'map mut BTreeMap<String, V>, key: &str) -> &'map mut V {
    if !map.contains_key(key) {
        map.insert(key.to_owned(), V::default());
    }
    #[expect(clippy::expect_used, reason = "it was put there if it was not")]
    map.get_mut(key).expect("the key is there")
}

impl ArmTally {
    fn add(&mut self, trial: &TrialRecord) {
        self.trials += 1;
        *self.outcomes.entry(trial.outcome.name()).or_default() += 1;
        *self.stops.entry(trial.stop.name()).or_default() += 1;
        self.refusals += u64::from(trial.refusals);
        self.errors += u64::from(trial.errors);
        self.input_tokens += trial.input_tokens;
        self.output_tokens += trial.output_tokens;
        self.recoverable += u64::from(trial.recoverability == Recoverability::Yes);
        let key = &trial.key;
        let scenario = at(at(&mut self.families, &trial.family), &key.scenario);
        let instances = at(scenario, &key.variant);
        let tally = instances.entry(key.instance).or_insert(Tally { passes: 0, n: 0 });
        // Not the agent's fault, so neither a pass nor a failure of the agent.
        if trial.outcome == Outcome::Infra {
            return;
        }
        tally.n += 1;
        tally.passes += u64::from(trial.outcome.is_success());
        self.turns += u64::from(trial.turns);
        self.tool_calls += u64::from(trial.tool_calls);
        self.verified += u64::from(trial.verified == Some(true));
        self.verifiable += u64::from(trial.verified.is_some());
    }

    fn infra(&self) -> u64 {
        self.count(Outcome::Infra)
    }

    fn count(&self, outcome: Outcome) -> u64 {
        self.outcomes.get(outcome.name()).copied().unwrap_or_default()
    }

    fn finish(self, name: &str, model: &str, unit: Unit) -> ArmSummary {
        let infra = self.infra();
        let scored = self.trials - infra;
        let success = self.count(Outcome::Success) + self.count(Outcome::Recovered);
        let tallies = self.families.values().flat_map(tallies);
        let dropped_instances = tallies.filter(|tally| tally.n == 0).count() as u64;
        let clusters = self.clusters(unit);
        let measured = rate(&clusters, CONFIDENCE);
        ArmSummary {
            name: name.to_owned(),
            model: model.to_owned(),
            trials: self.trials,
            scored,
            infra,
            success,
            verified: self.verified,
            verifiable: self.verifiable,
            recoverable: self.recoverable,
            units: clusters.len() as u64,
            dropped_instances,
            rate: measured.estimate,
            interval: match measured.estimate {
                // Nothing measured: [0, 1] would look like a finding.
                None => None,
                Some(_) => measured.interval.map(|interval| [interval.lower, interval.upper]),
            },
            outcomes: self.outcomes,
            stops: self.stops,
            mean_turns: share(self.turns, scored),
            mean_tool_calls: share(self.tool_calls, scored),
            refusals: self.refusals,
            errors: self.errors,
            input_tokens: self.input_tokens,
            output_tokens: self.output_tokens,
        }
    }

    /// The tallies by unit; instances without a scored trial are left out.
    fn clusters(&self, unit: Unit) -> Vec<Vec<Tally>> {
        let scored = |family: &Instances| -> Vec<Tally> {
            tallies(family).filter(|tally| tally.n > 0).copied().collect()
        };
        let families = self.families.values().map(scored).filter(|family| !family.is_empty());
        match unit {
            Unit::Family => families.collect(),
            Unit::Instance => families.flatten().map(|tally| vec![tally]).collect(),
        }
    }
}

/// The tallies of a family, instance by instance.
fn tallies(family: &Instances) -> impl Iterator<Item = &Tally> {
    family.values().flat_map(BTreeMap::values).flat_map(BTreeMap::values)
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
