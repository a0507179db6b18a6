//! Where in the tables things stand.

use std::collections::HashMap;
use std::ops::Range;

use eval_trace::{Digest, TrialId};

use crate::ReadRunError;
use crate::contents;
use crate::table_reader::{Table, Wanted};
use crate::trials;

/// The rows of `events` that make each trial's trace.
///
/// Both tables are in plan order, so the counts in `trials` tell where a trace
/// begins. Column statistics could not: ids are hashes, and every page holds
/// some from everywhere.
#[derive(Debug)]
pub(crate) struct TraceRows(HashMap<TrialId, Range<u64>>);

impl TraceRows {
    pub(crate) fn read(trials: &Table) -> Result<Self, ReadRunError> {
        let mut rows = HashMap::new();
        let mut next = 0;
        for batch in trials.scan(Wanted::Only(trials::INDEX))? {
            let counts = batch?.read(|row| Ok((row.hash("trial_id")?, row.number("events")?)))?;
            for (id, events) in counts {
                let first = next;
                next += u64::from(events);
                rows.insert(TrialId(id), first..next);
            }
        }
        Ok(Self(rows))
    }

    pub(crate) fn of(&self, id: TrialId) -> Option<Range<u64>> {
        self.0.get(&id).cloned()
    }
}

/// The row of `contents` that holds each text.
#[derive(Debug)]
pub(crate) struct TextRows(HashMap<Digest, u64>);

impl TextRows {
    pub(crate) fn read(contents: &Table) -> Result<Self, ReadRunError> {
        let mut rows = HashMap::new();
        let mut next = 0;
        for batch in contents.scan(Wanted::Only(contents::INDEX))? {
            for hash in batch?.read(|row| row.hash("hash"))? {
                // Each part of a run stores its own texts; any of them will do.
                rows.entry(hash).or_insert(next);
                next += 1;
            }
        }
        Ok(Self(rows))
    }

    pub(crate) fn of(&self, hash: Digest) -> Option<u64> {
        self.0.get(&hash).copied()
    }
}
