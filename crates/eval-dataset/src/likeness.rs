//! What says nearly the same: as a row before, or as a task that is held out.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use eval_clean::near::{NearIndex, Shingles, Signature, ThresholdError};
use eval_clean::overlap::{HeldOut, WORDS};
use eval_formats::{Role, Row};
use eval_store::ReadRunError;
use eval_trace::{Digest, EventKind, Text, TrialId};

use crate::recipe::{Clean, NearDuplicates};
use crate::source::Source;

/// Words in a shingle of a row, which has many, and of a task, which may have few.
const ROW_WORDS: usize = 5;
const TASK_WORDS: usize = 3;

/// Runs of words of held-out tasks that are kept, at some 20 bytes each.
const MOST_RUNS: usize = 2_000_000;

/// Tells tasks that are held out, and sketches rows for [`NearRows`]. A clone costs little.
#[derive(Clone)]
pub(crate) struct Likeness {
    held: Arc<HeldTasks>,
    sketches: bool,
    /// Tasks that were looked at before.
    known: HashMap<Digest, bool>,
}

/// The tasks of held-out instances.
struct HeldTasks {
    threshold: f64,
    seen: HashSet<Digest>,
    index: NearIndex,
    sets: Vec<Shingles>,
    runs: HeldOut,
}

impl Likeness {
    /// Reads the tasks of these trials, which are held out.
    pub(crate) fn of(
        clean: &Clean,
        held_out: &[(&Source, Vec<usize>)],
    ) -> Result<Self, LikenessError> {
        let mut held = HeldTasks {
            threshold: clean.jaccard,
            seen: HashSet::new(),
            index: NearIndex::new(clean.jaccard)?,
            sets: Vec::new(),
            runs: HeldOut::new(WORDS, MOST_RUNS),
        };
        if clean.decontaminate {
            for (source, trials) in held_out {
                held.read(source, trials)?;
            }
        }
        let sketches = clean.near_duplicates != NearDuplicates::Off;
        Ok(Self { held: Arc::new(held), sketches, known: HashMap::new() })
    }

    /// How many tasks every task is held against.
    pub(crate) fn held_out_tasks(&self) -> u64 {
        self.held.seen.len() as u64
    }

    /// Whether a task says nearly the same as one that is held out.
    pub(crate) fn is_held_out(&mut self, task: &Text) -> bool {
        if self.held.sets.is_empty() {
            return false;
        }
        let held = Arc::clone(&self.held);
        *self.known.entry(task.hash()).or_insert_with(|| held.is_near(task))
    }

    /// What near duplicates of a row are found by, where they are looked for.
    pub(crate) fn sketch(&self, row: &Row) -> Option<Sketch> {
        if !self.sketches {
            return None;
        }
        let set = Shingles::words(ROW_WORDS, &doings(row));
        let signature = Signature::new(&set)?;
        Some(Sketch { set, signature })
    }
}

impl HeldTasks {
    fn read(&mut self, source: &Source, trials: &[usize]) -> Result<(), ReadRunError> {
        let trials: Vec<_> = trials.iter().map(|&trial| &source.trials[trial]).collect();
        for part in trials.chunk_by(|one, other| one.part == other.part) {
            let wanted: HashSet<TrialId> = part.iter().map(|trial| trial.id).collect();
            for inputs in source.run.inputs(part[0].part, &wanted)? {
                let inputs = inputs?;
                let first = inputs.events.first().map(|event| &event.kind);
                if let Some(EventKind::TrialStarted(started)) = first {
                    self.add(&started.task);
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, task: &Text) {
        if !self.seen.insert(task.hash()) {
            return;
        }
        self.runs.add(task.as_str());
        let set = Shingles::words(TASK_WORDS, task.as_str());
        let id = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        if let Some(signature) = Signature::new(&set) {
            self.index.insert(id, signature);
            self.sets.push(set);
        }
    }

    fn is_near(&self, task: &Text) -> bool {
        let set = Shingles::words(TASK_WORDS, task.as_str());
        self.seen.contains(&task.hash())
            || self.index.is_near_any(&set, |id| &self.sets[id as usize])
            || self.runs.overlap(task.as_str()).share().is_some_and(|share| share >= self.threshold)
    }
}

/// What is said and done in a row: what tools return and what the system says is the same in many
/// rows that teach different things.
fn doings(row: &Row) -> String {
    let mut text = String::new();
    for message in row.messages() {
        match message.role {
            Role::User | Role::Assistant => {
                text.push_str(&message.text);
                text.push('\n');
            }
            Role::System | Role::Tool => {}
        }
        for call in &message.calls {
            text.push_str(&call.tool);
            text.push(' ');
            text.push_str(&call.arguments);
            text.push('\n');
        }
    }
    text
}

/// What near duplicates of a row are found by.
#[derive(Debug)]
pub(crate) struct Sketch {
    set: Shingles,
    signature: Signature,
}

/// The rows so far, to find near duplicates among.
pub(crate) struct NearRows {
    threshold: f64,
    index: NearIndex,
    sets: Vec<Shingles>,
    found: u64,
}

impl NearRows {
    pub(crate) fn new(clean: &Clean) -> Result<Self, ThresholdError> {
        let (threshold, index) = (clean.jaccard, NearIndex::new(clean.jaccard)?);
        Ok(Self { threshold, index, sets: Vec::new(), found: 0 })
    }

    /// Whether the row says nearly the same as one before; if not, those to come are held
    /// against it, too.
    pub(crate) fn is_near_one_before(&mut self, sketch: Sketch) -> bool {
        let Sketch { set, signature } = sketch;
        let is_near = self
            .index
            .candidates(&signature)
            .iter()
            .any(|near| self.sets[near.id as usize].jaccard(&set) >= self.threshold);
        if is_near {
            self.found += 1;
        } else {
            let id = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
            self.index.insert(id, signature);
            self.sets.push(set);
        }
        is_near
    }

    /// How many were found.
    pub(crate) fn found(&self) -> u64 {
        self.found
    }
}

/// Why likeness cannot be told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LikenessError {
    #[error(transparent)]
    Read(#[from] ReadRunError),
    #[error(transparent)]
    Threshold(#[from] ThresholdError),
}
