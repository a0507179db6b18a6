//! The plan: every trial, in order.

use std::collections::{BTreeMap, HashSet};

use eval_trace::{Digest, PlannedLook, TrialKey};
use serde::Serialize;

use crate::block::{Block, Place, PlannedArm};
use crate::{Bench, Selection, SelectionError, TrialPlan};

/// Every trial of a run, in the order in which they stand in the tables: by
/// scenario, variant, instance, epoch and arm.
#[derive(Clone, Debug)]
pub struct Plan {
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
    /// Which of several looks it goes up to, where it is one of a series.
    pub look: Option<PlannedLook>,
    blocks: Vec<Block>,
    /// The trials that a filter left, by their place in the blocks; all of
    /// them where there is no filter.
    picked: Option<Vec<u64>>,
    len: u64,
}

/// Why there is no plan.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The selection names what is not there.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// More trials than can be counted.
    #[error("the plan has more trials than can be counted; lower epochs or instances")]
    TooLarge,
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
        let (blocks, n_all) = blocks(bench, selection)?;
        no_collisions(&blocks, seed)?;
        let mut plan = Self {
            seed,
            epochs: selection.epochs.unwrap_or(bench.suite.epochs),
            selection: selection.words(),
            hash: Digest::of_bytes(b""),
            instances_hash: Digest::of_bytes(b""),
            look: selection.look,
            blocks,
            picked: None,
            len: n_all,
        };
        plan.cut_down(selection);
        plan.hash = plan.hash_of_all();
        plan.instances_hash = plan.hash_of_instances();
        Ok(plan)
    }

    /// How many trials there are.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether there is nothing to run.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The trial at that place of the plan.
    #[must_use]
    pub fn trial(&self, index: u64) -> Option<TrialPlan> {
        let (block, place) = self.place(index)?;
        Some(block.trial(place, self.seed))
    }

    /// All trials, in order.
    pub fn trials(&self) -> impl Iterator<Item = TrialPlan> {
        self.places().map(|(block, place)| block.trial(place, self.seed))
    }

    /// How many trials each arm has, by the arm's name.
    #[must_use]
    pub fn trials_by_arm(&self) -> BTreeMap<&str, u64> {
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        match &self.picked {
            Some(_) => {
                for (block, place) in self.places() {
                    *counts.entry(&block.arms[place.arm].name).or_default() += 1;
                }
            }
            None => {
                for (block, n_taken) in self.taken() {
                    for (arm, n) in block.trials_by_arm(n_taken) {
                        *counts.entry(arm).or_default() += n;
                    }
                }
            }
        }
        counts.retain(|_, n| *n > 0);
        counts
    }

    /// How many instances of each variant there are, by the scenario's index.
    pub(crate) fn instances_by_scenario(&self) -> BTreeMap<usize, BTreeMap<String, u64>> {
        let mut counts: BTreeMap<usize, BTreeMap<String, u64>> = BTreeMap::new();
        for (block, instances) in self.instances() {
            let n = instances.iter().map(|seeds| seeds.end - seeds.start).sum();
            counts.entry(block.scenario).or_default().insert(block.variant.clone(), n);
        }
        counts
    }

    fn cut_down(&mut self, selection: &Selection) {
        let most = selection.limit.unwrap_or(u64::MAX);
        if selection.filter.is_some() || selection.look.is_some() {
            let seen = selection.look.map(|look| self.instances_seen(look));
            let is_seen = |index: u64| {
                let Some(seen) = &seen else { return true };
                self.place(index)
                    .is_some_and(|(block, place)| seen.contains(&(block.first, place.instance)))
            };
            let taken = (0..self.len).filter(|index| {
                is_seen(*index) && self.trial(*index).is_some_and(|trial| selection.takes(&trial))
            });
            let picked: Vec<u64> =
                taken.take(usize::try_from(most).unwrap_or(usize::MAX)).collect();
            self.len = picked.len() as u64;
            self.picked = Some(picked);
        }
        self.len = self.len.min(most);
    }

    /// The instances of the looks so far, by block and seed: all instances in an
    /// order drawn at random, cut into looks of one size.
    fn instances_seen(&self, look: PlannedLook) -> HashSet<(u64, u64)> {
        let mut drawn: Vec<(Digest, u64, u64)> = Vec::new();
        for block in &self.blocks {
            for instance in block.instances.clone() {
                let key = ("look", self.seed, &block.scenario_name, &block.variant, instance);
                drawn.push((Digest::of(&key), block.first, instance));
            }
        }
        drawn.sort_unstable();
        let share =
            (drawn.len() as u64 * u64::from(look.taken)).div_ceil(look.planned.max(1).into());
        let seen = drawn.into_iter().take(usize::try_from(share).unwrap_or(usize::MAX));
        seen.map(|(_, block, instance)| (block, instance)).collect()
    }

    fn place(&self, index: u64) -> Option<(&Block, Place)> {
        if index >= self.len {
            return None;
        }
        let index = match &self.picked {
            Some(picked) => *picked.get(usize::try_from(index).ok()?)?,
            None => index,
        };
        let after = self.blocks.partition_point(|block| block.first <= index);
        let block = self.blocks.get(after.checked_sub(1)?)?;
        Some((block, block.place(index - block.first)))
    }

    fn places(&self) -> impl Iterator<Item = (&Block, Place)> {
        (0..self.len).filter_map(|index| self.place(index))
    }

    /// The blocks and how many of their trials are in the plan, where no
    /// filter picked among them.
    fn taken(&self) -> impl Iterator<Item = (&Block, u64)> {
        self.blocks.iter().map_while(|block| {
            let n_left = self.len.checked_sub(block.first).filter(|n_left| *n_left > 0)?;
            Some((block, block.len().unwrap_or(u64::MAX).min(n_left)))
        })
    }

    /// The distinct instances as ranges of their seeds: a plan may have far
    /// more trials than it has instances, and more instances than fit anywhere.
    fn instances(&self) -> Vec<(&Block, Vec<Seeds>)> {
        if self.picked.is_none() {
            let whole = self.taken().map(|(block, n_taken)| {
                let last = block.place(n_taken - 1).instance;
                (block, vec![Seeds { start: block.instances.start, end: last + 1 }])
            });
            return whole.collect();
        }
        let mut found: Vec<(&Block, Vec<Seeds>)> = Vec::new();
        for (block, Place { instance, .. }) in self.places() {
            match found.last_mut() {
                Some((last, seeds)) if last.first == block.first => join(seeds, instance),
                Some(_) | None => found.push((block, vec![Seeds::of(instance)])),
            }
        }
        found
    }

    fn hash_of_all(&self) -> Digest {
        let schema = eval_trace::SCHEMA_VERSION;
        let plan = Digest::of(&(schema, self.seed, &self.blocks, &self.picked, self.len));
        // The first of two looks and the second of four hold the same trials and are not the same.
        self.look.map_or(plan, |look| Digest::of(&(plan, look.planned)))
    }

    fn hash_of_instances(&self) -> Digest {
        let instances = self.instances();
        let mut instances: Vec<_> = instances
            .iter()
            .map(|(block, seeds)| (block.scenario_hash, &block.variant, seeds))
            .collect();
        // The order in which a suite names its scenarios is no part of them.
        instances.sort_unstable();
        Digest::of(&instances)
    }
}

