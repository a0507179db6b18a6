//! The table `trials`: one row a trial, all of it but its events.

use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, ListBuilder, StringBuilder, UInt32Builder, UInt64Builder,
};
use arrow::datatypes::{DataType, Field};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use eval_trace::{Hex, Outcome, Recoverability, StopReason, TrialId, TrialKey, TrialRecord};

use crate::journal_rows::TrialRow;
use crate::row::{Row, UnfitRow};
use crate::table_writer::{Columns, RowError};

/// The rows of `trials` not yet encoded.
pub(crate) struct TrialColumns {
    trial_id: StringBuilder,
    arm: StringBuilder,
    scenario: StringBuilder,
    variant: StringBuilder,
    family: StringBuilder,
    tags: ListBuilder<StringBuilder>,
    instance: UInt64Builder,
    epoch: UInt32Builder,
    instance_hash: StringBuilder,
    harness_hash: StringBuilder,
    model: StringBuilder,
    model_hash: StringBuilder,
    outcome: StringBuilder,
    success: BooleanBuilder,
    verified: BooleanBuilder,
    recoverability: StringBuilder,
    stop: StringBuilder,
    detail: StringBuilder,
    unmet: ListBuilder<StringBuilder>,
    broken: ListBuilder<StringBuilder>,
    answer: StringBuilder,
    turns: UInt32Builder,
    tool_calls: UInt32Builder,
    refusals: UInt32Builder,
    errors: UInt32Builder,
    input_tokens: UInt64Builder,
    output_tokens: UInt64Builder,
    virtual_ms: UInt64Builder,
    state_before: StringBuilder,
    state_after: StringBuilder,
    events: UInt32Builder,
}

impl Columns for TrialColumns {
    const TABLE: &'static str = "trials";
    const DISTINCT: &'static [&'static str] = &["trial_id"];
    type Row<'row> = &'row TrialRow<'row>;

    fn new() -> Self {
        Self {
            trial_id: StringBuilder::new(),
            arm: StringBuilder::new(),
            scenario: StringBuilder::new(),
            variant: StringBuilder::new(),
            family: StringBuilder::new(),
            tags: list_of_text(),
            instance: UInt64Builder::new(),
            epoch: UInt32Builder::new(),
            instance_hash: StringBuilder::new(),
            harness_hash: StringBuilder::new(),
            model: StringBuilder::new(),
            model_hash: StringBuilder::new(),
            outcome: StringBuilder::new(),
            success: BooleanBuilder::new(),
            verified: BooleanBuilder::new(),
            recoverability: StringBuilder::new(),
            stop: StringBuilder::new(),
            detail: StringBuilder::new(),
            unmet: list_of_text(),
            broken: list_of_text(),
            answer: StringBuilder::new(),
            turns: UInt32Builder::new(),
            tool_calls: UInt32Builder::new(),
            refusals: UInt32Builder::new(),
            errors: UInt32Builder::new(),
            input_tokens: UInt64Builder::new(),
            output_tokens: UInt64Builder::new(),
            virtual_ms: UInt64Builder::new(),
            state_before: StringBuilder::new(),
            state_after: StringBuilder::new(),
            events: UInt32Builder::new(),
        }
    }

    fn push(&mut self, trial: &TrialRow<'_>) -> Result<(), RowError> {
        self.trial_id.append_value(Hex::from(trial.id.0));
        self.arm.append_value(trial.arm);
        self.scenario.append_value(trial.scenario);
        self.variant.append_value(trial.variant);
        self.family.append_value(trial.family);
        append_list(&mut self.tags, &trial.tags);
        self.instance.append_value(trial.instance);
        self.epoch.append_value(trial.epoch);
        self.instance_hash.append_value(Hex::from(trial.instance_hash));
        self.harness_hash.append_value(Hex::from(trial.harness_hash));
        self.model.append_value(trial.model);
        self.model_hash.append_value(Hex::from(trial.model_hash));
        self.outcome.append_value(trial.outcome);
        self.success.append_value(trial.success);
        self.verified.append_option(trial.verified);
        self.recoverability.append_value(trial.recoverability);
        self.stop.append_value(trial.stop);
        self.detail.append_value(trial.detail);
        append_list(&mut self.unmet, &trial.unmet);
        append_list(&mut self.broken, &trial.broken);
        self.answer.append_option(trial.answer.map(Hex::from));
        self.turns.append_value(trial.turns);
        self.tool_calls.append_value(trial.tool_calls);
        self.refusals.append_value(trial.refusals);
        self.errors.append_value(trial.errors);
        self.input_tokens.append_value(trial.input_tokens);
        self.output_tokens.append_value(trial.output_tokens);
        self.virtual_ms.append_value(trial.virtual_ms);
        self.state_before.append_value(Hex::from(trial.state_before));
        self.state_after.append_value(Hex::from(trial.state_after));
        self.events.append_value(trial.events);
        Ok(())
    }

    fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        let columns: [(&str, ArrayRef, bool); 31] = [
            ("trial_id", Arc::new(self.trial_id.finish()), false),
            ("arm", Arc::new(self.arm.finish()), false),
            ("scenario", Arc::new(self.scenario.finish()), false),
            ("variant", Arc::new(self.variant.finish()), false),
            ("family", Arc::new(self.family.finish()), false),
            ("tags", Arc::new(self.tags.finish()), false),
            ("instance", Arc::new(self.instance.finish()), false),
            ("epoch", Arc::new(self.epoch.finish()), false),
            ("instance_hash", Arc::new(self.instance_hash.finish()), false),
            ("harness_hash", Arc::new(self.harness_hash.finish()), false),
            ("model", Arc::new(self.model.finish()), false),
            ("model_hash", Arc::new(self.model_hash.finish()), false),
            ("outcome", Arc::new(self.outcome.finish()), false),
            ("success", Arc::new(self.success.finish()), false),
            ("verified", Arc::new(self.verified.finish()), true),
            ("recoverability", Arc::new(self.recoverability.finish()), false),
            ("stop", Arc::new(self.stop.finish()), false),
            ("detail", Arc::new(self.detail.finish()), false),
            ("unmet", Arc::new(self.unmet.finish()), false),
            ("broken", Arc::new(self.broken.finish()), false),
            ("answer", Arc::new(self.answer.finish()), true),
            ("turns", Arc::new(self.turns.finish()), false),
            ("tool_calls", Arc::new(self.tool_calls.finish()), false),
            ("refusals", Arc::new(self.refusals.finish()), false),
            ("errors", Arc::new(self.errors.finish()), false),
            ("input_tokens", Arc::new(self.input_tokens.finish()), false),
            ("output_tokens", Arc::new(self.output_tokens.finish()), false),
            ("virtual_ms", Arc::new(self.virtual_ms.finish()), false),
            ("state_before", Arc::new(self.state_before.finish()), false),
            ("state_after", Arc::new(self.state_after.finish()), false),
            ("events", Arc::new(self.events.finish()), false),
        ];
        RecordBatch::try_from_iter_with_nullable(columns)
    }
}

