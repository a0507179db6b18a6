//! A view of a run while it goes on: its events as JSON lines.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::Context;
use eval_runner::Sink;
use eval_store::{Admission, RunWriter, WriteRunError};
use eval_trace::{Digest, Event, EventKind, Timing, TrialId, TrialRecord};
use serde::Serialize;

/// A file that gets the events of each finished trial, whole trials at a time.
/// It is for watching: the run does not depend on it.
pub(crate) struct Live {
    state: Mutex<State>,
}

struct State {
    file: File,
    failure: Option<io::Error>,
}

impl Live {
    /// Opens the file; what it holds is kept.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let file = OpenOptions::new().create(true).append(true).open(path);
        let file = file.with_context(|| format!("cannot write events to {}", path.display()))?;
        Ok(Self { state: Mutex::new(State { file, failure: None }) })
    }

    /// Why nothing is written any more, if it is not.
    pub(crate) fn failure(&self) -> Option<String> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.failure.as_ref().map(ToString::to_string)
    }

    fn tell(&self, trial: &TrialRecord) {
        let lines = lines(trial);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.failure.is_none() {
            // One write a trial: whoever reads along sees whole trials.
            state.failure = lines.and_then(|lines| state.file.write_all(&lines)).err();
        }
    }
}

/// Where trials go, and whoever watches.
pub(crate) struct Told {
    pub(crate) writer: RunWriter,
    pub(crate) live: Option<Live>,
}

impl Sink for Told {
    fn n_recorded(&self) -> u64 {
        self.writer.n_recorded()
    }

    fn admit(&self, index: u64) -> Admission {
        self.writer.admit(index)
    }

    fn record(
        &self,
        index: u64,
        trial: &TrialRecord,
        timing: &Timing,
    ) -> Result<(), WriteRunError> {
        self.writer.record(index, trial, timing)?;
        if let Some(live) = &self.live {
            live.tell(trial);
        }
        Ok(())
    }
}

/// An event, under the names of the columns of `events`.
#[derive(Serialize)]
struct EventLine<'a> {
    trial_id: TrialId,
    trial: &'a str,
    seq: u32,
    step: u32,
    turn: u32,
    at_ms: u64,
    kind: &'a str,
    payload: &'a EventKind,
}

/// A text that the events of a trial name by its hash, as in `contents`.
#[derive(Serialize)]
struct TextLine<'a> {
    hash: Digest,
    body: &'a str,
}

/// The trial as lines: each text before the first event that names it.
fn lines(trial: &TrialRecord) -> io::Result<Vec<u8>> {
    let key = trial.key.to_string();
    let mut lines = Vec::new();
    let mut shown = Vec::new();
    for event in &trial.events {
        let mut texts = Vec::new();
        event.kind.for_each_text(|text| texts.push(text.clone()));
        for text in texts {
            if !shown.contains(&text.hash()) {
                shown.push(text.hash());
                line(&mut lines, &TextLine { hash: text.hash(), body: text.as_str() })?;
            }
        }
        line(&mut lines, &event_line(trial.id, &key, event))?;
    }
    Ok(lines)
}

fn event_line<'a>(trial_id: TrialId, trial: &'a str, event: &'a Event) -> EventLine<'a> {
    let &Event { seq, step, turn, at: at_ms, ref kind, .. } = event;
    EventLine { trial_id, trial, seq, step, turn, at_ms, kind: kind.name(), payload: kind }
}

fn line(lines: &mut Vec<u8>, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *lines, value)?;
    lines.write_all(b"\n")
}
