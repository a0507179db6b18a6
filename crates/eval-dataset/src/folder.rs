//! A data set's folder, written beside itself and named when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::manifest::DataFile;

/// A folder under construction. It is removed again unless it is put in its place; one whose
/// process was killed is removed by the next that wants the same place.
#[derive(Debug)]
pub(crate) struct NewFolder {
    dir: PathBuf,
    files: Vec<DataFile>,
    is_placed: bool,
    /// The folder itself, locked as long as somebody works in it.
    _lock: File,
}

impl NewFolder {
    /// Makes a folder beside the one that it will take the place of.
    pub(crate) fn beside(out: &Path) -> io::Result<Self> {
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let parent = parent(out);
        fs::create_dir_all(parent)?;
        clear_left_behind(parent, &name)?;
        let dir = parent.join(format!(".{name}.{}{UNFINISHED}", std::process::id()));
        fs::create_dir(&dir)?;
        let lock = File::open(&dir)?;
        lock.try_lock()?;
        Ok(Self { dir, files: Vec::new(), is_placed: false, _lock: lock })
    }

    /// Where it is for now.
    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The files so far.
    pub(crate) fn files(&self) -> &[DataFile] {
        &self.files
    }

    /// Begins a file of lines.
    pub(crate) fn lines(&self, path: &str) -> io::Result<Lines> {
        Lines::create(&self.dir, path)
    }

    /// Lists a file that is finished.
    pub(crate) fn list(&mut self, file: DataFile) {
        self.files.push(file);
        self.files.sort_by(|one, other| one.path.cmp(&other.path));
    }

    /// Lists a file of rows as that of a side, whichever it was begun for.
    pub(crate) fn list_as(&mut self, mut file: DataFile, side: &str) -> io::Result<()> {
        let other = if side == "train" { "validation" } else { "train" };
        let path = file.path.replacen(other, side, 1);
        if path != file.path {
            fs::rename(self.dir.join(&file.path), self.dir.join(&path))?;
            file.path = path;
        }
        self.list(file);
        Ok(())
    }

    /// Writes a small file whole.
    pub(crate) fn put(&mut self, path: &str, text: &str) -> io::Result<()> {
        let mut lines = self.lines(path)?;
        lines.write(text.as_bytes())?;
        let file = lines.finish(None)?;
        self.list(file);
        Ok(())
    }

    /// Writes a file that is not listed: the manifest itself.
    pub(crate) fn put_unlisted(&self, path: &str, text: &str) -> io::Result<()> {
        let mut lines = self.lines(path)?;
        lines.write(text.as_bytes())?;
        lines.finish(None).map(drop)
    }

    /// Gives the folder its name. What had the name before is kept under `aside`.
    pub(crate) fn place(mut self, out: &Path, aside: Option<&Path>) -> io::Result<()> {
        if let Some(aside) = aside {
            fs::rename(out, aside)?;
        }
        if let Err(error) = fs::rename(&self.dir, out) {
            if let Some(aside) = aside {
                fs::rename(aside, out)?;
            }
            return Err(error);
        }
        self.is_placed = true;
        File::open(parent(out))?.sync_all()
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.is_placed {
            // Nothing more can be done about it, and the error that led here is told already.
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

/// How the name of a folder under construction ends.
const UNFINISHED: &str = ".tmp";

/// Removes the folders that killed processes left for the same place. One that is locked is being
/// worked in.
fn clear_left_behind(parent: &Path, name: &str) -> io::Result<()> {
    let prefix = format!(".{name}.");
    for entry in fs::read_dir(parent)? {
        let entry = entry?;
        let left = entry.file_name().to_string_lossy().into_owned();
        let process = left.strip_prefix(&prefix).and_then(|left| left.strip_suffix(UNFINISHED));
        let is_ours = process.is_some_and(|id| id.parse::<u32>().is_ok());
        if is_ours && File::open(entry.path())?.try_lock().is_ok() {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

fn parent(out: &Path) -> &Path {
    out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// A file that is written line by line and hashed on the way.
#[derive(Debug)]
pub(crate) struct Lines {
    path: String,
    whole: PathBuf,
    file: BufWriter<File>,
    hasher: blake3::Hasher,
    bytes: u64,
}

impl Lines {
    fn create(dir: &Path, path: &str) -> io::Result<Self> {
        let whole = dir.join(path);
        if let Some(folder) = whole.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = BufWriter::with_capacity(1 << 20, File::create_new(&whole)?);
        Ok(Self { path: path.to_owned(), whole, file, hasher: blake3::Hasher::new(), bytes: 0 })
    }

    pub(crate) fn write(&mut self, line: &[u8]) -> io::Result<()> {
        self.hasher.update(line);
        self.bytes += line.len() as u64;
        self.file.write_all(line)
    }

    /// Takes the file away again.
    pub(crate) fn discard(self) -> io::Result<()> {
        let whole = self.whole.clone();
        drop(self);
        fs::remove_file(whole)
    }

    /// Brings the file to the disk and says what it is.
    pub(crate) fn finish(mut self, rows: Option<u64>) -> io::Result<DataFile> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        let blake3 = self.hasher.finalize().to_hex().to_string();
        Ok(DataFile { path: self.path, rows, bytes: self.bytes, blake3 })
    }
}

/// The length of a file and the BLAKE3 of all of it.
pub(crate) fn hash_of(path: &Path) -> io::Result<(u64, String)> {
    let mut hasher = blake3::Hasher::new();
    let bytes = io::copy(&mut File::open(path)?, &mut hasher)?;
    Ok((bytes, hasher.finalize().to_hex().to_string()))
}
