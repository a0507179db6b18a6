//! Writing a run.

use std::error::Error;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use eval_trace::{
    Digest, Generation, Manifest, RunStatus, TableFile, Timing, TrialId, TrialRecord,
};

use crate::bare_error::bare;
use crate::group_commit::GroupCommit;
use crate::journal::{Entry, EntryError, Journal, journal_path};
use crate::manifest_file::{MANIFEST, manifest_path, write_manifest};
use crate::new_file::sync_folder;
use crate::parts::{Layout, OpenPart, Parts, Seat};
use crate::recovery::{Recovered, ResumeRunError, recover, take_lock};
use crate::run_lock::{LOCK, LockError, RunLock};
use crate::seal::seal;

/// Trials in a part: what is sealed at a time, and what a crash may leave to be
/// sealed again.
pub const PART_TRIALS: u64 = 4_096;

/// Writes a run: takes its trials in whatever order they finish, from any
/// thread, and puts them down in the order of the plan.
///
/// A trial that [`record`](RunWriter::record) took is in a journal, and survives
/// the process. The plan is cut into parts; whoever brings a part's last trial
/// makes its tables.
pub struct RunWriter {
    dir: PathBuf,
    plan_hash: Digest,
    layout: Layout,
    durability: Durability,
    state: Mutex<State>,
    /// Told when a part is sealed, or when it never will be.
    moved: Condvar,
    manifest: Mutex<Manifest>,
    _lock: RunLock,
}

/// What of a run is on its way.
#[derive(Default)]
struct State {
    parts: Parts,
    failed: bool,
}

/// What a finished trial has to survive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// The end of the process, however it comes.
    #[default]
    Process,
    /// The end of power too: a trial counts as finished once it is on disk.
    /// Threads that wait for that share their waits.
    Power,
}

