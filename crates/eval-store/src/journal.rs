//! The journal of one part of the plan: finished trials in the order in which
//! they finished, until the part is sealed.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eval_trace::{Digest, Text, Timing, TrialRecord};

use crate::WriteRunError;
use crate::frame::{OVERHEAD, Tag, announced, open, push_frame};
use crate::journal_rows::write_rows;
use crate::table_writer::RowError;

/// Where the journal of a part stands.
pub(crate) fn journal_path(dir: &Path, part: u32) -> PathBuf {
    dir.join(format!("journal-{part:05}"))
}

/// The part whose journal has this file name, if it is one's.
pub(crate) fn part_of_journal(name: &str) -> Option<u32> {
    name.strip_prefix("journal-")?.parse().ok()
}

/// A trial as the journal takes it, made outside of every lock.
pub(crate) struct Entry {
    frame: Vec<u8>,
    texts: Vec<(Digest, Arc<str>)>,
}

impl Entry {
    /// The entry of the trial at `slot` of its part.
    pub(crate) fn new(slot: u32, trial: &TrialRecord, timing: &Timing) -> Result<Self, EntryError> {
        let texts = texts_of(trial)?;
        let hashes: Vec<Digest> = texts.iter().map(|(hash, _)| *hash).collect();
        let mut buffer = Vec::with_capacity(512 * (trial.events.len() + 2));
        buffer = push_frame(buffer, Tag::Trial, |mut content| {
            content.extend_from_slice(&slot.to_le_bytes());
            write_rows(trial, timing, &hashes, content)
        })?;
        Ok(Self { frame: buffer, texts })
    }
}

/// Why a trial cannot be put down.
#[derive(Debug)]
pub(crate) enum EntryError {
    /// Only the hash of a text is known.
    NoBody(Digest),
    /// A row does not fit.
    Row(RowError),
}

impl From<RowError> for EntryError {
    fn from(error: RowError) -> Self {
        Self::Row(error)
    }
}

/// The distinct texts of a trial as they come up.
fn texts_of(trial: &TrialRecord) -> Result<Vec<(Digest, Arc<str>)>, EntryError> {
    let mut texts: Vec<(Digest, Arc<str>)> = Vec::new();
    let mut missing = None;
    let mut take = |text: &Text| {
        let hash = text.hash();
        // A trial has a few dozen of them at most, mostly far fewer.
        if texts.iter().any(|(known, _)| *known == hash) {
            return;
        }
        match text.body() {
            Some(body) => texts.push((hash, Arc::clone(body))),
            None => missing = Some(hash),
        }
    };
    trial.events.iter().for_each(|event| event.kind.for_each_text(&mut take));
    trial.answer.iter().for_each(take);
    match missing {
        Some(hash) => Err(EntryError::NoBody(hash)),
        None => Ok(texts),
    }
}

/// Where in the journal something stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    offset: u64,
    length: usize,
}

/// An open journal. In memory it is its index alone.
#[derive(Debug)]
pub(crate) struct Journal {
    path: PathBuf,
    file: Arc<File>,
    length: u64,
    slots: Vec<Option<Place>>,
    n_filled: usize,
    texts: HashMap<Digest, Place>,
    /// What is about to be written, kept for its room.
    buffer: Vec<u8>,
}

/// Why a journal cannot be taken up again.
#[derive(Debug)]
pub(crate) enum TakeUpError {
    /// It was written for another plan, or is no journal.
    Foreign,
    /// It cannot be read, or its torn end not be cut off.
    Io(io::Error),
}

impl From<io::Error> for TakeUpError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Journal {
    /// Begins the journal of a part of so many trials. `owner` is the plan it
    /// belongs to.
    pub(crate) fn create(path: PathBuf, owner: Digest, n_slots: usize) -> io::Result<Self> {
        let file = OpenOptions::new().read(true).write(true).create_new(true).open(&path)?;
        let mut journal = Self::empty(path, file, n_slots);
        let Ok(owner) = push_frame(Vec::new(), Tag::Owner, |mut content| {
            content.extend_from_slice(owner.as_bytes());
            Ok::<_, std::convert::Infallible>(content)
        });
        journal.file.write_all_at(&owner, 0)?;
        journal.length = owner.len() as u64;
        Ok(journal)
    }

    /// Takes up a journal that a process left behind, as far as it is whole;
    /// what is torn is cut off, and its length told. `None` where not even the
    /// first frame is whole.
    pub(crate) fn take_up(
        path: PathBuf,
        owner: Digest,
        n_slots: usize,
    ) -> Result<(Option<Self>, u64), TakeUpError> {
        let file = OpenOptions::new().read(true).write(true).open(&path)?;
        let found = file.metadata()?.len();
        let mut frames = Frames::new(file.try_clone()?);
        let mut journal = Self::empty(path, file, n_slots);
        match frames.next()? {
            None => return Ok((None, found)),
            Some((Tag::Owner, _, content)) if content == owner.as_bytes() => {}
            Some(_) => return Err(TakeUpError::Foreign),
        }
        while let Some((tag, place, content)) = frames.next()? {
            journal.note(tag, place, content).ok_or(TakeUpError::Foreign)?;
        }
        journal.length = frames.offset;
        journal.file.set_len(journal.length)?;
        let torn = found - journal.length;
        Ok((Some(journal), torn))
    }

    fn empty(path: PathBuf, file: File, n_slots: usize) -> Self {
        Self {
            path,
            file: Arc::new(file),
            length: 0,
            slots: vec![None; n_slots],
            n_filled: 0,
            texts: HashMap::new(),
            buffer: Vec::new(),
        }
    }

