//! What a journal holds. It is only looked at: going on with the run is what
//! cuts off a torn end.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use eval_trace::{Digest, Manifest};

use super::manifest::slots;
use crate::frame::{OVERHEAD, Tag, announced, open};

/// What was found of a journal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JournalCheck {
    /// The part it belongs to.
    pub part: u32,
    /// The finished trials it holds.
    pub trials: u64,
    /// Bytes at its end that make no whole frame: a trial that a process was
    /// putting down when it died.
    pub torn_bytes: u64,
    /// What is wrong with it.
    pub fault: Option<JournalFault>,
}

/// What is wrong with a journal; reads after its name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum JournalFault {
    /// It is no journal of this run.
    #[error("is no journal of this run")]
    Foreign,
    /// There are whole frames behind one that is not.
    #[error("was altered: it can be read up to byte {offset}, and there are trials behind")]
    Altered {
        /// How many bytes at its beginning are good.
        offset: u64,
    },
    /// A stopped run had more trials of the part than it holds.
    #[error("holds {trials} trials, and the part's tables {listed}: what it lacks is run again")]
    Short {
        /// Trials in the journal.
        trials: u64,
        /// Trials in the provisional table.
        listed: u64,
    },
    /// It cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
}

/// Reads the frames of a journal; `None` where it is gone by now.
pub(super) fn check_journal(path: &Path, part: u32, manifest: &Manifest) -> Option<JournalCheck> {
    let mut check = JournalCheck { part, ..JournalCheck::default() };
    match read(path, manifest, &mut check) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => check.fault = Some(JournalFault::Unreadable(error.to_string())),
    }
    if check.fault.is_none() {
        let of_part = |file: &&eval_trace::TableFile| file.table == "trials" && file.part == part;
        let listed = manifest.tables.iter().find(of_part).map_or(0, |file| file.rows);
        let trials = check.trials;
        check.fault = (trials < listed).then_some(JournalFault::Short { trials, listed });
    }
    Some(check)
}

fn read(path: &Path, manifest: &Manifest, check: &mut JournalCheck) -> io::Result<()> {
    let owner = manifest.generations.last().map(|generation| generation.plan_hash);
    let slots = slots(manifest, check.part).unwrap_or_default();
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    let mut file = BufReader::with_capacity(1 << 20, file);
    let mut filled = HashSet::new();
    let mut offset = 0;
    let mut next = next_frame(&mut file)?;
    while let Found::Whole { tag, content, bytes } = next {
        if !belongs(tag, &content, offset == 0, owner, slots) {
            check.fault = Some(JournalFault::Foreign);
        }
        if tag == Tag::Trial {
            filled.insert(slot(&content));
        }
        offset += bytes;
        next = next_frame(&mut file)?;
    }
    check.trials = filled.len() as u64;
    check.torn_bytes = length.saturating_sub(offset);
    // A process that dies tears the last frame only.
    if let Found::Altered = next
        && let Found::Whole { .. } = next_frame(&mut file)?
    {
        check.fault = Some(JournalFault::Altered { offset });
    }
    Ok(())
}

/// What comes next in a journal.
enum Found {
    /// A frame, and how long it is.
    Whole { tag: Tag, content: Vec<u8>, bytes: u64 },
    /// As many bytes as a frame announces, but not the ones it was made of.
    Altered,
    /// Less than a frame.
    Torn,
}

fn next_frame(file: &mut impl Read) -> io::Result<Found> {
    let mut head = [0; OVERHEAD - 1];
    match file.read_exact(&mut head) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(Found::Torn),
        Err(error) => return Err(error),
    }
    let Some(length) = announced(head) else { return Ok(Found::Torn) };
    let mut body = Vec::new();
    // A torn length may announce far more than there is to make room for.
    file.take(length as u64).read_to_end(&mut body)?;
    if body.len() < length {
        return Ok(Found::Torn);
    }
    let bytes = (head.len() + length) as u64;
    Ok(match open(head, &body) {
        Some((tag, content)) => Found::Whole { tag, content: content.to_vec(), bytes },
        None => Found::Altered,
    })
}

/// Whether a frame is one of this run's: the first names the plan.
fn belongs(tag: Tag, content: &[u8], first: bool, owner: Option<Digest>, slots: u64) -> bool {
    match tag {
        Tag::Owner => first && owner.is_some_and(|owner| content == owner.as_bytes()),
        Tag::Text => !first,
        Tag::Trial => !first && slot(content).is_some_and(|slot| u64::from(slot) < slots),
    }
}

fn slot(content: &[u8]) -> Option<u32> {
    content.first_chunk().map(|bytes| u32::from_le_bytes(*bytes))
}
