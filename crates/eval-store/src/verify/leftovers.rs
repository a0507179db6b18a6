//! Files of a run's folder that its manifest does not list.

use std::fs;
use std::path::Path;

use eval_trace::Manifest;

use super::journal::{JournalCheck, check_journal};
use crate::OpenRunError;
use crate::journal::part_of_journal;
use crate::manifest_file::MANIFEST;
use crate::table_writer::is_table_file;

/// A file of ours that no manifest lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leftover {
    /// Its name in the run's folder.
    pub file: String,
    /// How long it is.
    pub bytes: u64,
    /// What it is.
    pub kind: LeftoverKind,
}

/// What a file is that no manifest lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftoverKind {
    /// The journal of a part that is not full yet. It belongs there: going on
    /// with the run takes it up.
    Journal(JournalCheck),
    /// The journal of a part whose tables are sealed: all of it is in them.
    SealedJournal,
    /// A file whose writing did not end, or has not yet.
    Unfinished,
    /// A table that was not listed any more, or has not been yet.
    UnlistedTable,
}

impl Leftover {
    /// Whether something was lost with it.
    pub fn is_damaged(&self) -> bool {
        match &self.kind {
            LeftoverKind::Journal(journal) => journal.fault.is_some(),
            LeftoverKind::SealedJournal
            | LeftoverKind::Unfinished
            | LeftoverKind::UnlistedTable => false,
        }
    }
}

/// Finds what is left over, by name. What somebody else put into the folder is
/// not looked at.
pub(super) fn find(
    dir: &Path,
    manifest: &Manifest,
    is_being_written: bool,
) -> Result<Vec<Leftover>, OpenRunError> {
    let failed = |source| OpenRunError::Read { path: dir.to_owned(), source };
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let Ok(file) = entry.file_name().into_string() else { continue };
        // A writer may have taken the file away since.
        let Ok(metadata) = entry.metadata() else { continue };
        let bytes = metadata.len();
        let Some(kind) = kind_of(dir, &file, manifest, is_being_written) else { continue };
        found.push(Leftover { file, bytes, kind });
    }
    found.sort_unstable_by(|one, other| one.file.cmp(&other.file));
    Ok(found)
}

fn kind_of(
    dir: &Path,
    name: &str,
    manifest: &Manifest,
    is_being_written: bool,
) -> Option<LeftoverKind> {
    if let Some(begun) = name.strip_suffix(".tmp") {
        let ours = is_table_file(begun) || begun == MANIFEST;
        return ours.then_some(LeftoverKind::Unfinished);
    }
    if let Some(part) = part_of_journal(name) {
        let sealed = |file: &eval_trace::TableFile| file.part == part && !file.provisional;
        if manifest.tables.iter().any(sealed) {
            return Some(LeftoverKind::SealedJournal);
        }
        let mut check = check_journal(&dir.join(name), part, manifest)?;
        if is_being_written {
            // What is half there now may be whole in a moment.
            check.fault = None;
        }
        return Some(LeftoverKind::Journal(check));
    }
    let is_listed = || manifest.tables.iter().any(|file| file.file == name);
    (is_table_file(name) && !is_listed()).then_some(LeftoverKind::UnlistedTable)
}