/// A list column whose entry is named as the Parquet format asks; several
/// readers see no list otherwise.
fn list_of_text() -> ListBuilder<StringBuilder> {
    ListBuilder::new(StringBuilder::new()).with_field(Field::new("element", DataType::Utf8, false))
}

fn append_list(column: &mut ListBuilder<StringBuilder>, entries: &[&str]) {
    for entry in entries {
        column.values().append_value(entry);
    }
    column.append(true);
}

/// The columns of a trial's identity and of where its events stand.
pub(crate) const INDEX: &[&str] = &["trial_id", "events"];

/// Reads a trial back, all but its events; the body of its answer is not
/// attached. The columns `success` and `events` follow from the others.
pub(crate) fn read_trial(row: Row<'_>) -> Result<TrialRecord, UnfitRow> {
    Ok(TrialRecord {
        id: TrialId(row.hash("trial_id")?),
        key: TrialKey {
            arm: row.text("arm")?.to_owned(),
            scenario: row.text("scenario")?.to_owned(),
            variant: row.text("variant")?.to_owned(),
            instance: row.wide_number("instance")?,
            epoch: row.number("epoch")?,
        },
        family: row.text("family")?.to_owned(),
        tags: row.list("tags")?,
        instance_hash: row.hash("instance_hash")?,
        harness_hash: row.hash("harness_hash")?,
        model: row.text("model")?.to_owned(),
        model_hash: row.hash("model_hash")?,
        outcome: row.word("outcome", Outcome::from_name)?,
        recoverability: row.word("recoverability", Recoverability::from_name)?,
        stop: row.word("stop", StopReason::from_name)?,
        detail: row.text("detail")?.to_owned(),
        verified: row.flag_or_null("verified")?,
        unmet: row.list("unmet")?,
        broken: row.list("broken")?,
        answer: row.reference_or_null("answer")?,
        turns: row.number("turns")?,
        tool_calls: row.number("tool_calls")?,
        refusals: row.number("refusals")?,
        errors: row.number("errors")?,
        input_tokens: row.wide_number("input_tokens")?,
        output_tokens: row.wide_number("output_tokens")?,
        virtual_ms: row.wide_number("virtual_ms")?,
        state_before: row.hash("state_before")?,
        state_after: row.hash("state_after")?,
        events: Vec::new(),
    })
}

/// Reads every column of a trial: the trial, and how many events it has.
pub(crate) fn read_whole_trial(row: Row<'_>) -> Result<(TrialRecord, u32), UnfitRow> {
    let trial = read_trial(row)?;
    if row.flag("success")? != trial.outcome.is_success() {
        return Err(row.unfit("success", "what follows from its outcome"));
    }
    Ok((trial, row.number("events")?))
}
