//! Which trials are taken, before any trace is read.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use eval_store::TrialBrief;
use eval_trace::{Digest, Outcome};

use crate::excluded::{Reason, Tally};
use crate::preset::Preset;
use crate::recipe::{Balance, Recipe, is_held_out};
use crate::source::Source;

/// A trial by the number of its source and its place in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Place {
    pub(crate) source: usize,
    pub(crate) trial: usize,
}

/// The trials that are taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Selected {
    /// Their places, in order.
    pub(crate) places: Vec<Place>,
    /// Of pairs: who passed and who failed, in order of who failed.
    pub(crate) pairs: Vec<(Place, Place)>,
    /// Those that were left out.
    pub(crate) left_out: Tally,
}

/// What is known of held-out instances.
#[derive(Clone, Debug, Default)]
pub(crate) struct HeldOut {
    pub(crate) instances: HashSet<Digest>,
}

/// Selects by everything that the table of trials tells.
pub(crate) fn select(recipe: &Recipe, sources: &[Source], held: &HeldOut) -> Selected {
    let difficulty = Difficulty::of(sources);
    let mut selected = Selected::default();
    for (number, source) in sources.iter().enumerate() {
        for (index, trial) in source.trials.iter().enumerate() {
            match why_not(recipe, source, trial, &difficulty, held) {
                Some(reason) => selected.left_out.count(reason),
                None => selected.places.push(Place { source: number, trial: index }),
            }
        }
    }
    if let Some(balance) = recipe.select.balance {
        balance_by(balance, sources, &mut selected);
    }
    match recipe.preset() {
        Preset::PairedArms => make_pairs(sources, &mut selected),
        Preset::Tasks => one_an_instance(sources, &mut selected),
        _ => {}
    }
    selected
}

/// The first reason to leave a trial out; those that protect come before those that choose.
fn why_not(
    recipe: &Recipe,
    source: &Source,
    trial: &TrialBrief,
    difficulty: &Difficulty,
    held: &HeldOut,
) -> Option<Reason> {
    protection(recipe, source, trial, held)
        .or_else(|| demand(recipe, trial))
        .or_else(|| by_outcome(recipe, trial))
        .or_else(|| difficulty.why_not(recipe, trial))
}

fn protection(
    recipe: &Recipe,
    source: &Source,
    trial: &TrialBrief,
    held: &HeldOut,
) -> Option<Reason> {
    let split = source.split(trial);
    match split {
        Some("holdout") => return Some(Reason::Holdout),
        Some("canary") => return Some(Reason::Canary),
        _ => {}
    }
    if recipe.clean.holdout_families.iter().any(|family| **family == *trial.family) {
        return Some(Reason::HeldOutFamily);
    }
    if held.instances.contains(&trial.instance_hash) {
        return Some(Reason::HeldOutInstance);
    }
    let wanted = &recipe.select.splits;
    let is_wanted = match split {
        Some(split) if wanted.is_empty() => split == "train",
        Some(split) => wanted.iter().any(|name| name == split),
        // Belonging to no split is no reason to stay out, unless splits were asked for.
        None => wanted.is_empty(),
    };
    if !is_wanted {
        return Some(Reason::OtherSplit);
    }
    licence(recipe, source, trial)
}

fn licence(recipe: &Recipe, source: &Source, trial: &TrialBrief) -> Option<Reason> {
    let stated = recipe.licences.get(&*trial.model);
    if stated.is_some_and(|licence| !licence.training) {
        return Some(Reason::LicenceForbids);
    }
    let is_simulated = source.model(&trial.model).is_some_and(|model| model.simulated);
    if is_simulated {
        return (!recipe.allow_simulated).then_some(Reason::Simulated);
    }
    stated.is_none().then_some(Reason::LicenceUnstated)
}

fn demand(recipe: &Recipe, trial: &TrialBrief) -> Option<Reason> {
    let select = &recipe.select;
    let is_among = |names: &[String], name: &Arc<str>| {
        names.is_empty() || names.iter().any(|wanted| **wanted == **name)
    };
    let is_asked_for = is_among(&select.arms, &trial.arm)
        && is_among(&select.models, &trial.model)
        && is_among(&select.families, &trial.family)
        && is_among(&select.scenarios, &trial.scenario);
    if !is_asked_for {
        return Some(Reason::NotAskedFor);
    }
    let too_short = select.min_turns.is_some_and(|least| trial.turns < least);
    let too_long = select.max_turns.is_some_and(|most| trial.turns > most);
    (too_short || too_long).then_some(Reason::Turns)
}

fn by_outcome(recipe: &Recipe, trial: &TrialBrief) -> Option<Reason> {
    if trial.outcome == Outcome::Infra {
        return Some(Reason::Infra);
    }
    let select = &recipe.select;
    let score = f64::from(u8::from(trial.outcome.is_success()));
    let by_preset = match recipe.preset() {
        Preset::RejectionSampled => trial.outcome == Outcome::Success,
        Preset::Repair => trial.outcome == Outcome::Recovered,
        Preset::Negatives => trial.outcome == Outcome::Success && trial.tool_calls == 0,
        Preset::Tasks => trial.outcome.is_success(),
        Preset::PairedArms | Preset::Unpaired | Preset::Stepwise => true,
    };
    let by_recipe = select.outcomes.is_empty() || select.outcomes.contains(&trial.outcome);
    let by_score = select.min_score.is_none_or(|least| score >= least)
        && select.max_score.is_none_or(|most| score <= most);
    if !(by_preset && by_recipe && by_score) {
        return Some(Reason::OtherOutcome);
    }
    if trial.outcome.is_success() || recipe.all_failures {
        return None;
    }
    // Nothing attributes failures yet, so the class of each is `unknown` and it has no mode.
    let is_taken = recipe.select.classes.iter().any(|class| class == UNKNOWN);
    (!is_taken || !recipe.select.modes.is_empty()).then_some(Reason::NotTheModels)
}

