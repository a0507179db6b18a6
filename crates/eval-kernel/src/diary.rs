//! The kernel's diary.

use eval_trace::{Digest, Event, EventKind, VirtualMillis};

/// The events so far, and where in the trial the next one stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diary {
    events: Vec<Event>,
    step: u32,
    turn: u32,
    at: VirtualMillis,
}

impl Diary {
    /// Time moves on; it never moves back, whatever the input claims.
    pub(crate) fn advance(&mut self, at: VirtualMillis) {
        self.at = self.at.max(at);
    }

    pub(crate) fn begin_turn(&mut self) {
        self.turn += 1;
    }

    /// Writes an event down and returns its `seq`.
    pub(crate) fn write(&mut self, kind: EventKind) -> u32 {
        let seq = self.next_seq();
        self.events.push(Event {
            seq,
            step: self.step,
            turn: self.turn,
            at: self.at,
            effect: None,
            kind,
        });
        seq
    }

    /// The `seq` that the next event gets.
    pub(crate) fn next_seq(&self) -> u32 {
        u32::try_from(self.events.len()).unwrap_or(u32::MAX)
    }

    /// Closes the step with the hash of what it returned.
    pub(crate) fn close_step(&mut self, effect: Digest) {
        if let Some(last) = self.events.last_mut() {
            last.effect = Some(effect);
        }
        self.step += 1;
    }

    pub(crate) fn events(&self) -> &[Event] {
        &self.events
    }

    pub(crate) fn into_events(self) -> Vec<Event> {
        self.events
    }
}
