//! LLaMA-Factory's `sharegpt` rows.

use super::at::At;
use super::calls::written_call;
use super::columns::{label, need};
use super::dialect::{Arguments, Listing, Mark};
use super::findings::Findings;
use super::json::Json;
use super::rule::Rule;
use super::talk::unread_marks;
use super::tools::Tools;
use crate::Format;

/// Who may speak at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// `human` and `observation`, at the first place and every second after it.
    World,
    /// `gpt` and `function_call`.
    Model,
}

const ROLES: &str = "human, observation, gpt, function_call";

/// A row of any kind, told by its columns.
pub(super) fn any(row: &Json<'_>, out: &mut Findings) {
    if row.get("chosen").is_some() || row.get("rejected").is_some() {
        dpo(row, out);
    } else if row.get("label").is_some() {
        kto(row, out);
    } else if need(row, &["conversations"], Format::LlamafactorySharegpt, out) {
        whole(row, out);
    }
}

/// A pair: the conversation so far, and one message each.
pub(super) fn dpo(row: &Json<'_>, out: &mut Findings) {
    if !need(row, &["conversations", "chosen", "rejected"], Format::LlamafactoryDpo, out) {
        return;
    }
    let tools = read_tools(row, out);
    conversation(row, Side::World, &tools, out);
    for column in ["chosen", "rejected"] {
        let at = At::ROW.key(column);
        let side = row.get(column).and_then(|turn| message(turn, &tools, &at, out));
        if side == Some(Side::World) {
            out.add(Rule::CompletionRole, &at, "is neither of gpt nor of function_call");
        }
    }
    if row.get("chosen") == row.get("rejected") {
        out.add(Rule::IdenticalPair, &At::ROW.key("rejected"), "says the same as `chosen`");
    }
}

/// A conversation said to be good or bad.
pub(super) fn kto(row: &Json<'_>, out: &mut Findings) {
    if need(row, &["conversations", "label"], Format::LlamafactoryKto, out) {
        whole(row, out);
        label(row, out);
    }
}

fn whole(row: &Json<'_>, out: &mut Findings) {
    let tools = read_tools(row, out);
    conversation(row, Side::Model, &tools, out);
}

fn read_tools(row: &Json<'_>, out: &mut Findings) -> Tools {
    Tools::read(row.get("tools"), Listing::Text, &At::ROW.key("tools"), out)
}

/// Reads the conversation, whose last message must be of the side `last`.
fn conversation(row: &Json<'_>, last: Side, tools: &Tools, out: &mut Findings) {
    let at = At::ROW.key("conversations");
    let messages = row.get("conversations").and_then(Json::as_list).unwrap_or_default();
    // A system message may stand before the first turn.
    let first = messages.first().and_then(|message| message.text("from"));
    let before = usize::from(first == Some("system"));
    if messages.len() == before {
        return out.add(Rule::MessagesEmpty, &at, "is no list of at least one turn");
    }
    let mut expected = Side::World;
    let mut clear = true;
    for (place, said) in messages.iter().enumerate().skip(before) {
        let at = at.item(place);
        let side = message(said, tools, &at, out);
        if clear && side.is_some_and(|side| side != expected) {
            out.add(Rule::Alternation, &at, expected.turn());
        }
        clear &= side == Some(expected);
        expected = expected.other();
    }
    // Where turns were mixed up before, the end says nothing new.
    if clear && expected == last {
        out.add(Rule::LastRole, &at, last.end());
    }
}

/// Checks one message and gives its side, if it has one.
fn message(said: &Json<'_>, tools: &Tools, at: &At<'_>, out: &mut Findings) -> Option<Side> {
    if said.as_object().is_none() {
        out.add(Rule::MessageType, at, format!("is {}, not an object", said.kind()));
        return None;
    }
    unread_marks(said, Mark::None, at, out);
    let from = said.text("from").unwrap_or_default();
    let side = match from {
        "human" | "observation" => Side::World,
        "gpt" | "function_call" => Side::Model,
        other => {
            out.add(Rule::Role, &at.key("from"), format!("is `{other}`, not one of {ROLES}"));
            return None;
        }
    };
    let at = &at.key("value");
    match said.get("value") {
        Some(Json::Text(value)) if from == "function_call" => calls(value, tools, at, out),
        Some(Json::Text(value)) if from == "gpt" && value.trim().is_empty() => {
            out.add(Rule::AssistantEmpty, at, "is empty");
        }
        Some(Json::Text(_)) => {}
        other => {
            let kind = other.map_or("missing", Json::kind);
            out.add(Rule::ValueType, at, format!("is {kind}, not a string"));
        }
    }
    Some(side)
}

/// Checks a turn of calls: one, or a list of them, after what was thought.
fn calls(value: &str, tools: &Tools, at: &At<'_>, out: &mut Findings) {
    let spoken = without_thoughts(value);
    let parsed = match Json::parse(spoken.trim()) {
        Ok(parsed) => parsed,
        Err(error) => {
            return out.add(Rule::FunctionCallJson, at, format!("is not JSON: {}", error.message));
        }
    };
    let calls = match &parsed {
        Json::List(calls) => calls.as_slice(),
        one => std::slice::from_ref(one),
    };
    if calls.is_empty() {
        out.add(Rule::FunctionCallShape, at, "is an empty list of calls");
    }
    for call in calls {
        written_call(call, tools, Arguments::Object, at, out);
    }
}

/// The text less its first `<think>…</think>`.
fn without_thoughts(value: &str) -> String {
    let Some((before, rest)) = value.split_once("<think>") else { return value.to_owned() };
    match rest.split_once("</think>") {
        Some((_, after)) => format!("{before}{after}"),
        None => value.to_owned(),
    }
}

impl Side {
    const fn other(self) -> Self {
        match self {
            Self::World => Self::Model,
            Self::Model => Self::World,
        }
    }

    const fn turn(self) -> &'static str {
        match self {
            Self::World => "is out of turn: here a message of human or observation is due",
            Self::Model => "is out of turn: here a message of gpt or function_call is due",
        }
    }

    const fn end(self) -> &'static str {
        match self {
            Self::World => "does not end with a message of human or observation",
            Self::Model => "does not end with a message of gpt or function_call",
        }
    }
}
