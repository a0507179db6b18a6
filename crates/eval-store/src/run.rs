//! Reading a run.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::slice;
use std::sync::OnceLock;

use eval_trace::{Digest, Event, Manifest, SCHEMA_VERSION, Text, TrialId, TrialRecord};

use crate::contents::{self, ContentColumns, read_text};
use crate::events::{self, EventColumns, read_event};
use crate::find::answers_to;
use crate::lookup::{TextRows, TraceRows};
use crate::manifest_file::read_manifest;
use crate::run_lock::is_held;
use crate::table_reader::{Table, Wanted};
use crate::table_writer::Columns;
use crate::timings::TimingColumns;
use crate::traces::{Tables, Traces};
use crate::trials::{self, TrialColumns};
use crate::{Inputs, ReadRunError, TrialBrief, TrialRows, briefs};

/// A run opened for reading.
///
/// Only the files that the manifest lists are read, whatever else lies in the
/// folder. The first trace or text asked for costs a pass over a narrow column;
/// each further one costs only its own pages.
#[derive(Debug)]
pub struct Run {
    dir: PathBuf,
    manifest: Manifest,
    trials: Table,
    events: Table,
    contents: Table,
    trace_rows: OnceLock<TraceRows>,
    text_rows: OnceLock<TextRows>,
}

