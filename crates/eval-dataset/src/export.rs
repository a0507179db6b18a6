//! The export itself: trials in, lines out, in plan order on any number of threads.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use eval_harness::HarnessConfig;
use eval_kernel::{RetellError, Toolboxes, retell, retell_under};
use eval_store::{ReadRunError, TrialInputs};
use eval_trace::{Digest, TrialId};
use rayon::prelude::*;

use crate::chat::Chats;
use crate::excluded::Reason;
use crate::finish::{Finished, Notes, Workshop};
use crate::preset::Preset;
use crate::rows::{NoPair, pair, rows};
use crate::selecting::{Place, Selected};
use crate::source::Source;
use crate::told::Told;

/// What one part of a run comes to.
struct PartYield {
    finished: Vec<Finished>,
    /// Trials that wait for their partners.
    told: Vec<(Place, Told)>,
    notes: Notes,
}

/// Tells the selected trials again and hands each finished line to `take`, in plan order.
/// `progress` hears how many trials are done. Every thread has a workshop of its own.
pub(crate) fn lines<'a>(
    make_workshop: &(dyn Fn() -> Workshop<'a> + Sync),
    sources: &[Source],
    student: Option<&Arc<HarnessConfig>>,
    selected: &Selected,
    mut take: impl FnMut(Finished, &mut Notes) -> std::io::Result<()>,
    mut progress: impl FnMut(u64),
) -> Result<Notes, LinesError> {
    let mut notes = Notes::default();
    let mut pairs = Pairs::of(selected, make_workshop());
    let work = parts(sources, selected);
    let mut done = 0;
    for window in work.chunks(rayon::current_num_threads().max(1)) {
        let yields: Vec<Result<PartYield, ReadRunError>> = window
            .par_iter()
            .map(|part| part.work_off(make_workshop(), sources, student))
            .collect();
        for (part, yielded) in window.iter().zip(yields) {
            let yielded = yielded?;
            notes.add(&yielded.notes);
            let matched = pairs.matched(yielded.told, &mut notes);
            for line in yielded.finished.into_iter().chain(matched) {
                take(line, &mut notes)?;
            }
            done += part.wanted.len() as u64;
            progress(done);
        }
    }
    pairs.count_widowed(&mut notes);
    Ok(notes)
}

/// Why the lines could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinesError {
    #[error(transparent)]
    Read(#[from] ReadRunError),
    #[error(transparent)]
    Write(#[from] std::io::Error),
}

/// The selected trials of one part of one run.
struct PartWork {
    source: usize,
    part: u32,
    wanted: HashSet<TrialId>,
    places: HashMap<TrialId, usize>,
}

fn parts(sources: &[Source], selected: &Selected) -> Vec<PartWork> {
    let mut parts: BTreeMap<(usize, u32), PartWork> = BTreeMap::new();
    for place in &selected.places {
        let trial = &sources[place.source].trials[place.trial];
        let part = parts.entry((place.source, trial.part)).or_insert_with(|| PartWork {
            source: place.source,
            part: trial.part,
            wanted: HashSet::new(),
            places: HashMap::new(),
        });
        part.wanted.insert(trial.id);
        part.places.insert(trial.id, place.trial);
    }
    parts.into_values().collect()
}

impl PartWork {
    fn work_off(
        &self,
        mut workshop: Workshop<'_>,
        sources: &[Source],
        student: Option<&Arc<HarnessConfig>>,
    ) -> Result<PartYield, ReadRunError> {
        let source = &sources[self.source];
        let preset = workshop.recipe.preset();
        let mut yielded =
            PartYield { finished: Vec::new(), told: Vec::new(), notes: Notes::default() };
        let mut teller = Teller { student, toolboxes: Toolboxes::default() };
        let mut chats = Chats::default();
        for inputs in source.run.inputs(self.part, &self.wanted)? {
            let inputs = inputs?;
            let Some(&trial) = self.places.get(&inputs.id) else { continue };
            let place = Place { source: self.source, trial };
            let told = match teller.tell(source, trial, &inputs) {
                Ok(told) => told,
                Err(reason) => {
                    yielded.notes.left_out.count(reason);
                    continue;
                }
            };
            if workshop.likeness.is_held_out(&told.task) {
                yielded.notes.left_out.count(Reason::NearHoldout);
                continue;
            }
            if preset == Preset::PairedArms {
                yielded.told.push((place, told));
                continue;
            }
            let drawn = rows(preset, &told, source.trials[trial].outcome, &mut chats);
            if drawn.is_empty() {
                yielded.notes.left_out.count(Reason::NothingTaught);
            }
            for drawn in drawn {
                let (notes, finished) = (&mut yielded.notes, &mut yielded.finished);
                workshop.finish(drawn, (place, None), notes, finished);
            }
        }
        Ok(yielded)
    }
}

/// Tells trials again.
struct Teller<'a> {
    student: Option<&'a Arc<HarnessConfig>>,
    toolboxes: Toolboxes,
}

