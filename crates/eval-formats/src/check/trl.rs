//! TRL's files for its SFT, DPO and KTO trainers.

use super::at::At;
use super::columns::{label, need};
use super::dialect::{Mark, TRL, TRL_COMPLETION};
use super::findings::Findings;
use super::json::Json;
use super::marks;
use super::pairs::{self, identical};
use super::rule::Rule;
use super::talk::Talk;
use super::tools::Tools;
use crate::Format;

/// A row for `SFTTrainer`: a conversation, or a prompt and a completion.
pub(super) fn sft(row: &Json<'_>, out: &mut Findings) {
    let has = |column| row.get(column).is_some();
    if has("prompt") && has("completion") {
        if has("messages") {
            return out.add(
                Rule::Columns,
                &At::ROW,
                "has `messages` beside `prompt` and `completion`",
            );
        }
        return completion(row, out);
    }
    if need(row, &["messages"], Format::TrlSft, out) {
        let messages = conversation(row, out);
        if marks::leave_any_out(messages.unwrap_or_default(), Mark::Train) {
            out.add(
                Rule::MaskNeedsTemplate,
                &At::ROW.key("messages"),
                "leaves turns out by `train`",
            );
        }
    }
}

/// A conversation for a template that reads `train`.
pub(super) fn masked(row: &Json<'_>, out: &mut Findings) {
    if need(row, &["messages"], Format::TrlSftMasked, out) {
        conversation(row, out);
    }
}

fn conversation<'j>(row: &'j Json<'j>, out: &mut Findings) -> Option<&'j [Json<'j>]> {
    let tools = Tools::read(row.get("tools"), TRL.tools, &At::ROW.key("tools"), out);
    let at = At::ROW.key("messages");
    let mut talk = Talk::new(&TRL, &tools);
    let messages = talk.read(row.get("messages"), &at, out)?;
    talk.must_end_with_a_turn(&at, out);
    marks::read(messages, &TRL, &at, out);
    Some(messages)
}

/// A prompt and a completion, all of which is learned.
pub(super) fn completion(row: &Json<'_>, out: &mut Findings) {
    if need(row, &["prompt", "completion"], Format::TrlSftCompletion, out) {
        pairs::read(row, &["completion"], &TRL_COMPLETION, out);
    }
}

/// A row for `DPOTrainer`.
pub(super) fn dpo(row: &Json<'_>, out: &mut Findings) {
    if need(row, &["prompt", "chosen", "rejected"], Format::TrlDpo, out) {
        pairs::read(row, &["chosen", "rejected"], &TRL_COMPLETION, out);
        if out.is_good() {
            identical(row.get("chosen"), row.get("rejected"), &At::ROW.key("rejected"), out);
        }
    }
}

/// A row for `KTOTrainer`.
pub(super) fn kto(row: &Json<'_>, out: &mut Findings) {
    if need(row, &["prompt", "completion", "label"], Format::TrlKto, out) {
        pairs::read(row, &["completion"], &TRL_COMPLETION, out);
        label(row, out);
    }
}
