//! What went into each trial's kernel, and nothing else of its trace.
//!
//! The kernel is pure, so its inputs make everything again that it did. They are two fifths of
//! a trace's rows and a fifth of its bytes; whoever needs whole trials of a large run, and can
//! fold, reads these.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use arrow::array::{Array, StringArray, UInt32Array, UInt64Array};
use eval_trace::{Digest, Event, EventKind, Text, TrialId};

use crate::ReadRunError;
use crate::contents::{self, read_text};
use crate::row::UnfitRow;
use crate::table_reader::{Batch, Batches, Table, Wanted};

/// The inputs of one trial.
#[derive(Clone, Debug)]
pub struct TrialInputs {
    /// The trial.
    pub id: TrialId,
    /// The events that record inputs, in order, with the bodies of their texts.
    pub events: Vec<Event>,
    /// The hash of the effect of each kernel step, from step 0.
    pub effects: Vec<Digest>,
}

/// The inputs of the wanted trials of one part, in plan order. Holds the texts of the part and
/// a batch of rows at a time, and ends after an error.
#[derive(Debug)]
pub struct Inputs<'wanted> {
    wanted: &'wanted HashSet<TrialId>,
    file: PathBuf,
    batches: Batches,
    texts: HashMap<Digest, Text>,
    /// The trial whose rows are being read; the last one of a batch may go on in the next.
    open: Option<OpenTrial>,
    done: std::vec::IntoIter<TrialInputs>,
    ended: bool,
}

#[derive(Debug)]
struct OpenTrial {
    /// As it is spelled in the table: comparing is cheaper than reading.
    spelled: String,
    /// None where the trial is not wanted.
    inputs: Option<TrialInputs>,
}

const COLUMNS: &[&str] = &["trial_id", "seq", "step", "turn", "at_ms", "kind", "effect", "payload"];

impl<'wanted> Inputs<'wanted> {
    pub(crate) fn read(
        events: &Table,
        contents: &Table,
        wanted: &'wanted HashSet<TrialId>,
    ) -> Result<Self, ReadRunError> {
        let mut texts = HashMap::new();
        for batch in contents.scan(Wanted::Only(contents::TEXT))? {
            texts.extend(batch?.read(read_text)?.into_iter().map(|text| (text.hash(), text)));
        }
        Ok(Self {
            wanted,
            file: events.file_of(0),
            batches: events.scan(Wanted::Only(COLUMNS))?,
            texts,
            open: None,
            done: Vec::new().into_iter(),
            ended: false,
        })
    }

    fn next_trial(&mut self) -> Result<Option<TrialInputs>, ReadRunError> {
        loop {
            if let Some(trial) = self.done.next() {
                return Ok(Some(trial));
            }
            if self.ended {
                return Ok(None);
            }
            let mut done = Vec::new();
            if let Some(batch) = self.batches.next() {
                let read = self.take(&batch?, &mut done);
                read.map_err(ReadRunError::at(&self.file))?;
            } else {
                self.ended = true;
                done.extend(self.open.take().and_then(|open| open.inputs));
            }
            for trial in &mut done {
                self.attach(trial)?;
            }
            self.done = done.into_iter();
        }
    }

    /// Reads the rows of a batch; the trials that they end go to `done`.
    fn take(&mut self, batch: &Batch, done: &mut Vec<TrialInputs>) -> Result<(), UnfitRow> {
        let rows = EventRows::of(batch)?;
        for index in 0..rows.len() {
            let spelled = rows.trial.value(index);
            if self.open.as_ref().is_none_or(|open| open.spelled != spelled) {
                let next = OpenTrial::of(spelled, self.wanted).ok_or(UnfitRow::Unfit {
                    column: "trial_id",
                    wanted: "a hash",
                    index,
                })?;
                let before = self.open.replace(next);
                done.extend(before.and_then(|open| open.inputs));
            }
            if let Some(inputs) = self.open.as_mut().and_then(|open| open.inputs.as_mut()) {
                rows.add(index, inputs)?;
            }
        }
        Ok(())
    }

    fn attach(&self, trial: &mut TrialInputs) -> Result<(), ReadRunError> {
        let mut missing = None;
        let mut attach = |text: &mut Text| match self.texts.get(&text.hash()) {
            Some(whole) => text.clone_from(whole),
            None => missing = Some(text.hash()),
        };
        trial.events.iter_mut().for_each(|event| event.kind.for_each_text_mut(&mut attach));
        missing.map_or(Ok(()), |hash| Err(ReadRunError::NoText { hash }))
    }
}

impl Iterator for Inputs<'_> {
    type Item = Result<TrialInputs, ReadRunError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_trial();
        self.ended |= next.is_err();
        next.transpose()
    }
}

impl OpenTrial {
    fn of(spelled: &str, wanted: &HashSet<TrialId>) -> Option<Self> {
        let id = TrialId(spelled.parse().ok()?);
        let inputs = || TrialInputs { id, events: Vec::new(), effects: Vec::new() };
        let inputs = wanted.contains(&id).then(inputs);
        Some(Self { spelled: spelled.to_owned(), inputs })
    }
}

/// The columns of a batch, each found once.
struct EventRows<'batch> {
    trial: &'batch StringArray,
    seq: &'batch UInt32Array,
    step: &'batch UInt32Array,
    turn: &'batch UInt32Array,
    at: &'batch UInt64Array,
    kind: &'batch StringArray,
    effect: &'batch StringArray,
    payload: &'batch StringArray,
}

impl<'batch> EventRows<'batch> {
    fn of(batch: &'batch Batch) -> Result<Self, UnfitRow> {
        let rows = Self {
            trial: batch.column("trial_id")?,
            seq: batch.column("seq")?,
            step: batch.column("step")?,
            turn: batch.column("turn")?,
            at: batch.column("at_ms")?,
            kind: batch.column("kind")?,
            effect: batch.column("effect")?,
            payload: batch.column("payload")?,
        };
        let never_null: [(&'static str, &dyn Array); 7] = [
            ("trial_id", rows.trial),
            ("seq", rows.seq),
            ("step", rows.step),
            ("turn", rows.turn),
            ("at_ms", rows.at),
            ("kind", rows.kind),
            ("payload", rows.payload),
        ];
        match never_null.into_iter().find(|(_, cells)| cells.null_count() > 0) {
            Some((column, _)) => Err(UnfitRow::Null { column, index: 0 }),
            None => Ok(rows),
        }
    }

    fn len(&self) -> usize {
        self.trial.len()
    }

    fn add(&self, index: usize, inputs: &mut TrialInputs) -> Result<(), UnfitRow> {
        if self.effect.is_valid(index) {
            let effect = self.effect.value(index).parse();
            let unfit = |_| UnfitRow::Unfit { column: "effect", wanted: "a hash", index };
            inputs.effects.push(effect.map_err(unfit)?);
        }
        if !EventKind::names_an_input(self.kind.value(index)) {
            return Ok(());
        }
        let kind = serde_json::from_str(self.payload.value(index))
            .map_err(|source| UnfitRow::Json { column: "payload", index, source })?;
        inputs.events.push(Event {
            seq: self.seq.value(index),
            step: self.step.value(index),
            turn: self.turn.value(index),
            at: self.at.value(index),
            effect: None,
            kind,
        });
        Ok(())
    }
}