    /// Takes a frame that is there into the index.
    fn note(&mut self, tag: Tag, place: Place, content: &[u8]) -> Option<()> {
        match tag {
            Tag::Owner => return None,
            Tag::Text => {
                let hash = Digest::from_bytes(*content.first_chunk()?);
                self.texts.entry(hash).or_insert(place);
            }
            Tag::Trial => {
                self.fill(u32::from_le_bytes(*content.first_chunk()?), place)?;
            }
        }
        Some(())
    }

    /// Puts a trial down, with those of its texts that no trial before it had.
    /// It is finished when this returns: the system has it, should the process
    /// die. What cannot be written whole is taken back.
    pub(crate) fn append(&mut self, slot: u32, entry: &Entry) -> io::Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.clear();
        let mut new_texts = Vec::new();
        for (hash, body) in entry.texts.iter().filter(|(hash, _)| !self.texts.contains_key(hash)) {
            let start = buffer.len();
            let Ok(longer) = push_frame(buffer, Tag::Text, |mut content| {
                content.extend_from_slice(hash.as_bytes());
                content.extend_from_slice(body.as_bytes());
                Ok::<_, std::convert::Infallible>(content)
            });
            buffer = longer;
            new_texts.push((*hash, self.place(start, buffer.len())));
        }
        let start = buffer.len();
        buffer.extend_from_slice(&entry.frame);
        let place = self.place(start, buffer.len());
        let written = self.file.write_all_at(&buffer, self.length);
        if written.is_err() {
            // Half a frame at the end would be cut off by whoever comes next
            // anyway; the error that is already there is the one to tell.
            let _ = self.file.set_len(self.length);
        } else {
            self.length += buffer.len() as u64;
            self.texts.extend(new_texts);
            self.fill(slot, place);
        }
        self.buffer = buffer;
        written
    }

    /// Notes where the trial of a slot stands; `None` where there is no slot.
    fn fill(&mut self, slot: u32, place: Place) -> Option<()> {
        let slot = self.slots.get_mut(slot as usize)?;
        self.n_filled += usize::from(slot.is_none());
        slot.get_or_insert(place);
        Some(())
    }

    /// The content of the frame that takes these bytes of the buffer.
    fn place(&self, start: usize, end: usize) -> Place {
        let offset = self.length + (start + OVERHEAD) as u64;
        Place { offset, length: end - start - OVERHEAD }
    }

    pub(crate) fn holds(&self, slot: u32) -> bool {
        self.slots.get(slot as usize).is_some_and(Option::is_some)
    }

    pub(crate) fn n_filled(&self) -> usize {
        self.n_filled
    }

    pub(crate) fn is_full(&self) -> bool {
        self.n_filled == self.slots.len()
    }

    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    pub(crate) fn file(&self) -> &Arc<File> {
        &self.file
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The places of the finished trials, in plan order.
    pub(crate) fn trials(&self) -> impl Iterator<Item = Place> {
        self.slots.iter().flatten().copied()
    }

    /// Reads the rows of a trial into a buffer.
    pub(crate) fn read_trial<'b>(
        &self,
        place: Place,
        buffer: &'b mut Vec<u8>,
    ) -> io::Result<&'b [u8]> {
        self.read(place, buffer)?;
        Ok(buffer.get(size_of::<u32>()..).unwrap_or_default())
    }

    /// Reads a text into a buffer.
    pub(crate) fn read_text<'b>(
        &self,
        hash: Digest,
        buffer: &'b mut Vec<u8>,
    ) -> io::Result<&'b str> {
        let lost = || io::Error::new(io::ErrorKind::InvalidData, "a text is not where it was put");
        let place = self.texts.get(&hash).ok_or_else(lost)?;
        self.read(*place, buffer)?;
        let body = buffer.get(hash.as_bytes().len()..).unwrap_or_default();
        str::from_utf8(body).map_err(|_| lost())
    }

    fn read(&self, place: Place, buffer: &mut Vec<u8>) -> io::Result<()> {
        buffer.resize(place.length, 0);
        self.file.read_exact_at(buffer, place.offset)
    }

    /// Removes the file: what it held is sealed.
    pub(crate) fn remove(self) -> Result<(), WriteRunError> {
        fs::remove_file(&self.path).map_err(WriteRunError::at(&self.path))
    }
}

/// The whole frames at the beginning of a file.
struct Frames {
    file: BufReader<File>,
    offset: u64,
    body: Vec<u8>,
}

impl Frames {
    fn new(file: File) -> Self {
        Self { file: BufReader::with_capacity(1 << 20, file), offset: 0, body: Vec::new() }
    }

    /// The next frame; `None` at the end of what is whole.
    fn next(&mut self) -> io::Result<Option<(Tag, Place, &[u8])>> {
        let mut head = [0; OVERHEAD - 1];
        if !filled(&mut self.file, &mut head)? {
            return Ok(None);
        }
        let Some(length) = announced(head) else { return Ok(None) };
        self.body.clear();
        // A torn length may announce far more than there is to make room for.
        (&mut self.file).take(length as u64).read_to_end(&mut self.body)?;
        if self.body.len() < length {
            return Ok(None);
        }
        let Some((tag, content)) = open(head, &self.body) else { return Ok(None) };
        let place = Place { offset: self.offset + OVERHEAD as u64, length: content.len() };
        self.offset += (head.len() + length) as u64;
        Ok(Some((tag, place, content)))
    }
}

/// Reads the whole buffer, or says that the file ends before.
fn filled(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match file.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}