/// What to do with a place of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// Its trial is to be run.
    Wanted,
    /// Its trial is there already.
    Recorded,
    /// No trial can be taken any more: an earlier one could not be written.
    Closed,
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
    /// Another process is writing there.
    #[error("begin a run in {}: another process is writing a run there", dir.display())]
    InUse {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder or a file in it could not be made.
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
    /// The folder was taken away while the run was being written.
    #[error("write the run: its folder {} is gone", dir.display())]
    FolderGone {
        /// The folder.
        dir: PathBuf,
    },
    /// A place of the plan was filled before.
    #[error("record trial {index} of the plan: it was recorded before")]
    RecordedTwice {
        /// The place in the plan.
        index: u64,
    },
    /// The plan has no such place.
    #[error("record trial {index} of the plan: it has {planned}")]
    NotPlanned {
        /// The place asked for.
        index: u64,
        /// How many there are.
        planned: u64,
    },
    /// A trial refers to a text that it does not show.
    #[error("store text {hash} of trial {trial}: only its hash is known")]
    NoBody {
        /// The text.
        hash: Digest,
        /// The trial.
        trial: TrialId,
    },
    /// An earlier error keeps the run from being written on.
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
    ///
    /// The manifest's last generation says how many trials there are and how
    /// they are cut into parts.
    pub fn create(
        dir: &Path,
        manifest: Manifest,
        durability: Durability,
    ) -> Result<Self, CreateRunError> {
        let failed = |path: PathBuf| move |source| CreateRunError::Create { path, source };
        fs::create_dir_all(dir).map_err(failed(dir.to_owned()))?;
        refuse_unless_empty(dir)?;
        let lock = RunLock::take(dir).map_err(|error| match error {
            LockError::Held => CreateRunError::InUse { dir: dir.to_owned() },
            LockError::Failed { path, source } => CreateRunError::Create { path, source },
        })?;
        // Only now is it sure that nobody else begins here.
        refuse_unless_empty(dir)?;
        let manifest =
            Manifest { status: RunStatus::Running, finished: 0, tables: Vec::new(), ..manifest };
        write_manifest(dir, &manifest).map_err(failed(manifest_path(dir)))?;
        Ok(Self::new(dir, manifest, durability, lock))
    }

    /// Takes up a run that was stopped or whose process died, with everything
    /// that was finished.
    pub fn resume(dir: &Path, durability: Durability) -> Result<(Self, Recovered), ResumeRunError> {
        let lock = take_lock(dir)?;
        let (manifest, journals, recovered) = recover(dir)?;
        let writer = Self::new(dir, manifest, durability, lock);
        for (part, journal) in journals {
            let open = writer.open_part(journal);
            writer.lock().parts.begin(part, open);
        }
        let full = writer.lock().parts.take_full();
        full.into_iter().try_for_each(|(part, journal)| writer.seal_part(part, journal))?;
        Ok((writer, recovered))
    }

    /// Adds trials to a finished run: those of the last generation of
    /// `manifest`, which describes the whole.
    pub fn extend(
        dir: &Path,
        manifest: Manifest,
        durability: Durability,
    ) -> Result<Self, ResumeRunError> {
        let lock = take_lock(dir)?;
        let (there, _, recovered) = recover(dir)?;
        let manifest = Manifest {
            run_id: there.run_id,
            created: there.created,
            status: RunStatus::Running,
            finished: recovered.sealed,
            tables: there.tables,
            ..manifest
        };
        write_manifest(dir, &manifest).map_err(WriteRunError::at(&manifest_path(dir)))?;
        Ok(Self::new(dir, manifest, durability, lock))
    }

    fn new(dir: &Path, manifest: Manifest, durability: Durability, lock: RunLock) -> Self {
        let whole = || Generation {
            plan_hash: manifest.plan_hash,
            planned: manifest.planned,
            first_part: 0,
            part_trials: PART_TRIALS,
        };
        let generation = manifest.generations.last().cloned().unwrap_or_else(whole);
        let layout = Layout::of(&generation);
        let mut state = State::default();
        for file in manifest.tables.iter().filter(|file| file.table == "trials") {
            if let Some(part) = layout.part(file.part) {
                state.parts.found(part, file.rows);
            }
        }
        Self {
            dir: dir.to_owned(),
            plan_hash: generation.plan_hash,
            layout,
            durability,
            state: Mutex::new(state),
            moved: Condvar::new(),
            manifest: Mutex::new(manifest),
            _lock: lock,
        }
    }

    /// How many trials of the generation are there.
    pub fn n_recorded(&self) -> u64 {
        self.lock().parts.n_recorded()
    }

    /// Says whether the trial at a place of the plan is to be run. Where that
    /// is far ahead of what is sealed, it waits.
    pub fn admit(&self, index: u64) -> Admission {
        let seat = self.layout.seat(index);
        let mut state = self.lock();
        loop {
            if state.failed {
                return Admission::Closed;
            }
            if state.parts.hold(seat) {
                return Admission::Recorded;
            }
            if state.parts.reach(seat.part) {
                return Admission::Wanted;
            }
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes a finished trial in any order; `index` is its place in the plan,
    /// from 0. Once this returns, the trial is finished for good.
    pub fn record(
        &self,
        index: u64,
        trial: &TrialRecord,
        timing: &Timing,
    ) -> Result<(), WriteRunError> {
        let planned = self.layout.planned();
        if index >= planned {
            return Err(WriteRunError::NotPlanned { index, planned });
        }
        let seat = self.layout.seat(index);
        let entry = Entry::new(seat.slot, trial, timing).map_err(|error| match error {
            EntryError::NoBody(hash) => WriteRunError::NoBody { hash, trial: trial.id },
            EntryError::Row(error) => WriteRunError::at(&self.journal_path(seat.part))(error),
        })?;
        match self.append(index, seat, &entry)? {
            None => Ok(()),
            Some(journal) => self.seal_part(seat.part, journal).inspect_err(|_| self.give_up()),
        }
    }

    /// Ends the writing. Where trials are missing, the parts they are missing
    /// from get provisional tables, so that what is there can be read; their
    /// journals stay for whoever goes on.
    pub fn finish(self) -> Result<Manifest, WriteRunError> {
        let state = std::mem::take(&mut *self.lock());
        if state.failed {
            return Err(WriteRunError::FailedBefore);
        }
        let mut parts = state.parts;
        let is_complete = parts.n_recorded() == self.layout.planned();
        let status = if is_complete { RunStatus::Complete } else { RunStatus::Incomplete };
        let mut provisional = Vec::new();
        for (part, journal) in parts.take_open() {
            let files = self.seal_files(part, &journal)?.into_iter();
            provisional.extend(files.map(|file| TableFile { provisional: true, ..file }));
        }
        self.list(provisional, status)?;
        Ok(self.manifest.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts an entry into the journal of its part, and hands that out when the
    /// entry was the last that was missing.
    fn append(
        &self,
        index: u64,
        seat: Seat,
        entry: &Entry,
    ) -> Result<Option<Journal>, WriteRunError> {
        let mut state = self.lock();
        if state.failed {
            return Err(WriteRunError::FailedBefore);
        }
        if state.parts.hold(seat) {
            return Err(WriteRunError::RecordedTwice { index });
        }
        let written = self.append_to(&mut state.parts, seat, entry);
        state.failed = written.is_err();
        let (full, commit) = written.inspect_err(|_| self.moved.notify_all())?;
        drop(state);
        if let Some((commit, length)) = commit {
            let synced = commit.wait_for(length);
            synced
                .map_err(WriteRunError::at(&self.journal_path(seat.part)))
                .inspect_err(|_| self.give_up())?;
        }
        Ok(full)
    }

    fn append_to(
        &self,
        parts: &mut Parts,
        seat: Seat,
        entry: &Entry,
    ) -> Result<Appended, WriteRunError> {
        if parts.open(seat.part).is_none() {
            parts.begin(seat.part, self.begin_part(seat.part)?);
        }
        let Some(open) = parts.open(seat.part) else { return Ok((None, None)) };
        let written = open.journal.append(seat.slot, entry);
        written.map_err(WriteRunError::at(open.journal.path()))?;
        let commit = open.commit.clone().map(|commit| (commit, open.journal.length()));
        Ok((parts.count(seat.part), commit))
    }

    fn begin_part(&self, part: u64) -> Result<OpenPart, WriteRunError> {
        let path = self.journal_path(part);
        let begun = Journal::create(path.clone(), self.plan_hash, self.layout.n_slots(part));
        let journal = begun.map_err(|error| self.unless_gone(WriteRunError::at(&path)(error)))?;
        if self.durability == Durability::Power {
            sync_folder(&self.dir).map_err(WriteRunError::at(&self.dir))?;
        }
        Ok(self.open_part(journal))
    }

    fn open_part(&self, journal: Journal) -> OpenPart {
        let commit = match self.durability {
            Durability::Process => None,
            Durability::Power => Some(Arc::new(GroupCommit::new(Arc::clone(journal.file())))),
        };
        OpenPart { journal, commit }
    }

    /// Makes the tables of a full part, lists them, and only then frees its
    /// journal.
    fn seal_part(&self, part: u64, journal: Journal) -> Result<(), WriteRunError> {
        let files = self.seal_files(part, &journal)?;
        self.list(files, RunStatus::Running)?;
        journal.remove().map_err(|error| self.unless_gone(error))?;
        self.lock().parts.seal(part);
        self.moved.notify_all();
        Ok(())
    }

    fn seal_files(&self, part: u64, journal: &Journal) -> Result<Vec<TableFile>, WriteRunError> {
        let sealed = seal(&self.dir, self.layout.number(part), journal);
        sealed.map_err(|error| self.unless_gone(error))
    }

    /// Adds files to the manifest, in the order of their parts.
    fn list(&self, files: Vec<TableFile>, status: RunStatus) -> Result<(), WriteRunError> {
        let mut manifest = self.manifest.lock().unwrap_or_else(PoisonError::into_inner);
        manifest.tables.extend(files);
        // Stable: the tables of a part keep their order.
        manifest.tables.sort_by_key(|file| file.part);
        manifest.finished = manifest.trials_listed();
        manifest.status = status;
        let written = write_manifest(&self.dir, &manifest);
        written
            .map_err(|error| self.unless_gone(WriteRunError::at(&manifest_path(&self.dir))(error)))
    }

    fn give_up(&self) {
        self.lock().failed = true;
        self.moved.notify_all();
    }

    /// The error, or that there is no folder any more: then the file that could
    /// not be written is not what went wrong.
    fn unless_gone(&self, error: WriteRunError) -> WriteRunError {
        if manifest_path(&self.dir).exists() {
            return error;
        }
        WriteRunError::FolderGone { dir: self.dir.clone() }
    }

    fn journal_path(&self, part: u64) -> PathBuf {
        journal_path(&self.dir, self.layout.number(part))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A thread that panicked under the lock left the state between two
        // whole trials: a trial is indexed after it was written whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Refuses a folder that holds anything but what is left of a run that was
/// killed while it was begun.
fn refuse_unless_empty(dir: &Path) -> Result<(), CreateRunError> {
    let failed = |source| CreateRunError::Create { path: dir.to_owned(), source };
    for entry in fs::read_dir(dir).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        if name != LOCK && name != format!("{MANIFEST}.tmp").as_str() {
            return Err(CreateRunError::NotEmpty { dir: dir.to_owned() });
        }
    }
    Ok(())
}

/// The journal of a part that is full now; and what to wait for.
type Appended = (Option<Journal>, Option<(Arc<GroupCommit>, u64)>);

impl fmt::Debug for RunWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunWriter").field("dir", &self.dir).finish_non_exhaustive()
    }
}
