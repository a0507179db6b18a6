//! The table `events`: one row an event, the traces of all trials.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanBuilder, StringBuilder, UInt32Builder, UInt64Builder};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use eval_trace::{Event, TrialId};

use crate::hex::Hex;
use crate::lifted::Lifted;
use crate::row::{Row, UnfitRow};
use crate::table_writer::{Columns, LONGEST_TEXT, RowError};

/// The rows of `events` not yet encoded.
pub(crate) struct EventColumns {
    trial_id: StringBuilder,
    seq: UInt32Builder,
    step: UInt32Builder,
    turn: UInt32Builder,
    at_ms: UInt64Builder,
    kind: StringBuilder,
    effect: StringBuilder,
    call: StringBuilder,
    tool: StringBuilder,
    mutating: BooleanBuilder,
    ok: BooleanBuilder,
    reason: StringBuilder,
    content: StringBuilder,
    tokens: UInt64Builder,
    payload: StringBuilder,
    /// The payload of one event at a time, so that none is allocated for it.
    json: Vec<u8>,
}

impl Columns for EventColumns {
    const TABLE: &'static str = "events";
    const DISTINCT: &'static [&'static str] = &["effect", "payload"];
    type Row<'row> = (TrialId, &'row Event);

    fn new() -> Self {
        Self {
            trial_id: StringBuilder::new(),
            seq: UInt32Builder::new(),
            step: UInt32Builder::new(),
            turn: UInt32Builder::new(),
            at_ms: UInt64Builder::new(),
            kind: StringBuilder::new(),
            effect: StringBuilder::new(),
            call: StringBuilder::new(),
            tool: StringBuilder::new(),
            mutating: BooleanBuilder::new(),
            ok: BooleanBuilder::new(),
            reason: StringBuilder::new(),
            content: StringBuilder::new(),
            tokens: UInt64Builder::new(),
            payload: StringBuilder::new(),
            json: Vec::new(),
        }
    }

    fn push(&mut self, (trial, event): (TrialId, &Event)) -> Result<(), RowError> {
        self.push_payload(event)?;
        self.trial_id.append_value(Hex::of(trial.0));
        self.seq.append_value(event.seq);
        self.step.append_value(event.step);
        self.turn.append_value(event.turn);
        self.at_ms.append_value(event.at);
        self.kind.append_value(event.kind.name());
        self.effect.append_option(event.effect.map(Hex::of));
        let lifted = Lifted::from(&event.kind);
        self.call.append_option(lifted.call);
        self.tool.append_option(lifted.tool);
        self.mutating.append_option(lifted.mutating);
        self.ok.append_option(lifted.ok);
        self.reason.append_option(lifted.reason);
        self.content.append_option(lifted.content.map(Hex::of));
        self.tokens.append_option(lifted.tokens);
        Ok(())
    }

    fn text_bytes(&self) -> usize {
        self.payload.values_slice().len()
    }

    fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        let columns: [(&str, ArrayRef, bool); 15] = [
            ("trial_id", Arc::new(self.trial_id.finish()), false),
            ("seq", Arc::new(self.seq.finish()), false),
            ("step", Arc::new(self.step.finish()), false),
            ("turn", Arc::new(self.turn.finish()), false),
            ("at_ms", Arc::new(self.at_ms.finish()), false),
            ("kind", Arc::new(self.kind.finish()), false),
            ("effect", Arc::new(self.effect.finish()), true),
            ("call", Arc::new(self.call.finish()), true),
            ("tool", Arc::new(self.tool.finish()), true),
            ("mutating", Arc::new(self.mutating.finish()), true),
            ("ok", Arc::new(self.ok.finish()), true),
            ("reason", Arc::new(self.reason.finish()), true),
            ("content", Arc::new(self.content.finish()), true),
            ("tokens", Arc::new(self.tokens.finish()), true),
            ("payload", Arc::new(self.payload.finish()), false),
        ];
        RecordBatch::try_from_iter_with_nullable(columns)
    }
}

impl EventColumns {
    fn push_payload(&mut self, event: &Event) -> Result<(), RowError> {
        self.json.clear();
        serde_json::to_writer(&mut self.json, &event.kind)?;
        if self.json.len() > LONGEST_TEXT {
            return Err(RowError::TooLong { bytes: self.json.len() });
        }
        // JSON is UTF-8, so nothing is lost and nothing copied on the way.
        self.payload.append_value(String::from_utf8_lossy(&self.json));
        Ok(())
    }
}

/// The columns that an event is made of; the others repeat its payload.
pub(crate) const TRACE: &[&str] =
    &["trial_id", "seq", "step", "turn", "at_ms", "effect", "payload"];

/// Reads an event back, with the trial it belongs to; its texts are not
/// attached.
pub(crate) fn read_event(row: Row<'_>) -> Result<(TrialId, Event), UnfitRow> {
    let event = Event {
        seq: row.number("seq")?,
        step: row.number("step")?,
        turn: row.number("turn")?,
        at: row.wide_number("at_ms")?,
        effect: row.hash_or_null("effect")?,
        kind: row.json("payload")?,
    };
    Ok((TrialId(row.hash("trial_id")?), event))
}
