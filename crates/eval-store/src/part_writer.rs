//! The tables of one part of the plan.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use eval_trace::{Digest, TableFile, Text, Timing, TrialRecord};

use crate::WriteRunError;
use crate::contents::ContentColumns;
use crate::events::EventColumns;
use crate::new_file::sync_folder;
use crate::table_writer::{CompleteTable, TableWriter};
use crate::timings::TimingColumns;
use crate::trials::TrialColumns;

/// Takes trials in plan order and spreads each over the four tables.
pub(crate) struct PartWriter {
    dir: PathBuf,
    trials: TableWriter<TrialColumns>,
    events: TableWriter<EventColumns>,
    contents: TableWriter<ContentColumns>,
    timings: TableWriter<TimingColumns>,
    /// The texts that stand in `contents` already.
    stored: HashSet<Digest>,
}

impl PartWriter {
    /// Begins the files of a part.
    pub(crate) fn create(dir: &Path, part: u32) -> Result<Self, WriteRunError> {
        Ok(Self {
            dir: dir.to_owned(),
            trials: TableWriter::create(dir, part)?,
            events: TableWriter::create(dir, part)?,
            contents: TableWriter::create(dir, part)?,
            timings: TableWriter::create(dir, part)?,
            stored: HashSet::new(),
        })
    }

    /// Adds the next trial of the plan.
    pub(crate) fn push(
        &mut self,
        trial: &TrialRecord,
        timing: &Timing,
    ) -> Result<(), WriteRunError> {
        self.trials.push(trial)?;
        for event in &trial.events {
            self.events.push((trial.id, event))?;
        }
        self.store_texts(trial)?;
        self.timings.push(timing)
    }

    /// Completes the files. All of them are whole and on disk before the first
    /// gets its name, so a disk that fills up leaves none, and under their
    /// names before any manifest lists them.
    pub(crate) fn seal(self) -> Result<Vec<TableFile>, WriteRunError> {
        let complete = [
            self.trials.complete()?,
            self.events.complete()?,
            self.contents.complete()?,
            self.timings.complete()?,
        ];
        let files = complete.into_iter().map(CompleteTable::seal).collect::<Result<_, _>>()?;
        sync_folder(&self.dir).map_err(WriteRunError::at(&self.dir))?;
        Ok(files)
    }

    fn store_texts(&mut self, trial: &TrialRecord) -> Result<(), WriteRunError> {
        let mut result = Ok(());
        let mut store = |text: &Text| {
            if result.is_ok() {
                result = self.store_text(trial, text);
            }
        };
        trial.events.iter().for_each(|event| event.kind.for_each_text(&mut store));
        trial.answer.iter().for_each(store);
        result
    }

    fn store_text(&mut self, trial: &TrialRecord, text: &Text) -> Result<(), WriteRunError> {
        let hash = text.hash();
        if self.stored.contains(&hash) {
            return Ok(());
        }
        let Some(body) = text.body() else {
            return Err(WriteRunError::NoBody { hash, trial: trial.id });
        };
        self.contents.push((hash, body))?;
        self.stored.insert(hash);
        Ok(())
    }
}