impl Teller<'_> {
    /// What is taught is what was asked: a trial whose requests made again do not hash to the
    /// recorded ones is taken for something else.
    fn tell(
        &mut self,
        source: &Source,
        trial: usize,
        inputs: &TrialInputs,
    ) -> Result<Told, Reason> {
        let arm = &source.trials[trial].arm;
        let harness = source.harness(arm).ok_or(Reason::NotAsRecorded)?;
        let told = retell(harness, &mut self.toolboxes, &inputs.events, &inputs.effects)
            .map_err(|_| Reason::NotAsRecorded)?;
        let Some(student) = self.student else { return Ok(Told::of(told)) };
        match retell_under(student, &mut self.toolboxes, &told) {
            Ok(told) => Ok(Told::of(told)),
            Err(RetellError::Departs { .. }) => Err(Reason::Departs),
            Err(_) => Err(Reason::NotAsRecorded),
        }
    }
}

/// Trials that wait for the other one of their pair.
struct Pairs<'a> {
    of_loser: BTreeMap<Place, Place>,
    /// How many pairs still need a trial.
    needed: HashMap<Place, u32>,
    waiting: HashMap<Place, Told>,
    /// Losers told before their winners.
    early: BTreeMap<Place, Told>,
    workshop: Workshop<'a>,
    chats: Chats,
}

impl<'a> Pairs<'a> {
    fn of(selected: &Selected, workshop: Workshop<'a>) -> Self {
        let mut needed: HashMap<Place, u32> = HashMap::new();
        for (winner, _) in &selected.pairs {
            *needed.entry(*winner).or_default() += 1;
        }
        Self {
            of_loser: selected.pairs.iter().map(|&(winner, loser)| (loser, winner)).collect(),
            needed,
            waiting: HashMap::new(),
            early: BTreeMap::new(),
            workshop,
            chats: Chats::default(),
        }
    }

    /// Lines of the pairs that these trials make whole, in order of who failed.
    fn matched(&mut self, told: Vec<(Place, Told)>, notes: &mut Notes) -> Vec<Finished> {
        for (place, told) in told {
            if self.of_loser.contains_key(&place) {
                self.early.insert(place, told);
            } else {
                self.waiting.insert(place, told);
            }
        }
        let ready: Vec<(Place, Place)> = self
            .early
            .keys()
            .filter_map(|loser| Some((*self.of_loser.get(loser)?, *loser)))
            .filter(|(winner, _)| self.waiting.contains_key(winner))
            .collect();
        let mut finished = Vec::new();
        for (winner, loser) in ready {
            let Some(failed) = self.early.remove(&loser) else { continue };
            let Some(passed) = self.waiting.get(&winner) else { continue };
            match pair(passed, &failed, &mut self.chats) {
                Ok(drawn) => {
                    let places = (winner, Some(loser));
                    self.workshop.finish(drawn, places, notes, &mut finished);
                }
                Err(why) => notes.left_out.count(match why {
                    NoPair::PrefixDiffers => Reason::PrefixDiffers,
                    NoPair::SameThroughout => Reason::SameThroughout,
                    NoPair::Unsayable | NoPair::BetterIsBad => Reason::NothingTaught,
                }),
            }
            if let Some(left) = self.needed.get_mut(&winner) {
                *left -= 1;
                if *left == 0 {
                    self.waiting.remove(&winner);
                }
            }
        }
        finished
    }

    /// Those whose partner could not be told again.
    fn count_widowed(&self, notes: &mut Notes) {
        for _ in &self.early {
            notes.left_out.count(Reason::NoPartner);
        }
    }
}

/// Names the part of a digest that orders by chance, the same each time.
pub(crate) fn chance(name: &str) -> Digest {
    Digest::of_bytes(name.as_bytes())
}
