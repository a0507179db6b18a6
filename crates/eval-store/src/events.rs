//! The table `events`: one row an event, the traces of all trials.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanBuilder, StringBuilder, UInt32Builder, UInt64Builder};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use eval_trace::{Event, Hex, TrialId};

use crate::journal_rows::EventRow;
use crate::row::{Row, UnfitRow};
use crate::table_writer::{BATCH_ROWS, Columns, RowError};

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
}

impl Columns for EventColumns {
    const TABLE: &'static str = "events";
    const DISTINCT: &'static [&'static str] = &["effect", "payload"];
    /// The trial's id in digits, and the event.
    type Row<'row> = (&'row str, EventRow<'row>);

    fn new() -> Self {
        Self {
            trial_id: text(32),
            seq: UInt32Builder::with_capacity(BATCH_ROWS),
            step: UInt32Builder::with_capacity(BATCH_ROWS),
            turn: UInt32Builder::with_capacity(BATCH_ROWS),
            at_ms: UInt64Builder::with_capacity(BATCH_ROWS),
            kind: text(16),
            effect: text(32),
            call: text(4),
            tool: text(16),
            mutating: BooleanBuilder::with_capacity(BATCH_ROWS),
            ok: BooleanBuilder::with_capacity(BATCH_ROWS),
            reason: text(12),
            content: text(32),
            tokens: UInt64Builder::with_capacity(BATCH_ROWS),
            payload: text(384),
        }
    }

    fn push(&mut self, (trial, event): (&str, EventRow<'_>)) -> Result<(), RowError> {
        self.trial_id.append_value(trial);
        self.seq.append_value(event.seq);
        self.step.append_value(event.step);
        self.turn.append_value(event.turn);
        self.at_ms.append_value(event.at_ms);
        self.kind.append_value(event.kind);
        self.effect.append_option(event.effect.map(Hex::from));
        self.call.append_option(event.lifted.call);
        self.tool.append_option(event.lifted.tool);
        self.mutating.append_option(event.lifted.mutating);
        self.ok.append_option(event.lifted.ok);
        self.reason.append_option(event.lifted.reason);
        self.content.append_option(event.lifted.content.map(Hex::from));
        self.tokens.append_option(event.lifted.tokens);
        self.payload.append_value(event.payload);
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
        *self = Self::new();
        RecordBatch::try_from_iter_with_nullable(columns)
    }
}

/// A column of texts of about so many bytes, with room for a batch: growing
/// would cost more than filling.
fn text(bytes: usize) -> StringBuilder {
    StringBuilder::with_capacity(BATCH_ROWS, BATCH_ROWS * bytes)
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

/// Reads an event back and every column that repeats a part of it.
pub(crate) fn read_whole_event(row: Row<'_>) -> Result<(TrialId, Event), UnfitRow> {
    let (trial, event) = read_event(row)?;
    if row.text("kind")? != event.kind.name() {
        return Err(row.unfit("kind", "the kind of its payload"));
    }
    for column in ["call", "tool", "reason"] {
        row.text_or_null(column)?;
    }
    for column in ["mutating", "ok"] {
        row.flag_or_null(column)?;
    }
    row.hash_or_null("content")?;
    row.wide_number_or_null("tokens")?;
    Ok((trial, event))
}
