//! What a process left behind, put in order.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use eval_trace::{Generation, Manifest, RunStatus, SCHEMA_VERSION};

use crate::journal::{Journal, TakeUpError, part_of_journal};
use crate::manifest_file::{MANIFEST, manifest_path, read_manifest, write_manifest};
use crate::parts::Layout;
use crate::run_lock::{LockError, RunLock};
use crate::table_writer::is_table_file;
use crate::{OpenRunError, WriteRunError};

/// What was found of an unfinished run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recovered {
    /// Trials in sealed parts.
    pub sealed: u64,
    /// Finished trials in journals.
    pub journaled: u64,
    /// Bytes at the end of journals that were torn, and cut off: trials whose
    /// process died while it put them down. They are run again.
    pub torn_bytes: u64,
}

/// Why a run cannot be gone on with; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ResumeRunError {
    /// Another process is writing it.
    #[error("go on with {}: another process is writing this run", dir.display())]
    InUse {
        /// The folder.
        dir: PathBuf,
    },
    /// It cannot even be read.
    #[error(transparent)]
    Open(#[from] OpenRunError),
    /// It was begun by an older version, whose trials may be cut and spelled
    /// differently.
    #[error(
        "go on with {}: it was begun with schema version {found}, and this program writes \
         {SCHEMA_VERSION}; what is there can be read, but the rest has to be a run of its own",
        dir.display()
    )]
    Older {
        /// The folder.
        dir: PathBuf,
        /// Its version.
        found: u32,
    },
    /// A journal is not one of this run.
    #[error("go on with the run: {} is no journal of it; take that file away", file.display())]
    Foreign {
        /// The file.
        file: PathBuf,
    },
    /// A file cannot be read or made.
    #[error("go on with the run: {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A part that was full could not be sealed, or the manifest not written.
    #[error(transparent)]
    Write(#[from] WriteRunError),
}

/// Takes the lock of a run that is there.
pub(crate) fn take_lock(dir: &Path) -> Result<RunLock, ResumeRunError> {
    // Without a manifest there is nothing to lock, and nothing to be made.
    let found = read_manifest(dir)?.schema_version;
    if found != SCHEMA_VERSION {
        return Err(ResumeRunError::Older { dir: dir.to_owned(), found });
    }
    RunLock::take(dir).map_err(|error| match error {
        LockError::Held => ResumeRunError::InUse { dir: dir.to_owned() },
        LockError::Failed { path, source } => ResumeRunError::Io { path, source },
    })
}

/// Journals that were taken up, by the part they belong to.
pub(crate) type Journals = Vec<(u64, Journal)>;

/// Puts a run's folder in order, under its lock: provisional tables and
/// whatever no manifest lists go, journals are taken up as far as they are
/// whole. Each step leaves a folder that can be recovered again.
pub(crate) fn recover(dir: &Path) -> Result<(Manifest, Journals, Recovered), ResumeRunError> {
    let mut manifest = read_manifest(dir)?;
    drop_provisional(dir, &mut manifest)?;
    let mut recovered = Recovered { sealed: manifest.finished, ..Recovered::default() };
    let mut journals = Vec::new();
    for name in names(dir)? {
        let path = dir.join(&name);
        if let Some(number) = part_of_journal(&name) {
            if manifest.tables.iter().any(|file| file.part == number) {
                remove(&path)?;
            } else if let Some(open) = take_up(&path, number, &manifest, &mut recovered)? {
                journals.push(open);
            }
        } else if is_unlisted(&name, &manifest) {
            remove(&path)?;
        }
    }
    Ok((manifest, journals, recovered))
}

/// Takes provisional tables off the list. Their files go after that, so that
/// no manifest ever lists what is not there.
fn drop_provisional(dir: &Path, manifest: &mut Manifest) -> Result<(), WriteRunError> {
    let before = manifest.tables.len();
    manifest.tables.retain(|file| !file.provisional);
    // A complete run stays so, whatever becomes of what is to be added to it.
    if manifest.tables.len() == before && manifest.status != RunStatus::Incomplete {
        return Ok(());
    }
    manifest.finished = manifest.trials_listed();
    manifest.status = RunStatus::Running;
    write_manifest(dir, manifest).map_err(WriteRunError::at(&manifest_path(dir)))
}

fn take_up(
    path: &Path,
    number: u32,
    manifest: &Manifest,
    recovered: &mut Recovered,
) -> Result<Option<(u64, Journal)>, ResumeRunError> {
    let foreign = || ResumeRunError::Foreign { file: path.to_owned() };
    let generation: &Generation = manifest.generations.last().ok_or_else(foreign)?;
    let layout = Layout::of(generation);
    let part = layout.part(number).ok_or_else(foreign)?;
    let taken = Journal::take_up(path.to_owned(), generation.plan_hash, layout.n_slots(part));
    let (journal, torn) = taken.map_err(|error| match error {
        TakeUpError::Foreign => foreign(),
        TakeUpError::Io(source) => ResumeRunError::Io { path: path.to_owned(), source },
    })?;
    recovered.torn_bytes += torn;
    let Some(journal) = journal else {
        remove(path)?;
        return Ok(None);
    };
    recovered.journaled += journal.n_filled() as u64;
    Ok(Some((part, journal)))
}

/// The names in the folder, in an order of their own.
fn names(dir: &Path) -> Result<Vec<String>, ResumeRunError> {
    let failed = |source| ResumeRunError::Io { path: dir.to_owned(), source };
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        // What has no readable name is not ours.
        names.extend(entry.map_err(failed)?.file_name().into_string().ok());
    }
    names.sort_unstable();
    Ok(names)
}

/// Whether a file is one of ours that never came to be listed. What somebody
/// else put into the folder is left alone.
fn is_unlisted(name: &str, manifest: &Manifest) -> bool {
    if let Some(whole) = name.strip_suffix(".tmp") {
        return is_table_file(whole) || whole == MANIFEST;
    }
    is_table_file(name) && manifest.tables.iter().all(|file| file.file != name)
}

fn remove(path: &Path) -> Result<(), ResumeRunError> {
    let failed = |source| ResumeRunError::Io { path: path.to_owned(), source };
    fs::remove_file(path).map_err(failed)
}
