//! Holding a run against everything that is known of it.
//!
//! A part's tables are decoded only where the bytes of all of them are as they
//! were written: what was altered is damaged whatever it decodes to, and tables
//! of one part mean nothing without each other.

mod manifest;
mod bytes;
mod rows;
mod ids;
mod leftovers;
mod journal;

use std::path::Path;

use eval_trace::{Manifest, TableFile, TrialId};

pub use journal::{JournalCheck, JournalFault};
pub use leftovers::{Leftover, LeftoverKind};
pub use manifest::ManifestFault;
pub use rows::PartFault;

use crate::OpenRunError;
use crate::manifest_file::{manifest_of, read_manifest_text};
use crate::run_lock::is_held;

use bytes::check_bytes;
use ids::Ids;
use rows::check_rows;

/// What was found of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Verification {
    /// The manifest, as far as it can be trusted.
    pub manifest: Manifest,
    /// What is wrong with the manifest.
    pub manifest_faults: Vec<ManifestFault>,
    /// The parts that the manifest lists, in their order.
    pub parts: Vec<PartCheck>,
    /// Files of ours that the manifest does not list.
    pub leftovers: Vec<Leftover>,
    /// Whether a process is writing the run right now.
    pub is_being_written: bool,
}

/// What was found of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartCheck {
    /// Its number.
    pub part: u32,
    /// The place of its first trial in the run, from 0.
    pub first_trial: u64,
    /// How many trials the manifest says it has.
    pub trials: u64,
    /// Whether its tables were written when the run was stopped, and are
    /// replaced when it goes on.
    pub provisional: bool,
    /// Its files.
    pub files: Vec<FileCheck>,
    /// Where its tables do not fit each other.
    pub faults: Vec<PartFault>,
}

/// What was found of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCheck {
    /// What the manifest says of it.
    pub listed: TableFile,
    /// What is wrong with it.
    pub fault: Option<FileFault>,
}

/// What is wrong with a file; reads after the file's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileFault {
    /// It is not there.
    #[error("is missing")]
    Missing,
    /// The manifest gives it a name that no file of its table and part has.
    #[error("is not the name of this table and part; the file was not read")]
    Name,
    /// It is shorter or longer.
    #[error("has {found} bytes and the manifest says {expected}: it was cut short or altered")]
    Length {
        /// Bytes by the manifest.
        expected: u64,
        /// Bytes found.
        found: u64,
    },
    /// Its bytes are others.
    #[error("does not have the hash that the manifest says: it was altered")]
    Hash,
    /// It has more rows or fewer.
    #[error("has {found} rows and the manifest says {expected}")]
    Rows {
        /// Rows by the manifest.
        expected: u64,
        /// Rows found.
        found: u64,
    },
    /// It cannot be read, or does not hold what its table should.
    #[error("cannot be read: {0}")]
    Unreadable(String),
}

/// How far a check has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Bytes of tables that were checked.
    pub bytes: u64,
    /// Of how many.
    pub of: u64,
}

/// How much of a run is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Whether each file has the bytes that were written.
    Bytes,
    /// Also what they hold, row by row, and whether the tables fit each other.
    Rows,
}

impl Verification {
    /// Whether the run is as it was written. What a process left behind that
    /// died is no damage.
    pub fn is_good(&self) -> bool {
        self.manifest_faults.is_empty()
            && !self.parts.iter().any(PartCheck::is_damaged)
            && !self.leftovers.iter().any(Leftover::is_damaged)
    }

    /// The parts with a fault in a file or between tables.
    pub fn damaged(&self) -> impl Iterator<Item = &PartCheck> {
        self.parts.iter().filter(|part| part.is_damaged())
    }

    /// The parts without a fault.
    pub fn good(&self) -> impl Iterator<Item = &PartCheck> {
        self.parts.iter().filter(|part| !part.is_damaged())
    }
}

impl PartCheck {
    /// Whether anything is wrong with it.
    pub fn is_damaged(&self) -> bool {
        !self.faults.is_empty() || self.files.iter().any(|file| file.fault.is_some())
    }
}

/// Checks a run and says what is damaged and what is still good. `tell` hears
/// how far it has got. Holds a batch of rows, the hashes of a part's texts and
/// eight bytes for each trial in memory.
///
/// An error only where there is no manifest to hold anything against.
pub fn verify(
    dir: &Path,
    depth: Depth,
    tell: &mut dyn FnMut(Checked),
) -> Result<Verification, OpenRunError> {
    // Looked at before the manifest: a run that ends in between is whole.
    let is_being_written = is_held(dir);
    let text = read_manifest_text(dir)?;
    let manifest = manifest_of(dir, &text)?;
    let manifest_faults = manifest::check_manifest(&manifest, &text);
    let mut parts = manifest::parts(&manifest);
    let of = manifest.tables.iter().map(|file| file.bytes).fold(0, u64::saturating_add);
    let mut checked = Checked { bytes: 0, of };
    let mut ids = Ids::default();
    for part in &mut parts {
        for file in &mut part.files {
            file.fault = check_bytes(dir, &file.listed);
            checked.bytes = checked.bytes.saturating_add(file.listed.bytes);
            tell(checked);
        }
        if depth == Depth::Rows && !part.is_damaged() {
            check_rows(dir, &manifest, part, &mut ids);
        }
    }
    for (part, id) in ids.twice(dir, &manifest, &parts) {
        if let Some(check) = parts.iter_mut().find(|check| check.part == part) {
            check.faults.push(PartFault::TrialTwice { id });
        }
    }
    let leftovers = leftovers::find(dir, &manifest, is_being_written)?;
    Ok(Verification { manifest, manifest_faults, parts, leftovers, is_being_written })
}

/// A trial, and the part it stands in.
type Placed = (u32, TrialId);