/// The class of a failure that nobody has attributed.
pub(crate) const UNKNOWN: &str = "unknown";

/// The share of its trials that each instance passed, over all arms and runs.
struct Difficulty(HashMap<InstanceKey, (u64, u64)>);

/// Scenario, variant and seed.
type InstanceKey = (Arc<str>, Arc<str>, u64);

impl Difficulty {
    fn of(sources: &[Source]) -> Self {
        let mut counts = HashMap::new();
        let trials = sources.iter().flat_map(|source| &source.trials);
        for trial in trials.filter(|trial| trial.outcome != Outcome::Infra) {
            let (passes, all) = counts.entry(Self::key(trial)).or_insert((0, 0));
            *passes += u64::from(trial.outcome.is_success());
            *all += 1;
        }
        Self(counts)
    }

    fn key(trial: &TrialBrief) -> InstanceKey {
        (Arc::clone(&trial.scenario), Arc::clone(&trial.variant), trial.instance)
    }

    fn why_not(&self, recipe: &Recipe, trial: &TrialBrief) -> Option<Reason> {
        let (least, most) = (recipe.select.min_pass_rate, recipe.select.max_pass_rate);
        if least.is_none() && most.is_none() {
            return None;
        }
        let &(passes, all) = self.0.get(&Self::key(trial))?;
        #[expect(clippy::cast_precision_loss, reason = "counts of trials are far below 2^52")]
        let rate = passes as f64 / all as f64;
        let fits = least.is_none_or(|least| rate >= least) && most.is_none_or(|most| rate <= most);
        (!fits).then_some(Reason::Difficulty)
    }
}

/// Keeps as many of each kind as there are of the rarest: those whose hashes come first, which
/// is chance, and the same chance each time.
fn balance_by(balance: Balance, sources: &[Source], selected: &mut Selected) {
    let mut kinds: BTreeMap<String, Vec<(Digest, Place)>> = BTreeMap::new();
    for &place in &selected.places {
        let trial = &sources[place.source].trials[place.trial];
        let kind = match balance {
            Balance::Family => trial.family.to_string(),
            Balance::Scenario => trial.scenario.to_string(),
            Balance::Outcome => trial.outcome.is_success().to_string(),
        };
        kinds.entry(kind).or_default().push((trial.id.0, place));
    }
    let rarest = kinds.values().map(Vec::len).min().unwrap_or(0);
    let mut kept = Vec::new();
    for mut places in kinds.into_values() {
        places.sort_unstable();
        for _ in rarest..places.len() {
            selected.left_out.count(Reason::Balance);
        }
        kept.extend(places.into_iter().take(rarest).map(|(_, place)| place));
    }
    kept.sort_unstable();
    selected.places = kept;
}

/// Finds, for each trial that failed, one of the same instance and epoch that another arm
/// passed: the first in suite order.
fn make_pairs(sources: &[Source], selected: &mut Selected) {
    type Key = (Arc<str>, Arc<str>, u64, u32);
    let mut passed: HashMap<Key, Vec<(usize, Place)>> = HashMap::new();
    let mut failed: Vec<(Key, Place)> = Vec::new();
    for &place in &selected.places {
        let source = &sources[place.source];
        let trial = &source.trials[place.trial];
        let (scenario, variant) = (Arc::clone(&trial.scenario), Arc::clone(&trial.variant));
        let key = (scenario, variant, trial.instance, trial.epoch);
        if trial.outcome.is_success() {
            passed.entry(key).or_default().push((source.arm_order(&trial.arm), place));
        } else {
            failed.push((key, place));
        }
    }
    let mut taken = HashSet::new();
    for (key, loser) in failed {
        let winner = passed.get(&key).and_then(|there| there.iter().min()).map(|&(_, place)| place);
        if let Some(winner) = winner {
            selected.pairs.push((winner, loser));
            taken.extend([winner, loser]);
        }
    }
    selected.places.retain(|place| {
        let is_taken = taken.contains(place);
        if !is_taken {
            selected.left_out.count(Reason::NoPartner);
        }
        is_taken
    });
}

/// One trial an instance is enough to know its task.
fn one_an_instance(sources: &[Source], selected: &mut Selected) {
    let mut seen = HashSet::new();
    selected.places.retain(|place| {
        let is_first = seen.insert(sources[place.source].trials[place.trial].instance_hash);
        if !is_first {
            selected.left_out.count(Reason::Duplicate);
        }
        is_first
    });
}

/// What is held out, and the trials that tell its tasks: one an instance. A run that is named as
/// held out is so whatever its splits say.
pub(crate) fn held_out<'a>(
    recipe: &Recipe,
    sources: &'a [Source],
    holdout: &'a [Source],
) -> (HeldOut, Vec<(&'a Source, Vec<usize>)>) {
    let mut held = HeldOut::default();
    let mut trials = Vec::new();
    let all = sources.iter().map(|source| (source, false));
    for (source, is_whole) in all.chain(holdout.iter().map(|source| (source, true))) {
        let mut of_source = Vec::new();
        for (index, trial) in source.trials.iter().enumerate() {
            let is_held = is_whole
                || source.split(trial).is_some_and(is_held_out)
                || recipe.clean.holdout_families.iter().any(|family| **family == *trial.family);
            if is_held && held.instances.insert(trial.instance_hash) {
                of_source.push(index);
            }
        }
        trials.push((source, of_source));
    }
    (held, trials)
}
