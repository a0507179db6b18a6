//! What the journal keeps of a trial: its rows, ready to be put into tables.
//!
//! Whoever ran the trial makes the rows, so that sealing a part only copies
//! them. The spelling is `postcard`'s; it is no format for the outside: a
//! journal is gone once its part is sealed.

use eval_trace::{Digest, Event, Timing, TrialId, TrialRecord};
use serde::{Deserialize, Serialize};

use crate::lifted::Lifted;
use crate::table_writer::{LONGEST_TEXT, RowError};

/// A row of `trials`.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TrialRow<'a> {
    pub(crate) id: TrialId,
    pub(crate) arm: &'a str,
    pub(crate) scenario: &'a str,
    pub(crate) variant: &'a str,
    pub(crate) family: &'a str,
    #[serde(borrow)]
    pub(crate) tags: Vec<&'a str>,
    pub(crate) instance: u64,
    pub(crate) epoch: u32,
    pub(crate) instance_hash: Digest,
    pub(crate) harness_hash: Digest,
    pub(crate) model: &'a str,
    pub(crate) model_hash: Digest,
    pub(crate) outcome: &'a str,
    pub(crate) success: bool,
    pub(crate) verified: Option<bool>,
    pub(crate) recoverability: &'a str,
    pub(crate) stop: &'a str,
    pub(crate) detail: &'a str,
    #[serde(borrow)]
    pub(crate) unmet: Vec<&'a str>,
    #[serde(borrow)]
    pub(crate) broken: Vec<&'a str>,
    pub(crate) answer: Option<Digest>,
    pub(crate) turns: u32,
    pub(crate) tool_calls: u32,
    pub(crate) refusals: u32,
    pub(crate) errors: u32,
    pub(crate) input_tokens: u64,
    pub(crate) output_tokens: u64,
    pub(crate) virtual_ms: u64,
    pub(crate) state_before: Digest,
    pub(crate) state_after: Digest,
    pub(crate) events: u32,
}

impl<'a> From<&'a TrialRecord> for TrialRow<'a> {
    fn from(trial: &'a TrialRecord) -> Self {
        Self {
            id: trial.id,
            arm: &trial.key.arm,
            scenario: &trial.key.scenario,
            variant: &trial.key.variant,
            family: &trial.family,
            tags: trial.tags.iter().map(String::as_str).collect(),
            instance: trial.key.instance,
            epoch: trial.key.epoch,
            instance_hash: trial.instance_hash,
            harness_hash: trial.harness_hash,
            model: &trial.model,
            model_hash: trial.model_hash,
            outcome: trial.outcome.name(),
            success: trial.outcome.is_success(),
            verified: trial.verified,
            recoverability: trial.recoverability.name(),
            stop: trial.stop.name(),
            detail: &trial.detail,
            unmet: trial.unmet.iter().map(String::as_str).collect(),
            broken: trial.broken.iter().map(String::as_str).collect(),
            answer: trial.answer.as_ref().map(eval_trace::Text::hash),
            turns: trial.turns,
            tool_calls: trial.tool_calls,
            refusals: trial.refusals,
            errors: trial.errors,
            input_tokens: trial.input_tokens,
            output_tokens: trial.output_tokens,
            virtual_ms: trial.virtual_ms,
            state_before: trial.state_before,
            state_after: trial.state_after,
            // Events are numbered with 32 bits, so there cannot be more of them.
            events: u32::try_from(trial.events.len()).unwrap_or(u32::MAX),
        }
    }
}

/// A row of `events`, less the trial it belongs to.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct EventRow<'a> {
    pub(crate) seq: u32,
    pub(crate) step: u32,
    pub(crate) turn: u32,
    pub(crate) at_ms: u64,
    pub(crate) kind: &'a str,
    pub(crate) effect: Option<Digest>,
    #[serde(borrow)]
    pub(crate) lifted: Lifted<'a>,
    pub(crate) payload: &'a str,
}

impl<'a> EventRow<'a> {
    /// The row of an event, with its payload written into a buffer that serves
    /// one event after the other.
    fn new(event: &'a Event, json: &'a mut Vec<u8>) -> Result<Self, RowError> {
        json.clear();
        serde_json::to_writer(&mut *json, &event.kind)?;
        if json.len() > LONGEST_TEXT {
            return Err(RowError::TooLong { bytes: json.len() });
        }
        Ok(Self {
            seq: event.seq,
            step: event.step,
            turn: event.turn,
            at_ms: event.at,
            kind: event.kind.name(),
            effect: event.effect,
            lifted: Lifted::from(&event.kind),
            payload: str::from_utf8(json)?,
        })
    }
}

/// The rows of a trial as the journal spells them, one after the other:
/// [`TrialRow`], [`Timing`], the hashes of its texts as they come up, and an
/// [`EventRow`] for each event.
pub(crate) fn write_rows(
    trial: &TrialRecord,
    timing: &Timing,
    texts: &[Digest],
    mut bytes: Vec<u8>,
) -> Result<Vec<u8>, RowError> {
    bytes = postcard::to_extend(&TrialRow::from(trial), bytes)?;
    bytes = postcard::to_extend(timing, bytes)?;
    bytes = postcard::to_extend(texts, bytes)?;
    let mut json = Vec::with_capacity(1024);
    for event in &trial.events {
        bytes = postcard::to_extend(&EventRow::new(event, &mut json)?, bytes)?;
    }
    Ok(bytes)
}

/// The rows of a trial, read back from the journal.
pub(crate) struct Rows<'a> {
    pub(crate) trial: TrialRow<'a>,
    pub(crate) timing: Timing,
    pub(crate) texts: Vec<Digest>,
    events: &'a [u8],
}

impl<'a> Rows<'a> {
    /// Reads all but the events.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, postcard::Error> {
        let (trial, rest) = postcard::take_from_bytes(bytes)?;
        let (timing, rest) = postcard::take_from_bytes(rest)?;
        let (texts, events) = postcard::take_from_bytes(rest)?;
        Ok(Self { trial, timing, texts, events })
    }

    /// The events, decoded one at a time.
    pub(crate) fn events(&self) -> impl Iterator<Item = Result<EventRow<'a>, postcard::Error>> {
        let mut rest = self.events;
        (0..self.trial.events).map(move |_| {
            let (event, after) = postcard::take_from_bytes(rest)?;
            rest = after;
            Ok(event)
        })
    }
}
