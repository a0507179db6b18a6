//! A file that is there whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file written as `NAME.tmp` beside its place and renamed once it is whole
/// and on disk. One that is dropped before that leaves nothing behind.
pub(crate) struct NewFile {
    file: File,
    place: PathBuf,
    beside: PathBuf,
    bytes: u64,
    hasher: blake3::Hasher,
    moved: bool,
}

/// What a finished file is known by.
pub(crate) struct Seal {
    pub(crate) bytes: u64,
    pub(crate) blake3: String,
}

impl NewFile {
    /// Begins a file whose final place is `place`.
    pub(crate) fn create(place: &Path) -> io::Result<Self> {
        let mut beside = place.as_os_str().to_owned();
        beside.push(".tmp");
        let beside = PathBuf::from(beside);
        let file = File::create(&beside)?;
        let hasher = blake3::Hasher::new();
        Ok(Self { file, place: place.to_owned(), beside, bytes: 0, hasher, moved: false })
    }

    /// Brings the whole file to the disk, still beside its place.
    pub(crate) fn sync(self) -> io::Result<SyncedFile> {
        self.file.sync_all()?;
        Ok(SyncedFile(self))
    }
}

/// A file that is whole and on disk, but not in its place yet.
pub(crate) struct SyncedFile(NewFile);

impl SyncedFile {
    /// Moves the file to its place. The name itself is only safe once the
    /// folder is synced too, see [`sync_folder`].
    pub(crate) fn commit(mut self) -> io::Result<Seal> {
        let NewFile { beside, place, bytes, hasher, moved, .. } = &mut self.0;
        fs::rename(beside, place)?;
        *moved = true;
        Ok(Seal { bytes: *bytes, blake3: hasher.finalize().to_hex().to_string() })
    }
}

impl Write for NewFile {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.file.write(buffer)?;
        self.hasher.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.moved {
            // Whatever led here is being reported already. What cannot be
            // removed is harmless: no manifest lists it.
            let _ = fs::remove_file(&self.beside);
        }
    }
}

/// Makes the names in a folder survive a crash.
pub(crate) fn sync_folder(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_given_up_leaves_nothing_behind() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut file = NewFile::create(&folder.path().join("events.parquet"))?;
        file.write_all(b"half")?;
        assert!(folder.path().join("events.parquet.tmp").exists());
        drop(file);
        assert_eq!(fs::read_dir(folder.path())?.count(), 0);
        Ok(())
    }

    #[test]
    fn a_file_committed_is_known_by_length_and_hash() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let place = folder.path().join("events.parquet");
        let mut file = NewFile::create(&place)?;
        file.write_all(b"whole")?;
        let seal = file.sync()?.commit()?;
        assert_eq!(fs::read(&place)?, b"whole");
        assert_eq!((seal.bytes, seal.blake3), (5, blake3::hash(b"whole").to_hex().to_string()));
        Ok(())
    }
}
