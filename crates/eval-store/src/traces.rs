//! Whole trials of a run, one after the other.

use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;

use eval_trace::{Digest, Event, Text, Timing, TrialId, TrialRecord};

use crate::ReadRunError;
use crate::contents::{self, read_text};
use crate::events::{self, read_event};
use crate::row::{Row, UnfitRow};
use crate::table_reader::{Batches, Table, Wanted};
use crate::timings::read_timing;
use crate::trials::read_whole_trial;

/// The trials of a run in plan order, each with its events, the bodies of all
/// its texts, and its timing. Holds the texts of one part and a batch of rows
/// of each table at a time, and ends after an error.
#[derive(Debug)]
pub struct Traces {
    tables: Tables,
    parts: VecDeque<u32>,
    open: Option<OpenPart>,
}

/// The tables of a run.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) trials: Table,
    pub(crate) events: Table,
    pub(crate) contents: Table,
    pub(crate) timings: Table,
}

/// A part that is being read.
#[derive(Debug)]
struct OpenPart {
    trials: Rows<(TrialRecord, u32)>,
    events: Rows<(TrialId, Event)>,
    timings: Rows<Timing>,
    texts: HashMap<Digest, Text>,
}

impl Traces {
    pub(crate) fn new(tables: Tables) -> Self {
        let parts = tables.trials.parts().into();
        Self { tables, parts, open: None }
    }

    fn next_trial(&mut self) -> Result<Option<(TrialRecord, Timing)>, ReadRunError> {
        loop {
            if let Some(open) = &mut self.open
                && let Some(trial) = open.next_trial()?
            {
                return Ok(Some(trial));
            }
            let Some(part) = self.parts.pop_front() else { return Ok(None) };
            // The texts of the part before go before those of this one come.
            self.open = None;
            self.open = Some(OpenPart::of(&self.tables, part)?);
        }
    }
}

impl Iterator for Traces {
    type Item = Result<(TrialRecord, Timing), ReadRunError>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_trial();
        if next.is_err() {
            self.parts.clear();
            self.open = None;
        }
        next.transpose()
    }
}

impl OpenPart {
    fn of(tables: &Tables, part: u32) -> Result<Self, ReadRunError> {
        let mut texts = HashMap::new();
        for batch in tables.contents.part(part).scan(Wanted::Only(contents::TEXT))? {
            texts.extend(batch?.read(read_text)?.into_iter().map(|text| (text.hash(), text)));
        }
        let (trials, events) = (tables.trials.part(part), tables.events.part(part));
        Ok(Self {
            trials: Rows::of(&trials, Wanted::All, read_whole_trial)?,
            events: Rows::of(&events, Wanted::Only(events::TRACE), read_event)?,
            timings: Rows::of(&tables.timings.part(part), Wanted::All, read_timing)?,
            texts,
        })
    }

    fn next_trial(&mut self) -> Result<Option<(TrialRecord, Timing)>, ReadRunError> {
        let Some((mut trial, n_events)) = self.trials.next()? else {
            // Rows that no trial claims are somebody else's.
            return match (self.events.next()?, self.timings.next()?) {
                (Some((id, _)), _) => Err(self.events.astray(id)),
                (None, Some(timing)) => Err(self.timings.astray(timing.id)),
                (None, None) => Ok(None),
            };
        };
        for _ in 0..n_events {
            match self.events.next()? {
                Some((owner, event)) if owner == trial.id => trial.events.push(event),
                Some(_) | None => return Err(self.events.astray(trial.id)),
            }
        }
        self.attach_texts(&mut trial)?;
        match self.timings.next()? {
            Some(timing) if timing.id == trial.id => Ok(Some((trial, timing))),
            Some(_) | None => Err(self.timings.astray(trial.id)),
        }
    }

    fn attach_texts(&self, trial: &mut TrialRecord) -> Result<(), ReadRunError> {
        let mut missing = None;
        let mut attach = |text: &mut Text| match self.texts.get(&text.hash()) {
            Some(whole) => text.clone_from(whole),
            None => missing = Some(text.hash()),
        };
        trial.events.iter_mut().for_each(|event| event.kind.for_each_text_mut(&mut attach));
        trial.answer.iter_mut().for_each(attach);
        missing.map_or(Ok(()), |hash| Err(ReadRunError::NoText { hash }))
    }
}

/// The rows of a file, decoded a batch at a time.
#[derive(Debug)]
struct Rows<T> {
    file: PathBuf,
    batches: Batches,
    read: fn(Row<'_>) -> Result<T, UnfitRow>,
    decoded: std::vec::IntoIter<T>,
}

impl<T> Rows<T> {
    fn of(
        table: &Table,
        columns: Wanted,
        read: fn(Row<'_>) -> Result<T, UnfitRow>,
    ) -> Result<Self, ReadRunError> {
        let (file, batches) = (table.file_of(0), table.scan(columns)?);
        Ok(Self { file, batches, read, decoded: Vec::new().into_iter() })
    }

    fn next(&mut self) -> Result<Option<T>, ReadRunError> {
        loop {
            if let Some(row) = self.decoded.next() {
                return Ok(Some(row));
            }
            let Some(batch) = self.batches.next() else { return Ok(None) };
            self.decoded = batch?.read(self.read)?.into_iter();
        }
    }

    fn astray(&self, id: TrialId) -> ReadRunError {
        ReadRunError::TablesDisagree { id, file: self.file.clone() }
    }
}
