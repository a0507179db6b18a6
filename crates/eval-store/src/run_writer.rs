//! Writing a run.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use eval_trace::{Digest, Manifest, RunStatus, Timing, TrialId, TrialRecord};

use crate::bare_error::bare;
use crate::manifest_file::{manifest_path, write_manifest};
use crate::part_writer::PartWriter;

/// Writes a run: takes its trials in whatever order they finish and puts them
/// down in the order of the plan.
///
/// A trial is encoded as soon as all before it are; only those that come after
/// a gap wait in memory. The files appear under their names when the run is
/// [finished](RunWriter::finish).
pub struct RunWriter {
    dir: PathBuf,
    manifest: Manifest,
    part: Option<PartWriter>,
    next: u64,
    waiting: BTreeMap<u64, (TrialRecord, Timing)>,
    written: u64,
    failed: bool,
}

/// Why a run could not be begun; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CreateRunError {
    /// The folder holds something already.
    #[error("begin a run in {}: the folder is not empty", dir.display())]
    NotEmpty {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder or the manifest in it could not be made.
    #[error("create {}", path.display())]
    Create {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// Why a run could not be written; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteRunError {
    /// A file could not be written.
    #[error("write {}", file.display())]
    Write {
        /// The file.
        file: PathBuf,
        /// What stood in the way.
        source: Box<dyn Error + Send + Sync>,
    },
    /// A place of the plan was filled before.
    #[error("record trial {index} of the plan: it was recorded before")]
    RecordedTwice {
        /// The place in the plan.
        index: u64,
    },
    /// A trial refers to a text that nobody has shown yet.
    #[error("store text {hash} of trial {trial}: only its hash is known")]
    NoBody {
        /// The text.
        hash: Digest,
        /// The trial.
        trial: TrialId,
    },
    /// An earlier error may have left the tables at odds with each other.
    #[error("go on writing the run: an earlier trial could not be written")]
    FailedBefore,
}

impl WriteRunError {
    /// Names the file in which an error arose.
    pub(crate) fn at<E: Into<Box<dyn Error + Send + Sync>>>(file: &Path) -> impl FnOnce(E) -> Self {
        move |error| Self::Write { file: file.to_owned(), source: bare(error.into()) }
    }
}

impl RunWriter {
    /// Makes the folder, its parents too, and writes the manifest with the
    /// status `running`. Refuses a folder that holds anything.
    pub fn create(dir: &Path, manifest: Manifest) -> Result<Self, CreateRunError> {
        let failed = |path: PathBuf| move |source| CreateRunError::Create { path, source };
        fs::create_dir_all(dir).map_err(failed(dir.to_owned()))?;
        if fs::read_dir(dir).map_err(failed(dir.to_owned()))?.next().is_some() {
            return Err(CreateRunError::NotEmpty { dir: dir.to_owned() });
        }
        // Of two that find the folder empty at once, one makes the file.
        if let Err(source) = fs::File::create_new(manifest_path(dir)) {
            return Err(match source.kind() {
                io::ErrorKind::AlreadyExists => CreateRunError::NotEmpty { dir: dir.to_owned() },
                _ => CreateRunError::Create { path: manifest_path(dir), source },
            });
        }
        let manifest =
            Manifest { status: RunStatus::Running, finished: 0, tables: Vec::new(), ..manifest };
        write_manifest(dir, &manifest).map_err(failed(manifest_path(dir)))?;
        Ok(Self {
            dir: dir.to_owned(),
            manifest,
            part: None,
            next: 0,
            waiting: BTreeMap::new(),
            written: 0,
            failed: false,
        })
    }

    /// Takes a finished trial in any order; `index` is its place in the plan,
    /// from 0.
    pub fn record(
        &mut self,
        index: u64,
        trial: TrialRecord,
        timing: Timing,
    ) -> Result<(), WriteRunError> {
        if index < self.next || self.waiting.contains_key(&index) {
            return Err(WriteRunError::RecordedTwice { index });
        }
        if index > self.next {
            self.waiting.insert(index, (trial, timing));
            return Ok(());
        }
        self.write(&trial, &timing)?;
        self.next += 1;
        while let Some((trial, timing)) = self.waiting.remove(&self.next) {
            self.write(&trial, &timing)?;
            self.next += 1;
        }
        Ok(())
    }

    /// Writes what is left in plan order, gaps or not, completes the tables and
    /// then the manifest, with the status given and the list of files.
    pub fn finish(mut self, status: RunStatus) -> Result<Manifest, WriteRunError> {
        for (trial, timing) in std::mem::take(&mut self.waiting).into_values() {
            self.write(&trial, &timing)?;
        }
        self.part()?; // A run without a trial has its tables too.
        let tables = self.part.map_or_else(|| Ok(Vec::new()), PartWriter::seal)?;
        let manifest = Manifest { status, finished: self.written, tables, ..self.manifest };
        write_manifest(&self.dir, &manifest)
            .map_err(WriteRunError::at(&manifest_path(&self.dir)))?;
        Ok(manifest)
    }

    fn write(&mut self, trial: &TrialRecord, timing: &Timing) -> Result<(), WriteRunError> {
        let pushed = self.part()?.push(trial, timing);
        self.failed = pushed.is_err();
        self.written += 1;
        pushed
    }

    /// The part being written, begun if need be.
    fn part(&mut self) -> Result<&mut PartWriter, WriteRunError> {
        if self.failed {
            return Err(WriteRunError::FailedBefore);
        }
        match &mut self.part {
            Some(part) => Ok(part),
            none => Ok(none.insert(PartWriter::create(&self.dir, 0)?)),
        }
    }
}

impl fmt::Debug for RunWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { dir, next, waiting, .. } = self;
        f.debug_struct("RunWriter")
            .field("dir", dir)
            .field("next", next)
            .field("waiting", &waiting.len())
            .finish_non_exhaustive()
    }
}
