//! One process writes a run.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The lock's file. It stays when the lock is gone: the system takes that back
/// from a process however it ends.
pub(crate) const LOCK: &str = "lock";

fn lock_path(dir: &Path) -> PathBuf {
    dir.join(LOCK)
}

/// The right to write a run, held as long as this lives.
#[derive(Debug)]
pub(crate) struct RunLock {
    _file: File,
}

/// Why the lock was not got.
#[derive(Debug)]
pub(crate) enum LockError {
    /// Another process has it.
    Held,
    /// The file cannot be made or locked.
    Failed { path: PathBuf, source: io::Error },
}

impl RunLock {
    /// Takes the lock, or says at once that it cannot.
    pub(crate) fn take(dir: &Path) -> Result<Self, LockError> {
        let path = lock_path(dir);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let file = match options.open(&path) {
            Ok(file) => file,
            Err(source) => return Err(LockError::Failed { path, source }),
        };
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held),
            Err(TryLockError::Error(source)) => Err(LockError::Failed { path, source }),
        }
    }
}

/// Whether a process is writing the run in `dir` right now. Needs no manifest,
/// so that it can be asked of a run that is damaged.
pub fn is_held(dir: &Path) -> bool {
    // Looking must neither make the file nor stand in a writer's way for long.
    match File::open(lock_path(dir)) {
        Ok(file) => matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)),
        // Somebody else's run: whoever may not look cannot say that it is free.
        Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
    }
}
