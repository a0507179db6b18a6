//! What the tables of a part hold, and whether they fit each other.

use std::collections::HashSet;
use std::error::Error;
use std::path::Path;

use eval_trace::{Digest, Manifest, TrialId};

use super::ids::Ids;
use super::{FileFault, PartCheck};
use crate::ReadRunError;
use crate::contents::{ContentColumns, read_whole_text};
use crate::events::{EventColumns, read_whole_event};
use crate::row::{Row, UnfitRow};
use crate::table_reader::{Table, Wanted};
use crate::table_writer::Columns;
use crate::timings::{TimingColumns, read_timing};
use crate::trials::{TrialColumns, read_whole_trial};

/// How the tables of a part do not fit each other.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PartFault {
    /// There are not as many timings as trials.
    #[error("it has {trials} trials and {timings} timings")]
    Timings {
        /// Trials.
        trials: u64,
        /// Timings.
        timings: u64,
    },
    /// A timing is not that of the trial in the same row.
    #[error("the timing of trial {id} is not in the row of that trial")]
    Timing {
        /// The trial.
        id: TrialId,
    },
    /// There are not as many events as the trials say.
    #[error("its trials say that they have {expected} events, and there are {found}")]
    Events {
        /// Events by the table `trials`.
        expected: u64,
        /// Rows of `events`.
        found: u64,
    },
    /// An event is not where the trials say.
    #[error("event {seq} of trial {id} is not where the table `trials` says")]
    Event {
        /// The trial that the event belongs to.
        id: TrialId,
        /// Its place in the trial.
        seq: u32,
    },
    /// A text that is referred to is not there.
    #[error("text {hash} is referred to, and `contents` does not hold it")]
    NoText {
        /// The text.
        hash: Digest,
    },
    /// A trial stands in the run a second time.
    #[error("trial {id} stands in the run more than once")]
    TrialTwice {
        /// The trial.
        id: TrialId,
    },
}

/// What of a part's trials has to fit the other tables.
#[derive(Default)]
struct Walk {
    /// The trials in order, each with its number of events.
    trials: Vec<(TrialId, u32)>,
    /// Texts that are referred to and were not met yet.
    texts: HashSet<Digest>,
    faults: Vec<PartFault>,
}

/// Decodes the tables of a part, whose bytes are right, and holds them against
/// each other. The first file that does not hold what it should ends it.
pub(super) fn check_rows(dir: &Path, manifest: &Manifest, part: &mut PartCheck, ids: &mut Ids) {
    let mut walk = Walk::default();
    let steps: [(&str, Step); 4] = [
        (TrialColumns::TABLE, Walk::trials),
        (TimingColumns::TABLE, Walk::timings),
        (EventColumns::TABLE, Walk::events),
        (ContentColumns::TABLE, Walk::contents),
    ];
    for (name, step) in steps {
        let table = Table::of(dir, manifest, name).part(part.part);
        if let Err(error) = step(&mut walk, &table) {
            if let Some(file) = part.files.iter_mut().find(|file| file.listed.table == name) {
                file.fault = Some(fault(&error));
            }
            return;
        }
    }
    walk.trials.iter().for_each(|(id, _)| ids.add(*id));
    // The smallest, so that one damage is always told in the same words.
    if let Some(&hash) = walk.texts.iter().min() {
        walk.faults.push(PartFault::NoText { hash });
    }
    part.faults = walk.faults;
}

type Step = fn(&mut Walk, &Table) -> Result<(), ReadRunError>;

impl Walk {
    fn trials(&mut self, table: &Table) -> Result<(), ReadRunError> {
        for_each(table, read_whole_trial, |(trial, events)| {
            self.texts.extend(trial.answer.map(|answer| answer.hash()));
            self.trials.push((trial.id, events));
        })
    }

    fn timings(&mut self, table: &Table) -> Result<(), ReadRunError> {
        let mut timings = 0;
        let mut astray = None;
        for_each(table, read_timing, |timing| {
            if self.trials.get(timings).is_some_and(|(id, _)| *id != timing.id) {
                astray.get_or_insert(PartFault::Timing { id: timing.id });
            }
            timings += 1;
        })?;
        self.faults.extend(astray);
        let (trials, timings) = (self.trials.len() as u64, timings as u64);
        if trials != timings {
            self.faults.push(PartFault::Timings { trials, timings });
        }
        Ok(())
    }

    fn events(&mut self, table: &Table) -> Result<(), ReadRunError> {
        let expected = self.trials.iter().map(|(_, events)| u64::from(*events)).sum();
        let mut found = 0;
        let mut astray = None;
        let of = |(id, events): &(TrialId, u32)| {
            let id = *id;
            (0..*events).map(move |seq| (id, seq))
        };
        let mut places = self.trials.iter().flat_map(of);
        for_each(table, read_whole_event, |(id, event)| {
            found += 1;
            if places.next().is_some_and(|place| place != (id, event.seq)) {
                astray.get_or_insert(PartFault::Event { id, seq: event.seq });
            }
            event.kind.for_each_text(|text| {
                self.texts.insert(text.hash());
            });
        })?;
        self.faults.extend(astray);
        if expected != found {
            self.faults.push(PartFault::Events { expected, found });
        }
        Ok(())
    }

    fn contents(&mut self, table: &Table) -> Result<(), ReadRunError> {
        for_each(table, read_whole_text, |text| {
            self.texts.remove(&text.hash());
        })
    }
}

fn for_each<T>(
    table: &Table,
    read: impl Fn(Row<'_>) -> Result<T, UnfitRow>,
    mut take: impl FnMut(T),
) -> Result<(), ReadRunError> {
    for batch in table.scan(Wanted::All)? {
        batch?.read(&read)?.into_iter().for_each(&mut take);
    }
    Ok(())
}

/// What a file that could not be read is damaged by.
fn fault(error: &ReadRunError) -> FileFault {
    match error {
        ReadRunError::Missing { .. } => FileFault::Missing,
        &ReadRunError::Length { expected, found, .. } => FileFault::Length { expected, found },
        &ReadRunError::Rows { expected, found, .. } => FileFault::Rows { expected, found },
        ReadRunError::Read { source, .. } => FileFault::Unreadable(chain(source.as_ref())),
        ReadRunError::NoTrial { .. }
        | ReadRunError::TablesDisagree { .. }
        | ReadRunError::NoText { .. } => FileFault::Unreadable(error.to_string()),
    }
}

fn chain(error: &dyn Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {}", chain(cause)),
        None => error.to_string(),
    }
}
