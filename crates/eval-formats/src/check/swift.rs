//! ms-swift's rows.

use super::at::At;
use super::columns::{label, need};
use super::dialect::{SWIFT, Speaker};
use super::findings::Findings;
use super::json::Json;
use super::marks;
use super::pairs::same_message;
use super::rule::Rule;
use super::talk::{Talk, speaker};
use super::tools::Tools;
use crate::Format;

/// A conversation with `loss` on the assistant's messages.
pub(super) fn sft(row: &Json<'_>, out: &mut Findings) {
    if need(row, &["messages"], Format::MsSwift, out) {
        conversation(row, "messages", out);
    }
}

/// A conversation said to be good or bad.
pub(super) fn kto(row: &Json<'_>, out: &mut Findings) {
    if need(row, &["messages", "label"], Format::MsSwiftKto, out) {
        conversation(row, "messages", out);
        label(row, out);
    }
}

/// Two conversations, the second of which may be given by its last turn alone.
pub(super) fn dpo(row: &Json<'_>, out: &mut Findings) {
    let second = if row.get("rejected_response").is_some() {
        "rejected_response"
    } else {
        "rejected_messages"
    };
    if !need(row, &["messages", second], Format::MsSwiftDpo, out) {
        return;
    }
    let chosen = conversation(row, "messages", out);
    if second == "rejected_response" {
        return response(row, chosen, out);
    }
    let rejected = conversation(row, second, out);
    if let (Some(chosen), Some(rejected), true) = (chosen, rejected, out.is_good()) {
        differ(chosen, rejected, &At::ROW.key(second), out);
    }
}

fn conversation<'j>(row: &'j Json<'j>, column: &str, out: &mut Findings) -> Option<&'j [Json<'j>]> {
    let tools = Tools::read(row.get("tools"), SWIFT.tools, &At::ROW.key("tools"), out);
    let at = At::ROW.key(column);
    let mut talk = Talk::new(&SWIFT, &tools);
    let messages = talk.read(row.get(column), &at, out)?;
    talk.must_end_with_a_turn(&at, out);
    marks::read(messages, &SWIFT, &at, out);
    Some(messages)
}

/// The worse turn, as text or as messages, which comes in place of all after the last user's.
fn response(row: &Json<'_>, chosen: Option<&[Json<'_>]>, out: &mut Findings) {
    let column = "rejected_response";
    let at = At::ROW.key(column);
    let chosen = chosen.and_then(<[_]>::last);
    let same = if let Some(text) = row.text(column) {
        if text.trim().is_empty() {
            return out.add(Rule::AssistantEmpty, &at, "is empty");
        }
        chosen.and_then(|turn| turn.text("content")) == Some(text)
    } else {
        match (conversation(row, column, out), chosen) {
            (Some([rejected]), Some(chosen)) => same_message(rejected, chosen),
            (Some(_) | None, _) => false,
        }
    };
    if same {
        out.add(Rule::IdenticalPair, &at, "says the same as the last message");
    }
}

/// Two conversations are the same up to a turn of the assistant's.
fn differ(chosen: &[Json<'_>], rejected: &[Json<'_>], at: &At<'_>, out: &mut Findings) {
    let shared =
        chosen.iter().zip(rejected).take_while(|(one, other)| same_message(one, other)).count();
    let at_message = at.item(shared);
    match (chosen.get(shared), rejected.get(shared)) {
        (None, None) => out.add(Rule::IdenticalPair, at, "says the same as `messages`"),
        (Some(one), Some(other)) if is_turn(one) && is_turn(other) => {}
        _ => out.add(
            Rule::PairPrefix,
            &at_message,
            "is the first to differ from `messages`, and is no turn",
        ),
    }
}

fn is_turn(message: &Json<'_>) -> bool {
    let who = message.text("role").and_then(|role| speaker(role, &SWIFT));
    matches!(who, Some(Speaker::Assistant | Speaker::Call))
}
