//! LLaMA-Factory's `sharegpt`: users or tools and the model in turn.

use std::iter;
use std::slice;

use serde_json::{Map, Value, json};

use super::{Unfit, inline, rules};
use crate::line::Line;
use crate::{Chat, Format, Message, Role};

/// What its formatter searches for in a call, and takes for the call.
const CALL_MARKUP: &str = "<tool_call>";
/// How its own converter puts the results of parallel calls into one observation.
const BETWEEN_RESULTS: &str = r"\n</tool_response>\n<tool_response>\n";

pub(super) fn sft(chat: &Chat, line: &mut Line) -> Result<(), Unfit> {
    rules::lesson(chat)?;
    rules::all_trained(&chat.messages)?;
    sayable(&chat.messages)?;

    line.raw("{");
    conversations(line, turns(&chat.messages));
    columns(line, chat);
    line.raw("}");
    Ok(())
}

pub(super) fn dpo(
    prompt: &Chat,
    chosen: &Message,
    rejected: &Message,
    line: &mut Line,
) -> Result<(), Unfit> {
    rules::pair(prompt, chosen, rejected, true)?;
    sayable(prompt.messages.iter().chain([chosen]))?;
    sayable(prompt.messages.iter().chain([rejected]))?;

    line.raw("{");
    conversations(line, turns(&prompt.messages));
    line.raw(r#","chosen":"#);
    assistant(line, chosen);
    line.raw(r#","rejected":"#);
    assistant(line, rejected);
    columns(line, prompt);
    line.raw("}");
    Ok(())
}

pub(super) fn kto(
    prompt: &Chat,
    completion: &Message,
    good: bool,
    line: &mut Line,
) -> Result<(), Unfit> {
    rules::reply(prompt, completion)?;
    sayable(prompt.messages.iter().chain([completion]))?;

    line.raw("{");
    conversations(line, turns(&prompt.messages).chain(iter::once(slice::from_ref(completion))));
    line.raw(r#","label":"#);
    line.flag(good);
    columns(line, prompt);
    line.raw("}");
    Ok(())
}

/// What the trainer would drop without a word, or fail on.
fn sayable<'a>(messages: impl IntoIterator<Item = &'a Message> + Clone) -> Result<(), Unfit> {
    rules::in_turn(messages.clone())?;
    for (at, message) in messages.into_iter().enumerate() {
        inline::check(at, message)?;
        if message.calls.is_empty() {
            continue;
        }
        if !message.is_blank() {
            return Err(Unfit::TextBesideCalls { at });
        }
        let arguments = message.calls.iter().map(|call| &*call.arguments);
        if arguments.chain(message.thought()).any(|text| text.contains(CALL_MARKUP)) {
            return Err(Unfit::Markup { at, markup: CALL_MARKUP });
        }
    }
    Ok(())
}

/// The results of one turn's calls are one turn; the system has its own column.
fn turns(messages: &[Message]) -> impl Iterator<Item = &[Message]> {
    messages
        .chunk_by(|one, next| one.role == Role::Tool && next.role == Role::Tool)
        .filter(|turn| turn[0].role != Role::System)
}

fn conversations<'a>(line: &mut Line, turns: impl Iterator<Item = &'a [Message]>) {
    line.raw(r#""conversations":"#);
    line.list(turns, |line, turn| match turn[0].role {
        Role::System | Role::User => {
            line.raw(r#"{"from":"human","value":"#);
            line.string(&turn[0].text);
            line.raw("}");
        }
        Role::Assistant => assistant(line, &turn[0]),
        Role::Tool => observation(line, turn),
    });
}

fn observation(line: &mut Line, results: &[Message]) {
    line.raw(r#"{"from":"observation","value":""#);
    for (at, result) in results.iter().enumerate() {
        if at > 0 {
            line.raw(BETWEEN_RESULTS);
        }
        line.inside_string(&result.text);
    }
    line.raw(r#""}"#);
}

/// One call is an object, several are a list.
fn assistant(line: &mut Line, message: &Message) {
    let from = if message.calls.is_empty() { "gpt" } else { "function_call" };
    line.raw(r#"{"from":""#);
    line.raw(from);
    line.raw(r#"","value":""#);
    inline::thought(line, message);
    match message.calls.as_slice() {
        [] => line.inside_string(&message.text),
        [call] => inline::call(line, call),
        calls => line.list(calls, inline::call),
    }
    line.raw(r#""}"#);
}

fn columns(line: &mut Line, chat: &Chat) {
    if let Some(system) = chat.system() {
        line.raw(r#","system":"#);
        line.string(system);
    }
    if !chat.tools.is_empty() {
        line.raw(r#","tools":"#);
        line.raw(chat.tools.listing_as_string());
    }
}

/// The entry for `dataset_info.json` that makes LLaMA-Factory read the file;
/// none for the formats of others. A column is named only where some row has
/// it: the trainer fails on one that the file lacks.
pub fn dataset_info(
    format: Format,
    name: &str,
    file_name: &str,
    has_system: bool,
    has_tools: bool,
) -> Option<Value> {
    let reads: &[(&str, &str)] = match format {
        Format::LlamafactorySharegpt => &[],
        Format::LlamafactoryDpo => &[("chosen", "chosen"), ("rejected", "rejected")],
        Format::LlamafactoryKto => &[("kto_tag", "label")],
        _ => return None,
    };
    let beside = [("system", has_system), ("tools", has_tools)];
    let beside = beside.into_iter().filter(|(_, has)| *has).map(|(key, _)| (key, key));
    let columns: Map<_, _> = iter::once(("messages", "conversations"))
        .chain(reads.iter().copied())
        .chain(beside)
        .map(|(key, column)| (key.to_owned(), column.into()))
        .collect();

    let mut entry = json!({ "file_name": file_name, "formatting": "sharegpt", "columns": columns });
    if format.shape() == crate::Shape::Pair {
        entry["ranking"] = true.into();
    }
    Some(json!({ name: entry }))
}
