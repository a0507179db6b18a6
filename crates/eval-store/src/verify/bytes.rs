//! Whether a file has the bytes that were written.

use std::fs::File;
use std::io;
use std::path::Path;

use eval_trace::TableFile;

use super::FileFault;
use crate::table_writer::is_table_file;

/// Holds a file against its length and its hash, reading it once.
pub(super) fn check_bytes(dir: &Path, listed: &TableFile) -> Option<FileFault> {
    if !is_named_for(listed) {
        return Some(FileFault::Name);
    }
    match look_at(dir, listed) {
        Ok(fault) => fault,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some(FileFault::Missing),
        Err(error) => Some(FileFault::Unreadable(error.to_string())),
    }
}

fn look_at(dir: &Path, listed: &TableFile) -> io::Result<Option<FileFault>> {
    let file = File::open(dir.join(&listed.file))?;
    let (expected, found) = (listed.bytes, file.metadata()?.len());
    if found != expected {
        return Ok(Some(FileFault::Length { expected, found }));
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    let same = hasher.finalize().to_hex().as_str() == listed.blake3;
    Ok((!same).then_some(FileFault::Hash))
}

/// Whether a file has the name of its table and part. No other is opened: a
/// manifest that was altered may name anything on the disk.
fn is_named_for(listed: &TableFile) -> bool {
    let number = listed.file.strip_prefix(&listed.table).and_then(|rest| {
        let digits = rest.strip_prefix('-')?.strip_suffix(".parquet")?;
        digits.parse::<u32>().ok()
    });
    is_table_file(&listed.file) && number == Some(listed.part)
}