/// Why a run could not be opened; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenRunError {
    /// There is no such folder.
    #[error("open run {}: there is no such folder", dir.display())]
    NoFolder {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder has no manifest.
    #[error("open run {}: it holds no manifest.json, so it is not a run's folder", dir.display())]
    NoManifest {
        /// The folder.
        dir: PathBuf,
    },
    /// The manifest is not one of a run.
    #[error("open run: {} is not the manifest of a run", path.display())]
    NotARun {
        /// The manifest.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The run was written by a newer version of this program.
    #[error(
        "open run: {} has schema version {found} and this program knows those up to {SCHEMA_VERSION}",
        path.display()
    )]
    Newer {
        /// The manifest.
        path: PathBuf,
        /// Its version.
        found: u32,
    },
    /// The manifest could not be read.
    #[error("open run: read {}", path.display())]
    Read {
        /// The manifest.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Run {
    /// Opens the run in a folder. One that is still being written, or whose
    /// process died, has no trials yet.
    pub fn open(dir: &Path) -> Result<Self, OpenRunError> {
        let manifest = read_manifest(dir)?;
        Ok(Self {
            trials: Table::of(dir, &manifest, TrialColumns::TABLE),
            events: Table::of(dir, &manifest, EventColumns::TABLE),
            contents: Table::of(dir, &manifest, ContentColumns::TABLE),
            dir: dir.to_owned(),
            manifest,
            trace_rows: OnceLock::new(),
            text_rows: OnceLock::new(),
        })
    }

    /// The run's manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// The run's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Whether a process is writing the run right now. One whose status is
    /// `running` without that has died.
    pub fn is_being_written(&self) -> bool {
        is_held(&self.dir)
    }

    /// The ids of the trials in the parts before this one, in plan order.
    pub fn ids(&self, before_part: u32) -> Result<Vec<TrialId>, ReadRunError> {
        let mut ids = Vec::new();
        for batch in self.trials.before(before_part).scan(Wanted::Only(trials::INDEX))? {
            ids.extend(batch?.read(|row| Ok(TrialId(row.hash("trial_id")?)))?);
        }
        Ok(ids)
    }

    /// The files of a table, in plan order, for readers of their own. Each is
    /// there and as long as when the run was written; an error otherwise.
    pub fn files(&self, table: &str) -> Result<Vec<PathBuf>, ReadRunError> {
        Table::of(&self.dir, &self.manifest, table).paths()
    }

    /// The trials in plan order, without their events; of an answer there is
    /// the hash alone.
    pub fn trials(&self) -> Result<TrialRows, ReadRunError> {
        Ok(TrialRows::new(self.trials.scan(Wanted::All)?))
    }

    /// The trials in plan order, whole: with their events, the bodies of all
    /// texts, and their timings.
    pub fn traces(&self) -> Traces {
        Traces::new(Tables {
            trials: self.trials.clone(),
            events: self.events.clone(),
            contents: self.contents.clone(),
            timings: Table::of(&self.dir, &self.manifest, TimingColumns::TABLE),
        })
    }

    /// The trials in plan order, in few words: all of them at once, to select by.
    pub fn briefs(&self) -> Result<Vec<TrialBrief>, ReadRunError> {
        briefs::read(&self.trials)
    }

    /// What went into the kernels of some trials of one part, in plan order, with the bodies of
    /// all texts. Rows of other trials are passed over unread.
    pub fn inputs<'wanted>(
        &self,
        part: u32,
        wanted: &'wanted HashSet<TrialId>,
    ) -> Result<Inputs<'wanted>, ReadRunError> {
        Inputs::read(&self.events.part(part), &self.contents.part(part), wanted)
    }

    /// One trial's events in order, with the bodies of all their texts.
    pub fn trace(&self, id: TrialId) -> Result<Vec<Event>, ReadRunError> {
        let rows = cached(&self.trace_rows, || TraceRows::read(&self.trials))?.of(id);
        let mut events = self.events_at(id, rows.ok_or(ReadRunError::NoTrial { id })?)?;
        self.attach_texts(&mut events)?;
        Ok(events)
    }

    /// The trials that a person may mean by a prefix of a trial's id, by
    /// `arm/scenario.variant#instance@epoch`, or by the same without the
    /// variant. All matches, in plan order; none is no error.
    pub fn find(&self, wanted: &str) -> Result<Vec<TrialRecord>, ReadRunError> {
        // An error is let through, so that collecting stops at it.
        let meant = |trial: &TrialRecord| answers_to(trial, wanted);
        self.trials()?.filter(|trial| trial.as_ref().map_or(true, meant)).collect()
    }

    /// The text of that hash with its body.
    pub fn text(&self, hash: Digest) -> Result<Text, ReadRunError> {
        let texts = self.texts(&BTreeSet::from([hash]))?;
        texts.into_iter().next().ok_or(ReadRunError::NoText { hash })
    }

    fn events_at(&self, id: TrialId, rows: Range<u64>) -> Result<Vec<Event>, ReadRunError> {
        let mut events = Vec::new();
        for batch in self.events.pick(Wanted::Only(events::TRACE), slice::from_ref(&rows))? {
            for (owner, event) in batch?.read(read_event)? {
                if owner != id {
                    let file = self.events.file_of(rows.start);
                    return Err(ReadRunError::TablesDisagree { id, file });
                }
                events.push(event);
            }
        }
        if events.len() as u64 == rows.end - rows.start {
            Ok(events)
        } else {
            let file = self.events.file_of(rows.end);
            Err(ReadRunError::TablesDisagree { id, file })
        }
    }

    fn attach_texts(&self, events: &mut [Event]) -> Result<(), ReadRunError> {
        let mut wanted = BTreeSet::new();
        for event in &*events {
            event.kind.for_each_text(|text| {
                wanted.insert(text.hash());
            });
        }
        let texts: HashMap<Digest, Text> =
            self.texts(&wanted)?.into_iter().map(|text| (text.hash(), text)).collect();
        for event in events {
            event.kind.for_each_text_mut(|text| {
                if let Some(whole) = texts.get(&text.hash()) {
                    text.clone_from(whole);
                }
            });
        }
        Ok(())
    }

    /// The texts of these hashes, in the order of their rows.
    fn texts(&self, wanted: &BTreeSet<Digest>) -> Result<Vec<Text>, ReadRunError> {
        let known = cached(&self.text_rows, || TextRows::read(&self.contents))?;
        let mut rows = Vec::with_capacity(wanted.len());
        for &hash in wanted {
            let row = known.of(hash).ok_or(ReadRunError::NoText { hash })?;
            rows.push(row..row + 1);
        }
        rows.sort_unstable_by_key(|range| range.start);
        let mut texts = Vec::with_capacity(wanted.len());
        for batch in self.contents.pick(Wanted::Only(contents::TEXT), &rows)? {
            texts.extend(batch?.read(read_text)?);
        }
        Ok(texts)
    }
}

/// What was read before, or what is read now and kept.
fn cached<T>(
    cell: &OnceLock<T>,
    read: impl FnOnce() -> Result<T, ReadRunError>,
) -> Result<&T, ReadRunError> {
    if let Some(value) = cell.get() {
        return Ok(value);
    }
    let value = read()?;
    Ok(cell.get_or_init(|| value))
}
