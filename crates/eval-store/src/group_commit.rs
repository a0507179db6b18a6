//! Bringing a file to the disk for several threads at once.

use std::fs::File;
use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Syncs a growing file. Whoever comes while a sync is under way waits for the
/// next one, which then serves all who wait: the disk is asked once for many.
#[derive(Debug)]
pub(crate) struct GroupCommit {
    file: Arc<File>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// How long the file is known to be.
    written: u64,
    /// How much of it is on disk.
    synced: u64,
    syncing: bool,
}

impl GroupCommit {
    pub(crate) fn new(file: Arc<File>) -> Self {
        Self { file, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Returns once the first `written` bytes are on disk.
    pub(crate) fn wait_for(&self, written: u64) -> io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.written = state.written.max(written);
        while state.synced < written {
            if state.syncing {
                state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            state.syncing = true;
            let reached = state.written;
            drop(state);
            let synced = self.file.sync_data();
            state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.syncing = false;
            self.changed.notify_all();
            synced?;
            state.synced = state.synced.max(reached);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_who_wait_are_served() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let file = Arc::new(File::create(folder.path().join("journal"))?);
        let commit = &GroupCommit::new(file);
        std::thread::scope(|scope| {
            let threads: Vec<_> =
                (0..8_u64).map(|n| scope.spawn(move || commit.wait_for(n * 100))).collect();
            threads.into_iter().try_for_each(|thread| thread.join().unwrap_or(Ok(())))
        })?;
        let state = commit.state.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!((state.synced, state.syncing), (700, false));
        Ok(())
    }
}