/// Instance seeds that follow one another; the end is not one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Seeds {
    start: u64,
    end: u64,
}

impl Seeds {
    fn of(instance: u64) -> Self {
        Self { start: instance, end: instance + 1 }
    }
}

/// Adds an instance to seeds that it follows or is the last of.
fn join(seeds: &mut Vec<Seeds>, instance: u64) {
    match seeds.last_mut() {
        Some(last) if last.end == instance + 1 => {}
        Some(last) if last.end == instance => last.end += 1,
        Some(_) | None => seeds.push(Seeds::of(instance)),
    }
}

/// The blocks of a suite and how many trials they hold.
fn blocks(bench: &Bench, selection: &Selection) -> Result<(Vec<Block>, u64), PlanError> {
    let mut blocks = Vec::new();
    let mut first = 0_u64;
    for (scenario, entry) in bench.suite.scenarios.iter().enumerate() {
        for variant in &entry.variants {
            let name = &entry.scenario.name;
            let arms = bench.arms.iter().enumerate().filter(|(_, ready)| {
                selection.takes_arm(&ready.arm.name) && ready.arm.plays(name, variant)
            });
            let block = Block {
                first,
                scenario,
                scenario_name: name.clone(),
                scenario_hash: entry.scenario.hash,
                variant: variant.clone(),
                instances: entry.instances.clone(),
                epochs: selection.epochs.or(entry.epochs).unwrap_or(bench.suite.epochs),
                max_turns: bench.suite.limits.max_turns,
                arms: arms.map(|(index, ready)| PlannedArm::new(index, ready)).collect(),
            };
            let n_trials = block.len().ok_or(PlanError::TooLarge)?;
            if n_trials == 0 {
                continue;
            }
            first = first.checked_add(n_trials).ok_or(PlanError::TooLarge)?;
            blocks.push(block);
        }
    }
    Ok((blocks, first))
}

fn no_collisions(blocks: &[Block], seed: u64) -> Result<(), PlanError> {
    let collision = blocks.iter().find_map(|block| Some((block, block.collision()?)));
    let Some((block, (one, other))) = collision else { return Ok(()) };
    Err(PlanError::Collision {
        one: one.name.to_string(),
        other: other.name.to_string(),
        trial: Box::new(block.trial(block.place(0), seed).key),
    })
}
