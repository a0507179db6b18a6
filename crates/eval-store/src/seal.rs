//! From the journal of a part to its tables.

use std::collections::HashSet;
use std::path::Path;

use eval_trace::{Digest, Hex, TableFile};

use crate::WriteRunError;
use crate::contents::ContentColumns;
use crate::events::EventColumns;
use crate::journal::Journal;
use crate::journal_rows::Rows;
use crate::new_file::sync_folder;
use crate::table_writer::{CompleteTable, TableWriter};
use crate::timings::TimingColumns;
use crate::trials::TrialColumns;

/// Writes the tables of a part: what its journal holds, in plan order.
///
/// All files are whole and on disk before the first gets its name, so a disk
/// that fills up leaves none, and under their names before any manifest lists
/// them.
pub(crate) fn seal(
    dir: &Path,
    part: u32,
    journal: &Journal,
) -> Result<Vec<TableFile>, WriteRunError> {
    let mut tables = Tables::create(dir, part)?;
    let mut buffers = Buffers::default();
    for place in journal.trials() {
        let at = WriteRunError::at(journal.path());
        let bytes = journal.read_trial(place, &mut buffers.trial).map_err(at)?;
        let rows = Rows::read(bytes).map_err(WriteRunError::at(journal.path()))?;
        tables.push(&rows, journal, &mut buffers.text)?;
    }
    let complete = [
        tables.trials.complete()?,
        tables.events.complete()?,
        tables.contents.complete()?,
        tables.timings.complete()?,
    ];
    let named = |table: CompleteTable| table.seal(part);
    let files = complete.into_iter().map(named).collect::<Result<_, _>>()?;
    sync_folder(dir).map_err(WriteRunError::at(dir))?;
    Ok(files)
}

/// Room for one trial and one text at a time.
#[derive(Default)]
struct Buffers {
    trial: Vec<u8>,
    text: Vec<u8>,
}

/// The tables of a part, being filled.
struct Tables {
    trials: TableWriter<TrialColumns>,
    events: TableWriter<EventColumns>,
    contents: TableWriter<ContentColumns>,
    timings: TableWriter<TimingColumns>,
    /// The texts that stand in `contents` already.
    stored: HashSet<Digest>,
}

impl Tables {
    fn create(dir: &Path, part: u32) -> Result<Self, WriteRunError> {
        Ok(Self {
            trials: TableWriter::create(dir, part)?,
            events: TableWriter::create(dir, part)?,
            contents: TableWriter::create(dir, part)?,
            timings: TableWriter::create(dir, part)?,
            stored: HashSet::new(),
        })
    }

    fn push(
        &mut self,
        rows: &Rows<'_>,
        journal: &Journal,
        text: &mut Vec<u8>,
    ) -> Result<(), WriteRunError> {
        self.trials.push(&rows.trial)?;
        self.timings.push(&rows.timing)?;
        let id = Hex::from(rows.trial.id.0);
        for event in rows.events() {
            let event = event.map_err(WriteRunError::at(journal.path()))?;
            self.events.push((id.as_ref(), event))?;
        }
        for &hash in &rows.texts {
            if self.stored.insert(hash) {
                let body = journal.read_text(hash, text);
                self.contents.push((hash, body.map_err(WriteRunError::at(journal.path()))?))?;
            }
        }
        Ok(())
    }
}
