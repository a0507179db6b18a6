//! Prompts with one turn after them, and pairs of such turns.

use super::at::At;
use super::dialect::{Dialect, Speaker};
use super::findings::Findings;
use super::json::Json;
use super::rule::Rule;
use super::talk::{Talk, speaker};
use super::tools::Tools;

/// Reads the row's `prompt`, and after it each of `completions`, which are columns too.
pub(super) fn read(
    row: &Json<'_>,
    completions: &[&str],
    dialect: &'static Dialect,
    out: &mut Findings,
) {
    let tools = Tools::read(row.get("tools"), dialect.tools, &At::ROW.key("tools"), out);
    let columns = ["prompt"].iter().chain(completions);
    let strings =
        columns.filter(|column| row.get(column).is_some_and(|value| value.as_list().is_none()));
    for column in strings {
        let kind = row.get(column).map_or("missing", Json::kind);
        out.add(
            Rule::NotConversational,
            &At::ROW.key(column),
            format!("is {kind}, not a list of messages"),
        );
    }
    if !out.is_good() {
        return;
    }
    let mut talk = Talk::new(dialect, &tools);
    let at = At::ROW.key("prompt");
    if talk.read(row.get("prompt"), &at, out).is_none() {
        return;
    }
    prompt_end(&mut talk, &at, out);
    for column in completions {
        completion(talk.clone(), row.get(column), &At::ROW.key(column), out);
    }
}

/// A prompt is answered: it ends with a user's or a tool's message, and no call is open.
pub(super) fn prompt_end(talk: &mut Talk<'_, '_>, at: &At<'_>, out: &mut Findings) {
    match talk.last() {
        None => {}
        Some(Speaker::User | Speaker::Tool) => talk.must_be_answered(at, out),
        Some(Speaker::System | Speaker::Assistant | Speaker::Call) => {
            out.add(Rule::PromptEnd, at, "does not end with a user's or a tool's message");
            talk.lose_calls();
        }
    }
}

fn completion<'j>(
    mut talk: Talk<'_, 'j>,
    messages: Option<&'j Json<'j>>,
    at: &At<'_>,
    out: &mut Findings,
) {
    let dialect = talk.dialect();
    let Some(messages) = talk.read(messages, at, out) else { return };
    let role = |message: &'j Json<'_>| message.text("role").and_then(|role| speaker(role, dialect));
    let is_other = |message| role(message).is_some_and(|who| who != Speaker::Assistant);
    match messages.iter().position(is_other) {
        None => {}
        Some(0) => out.add(Rule::CompletionRole, &at.item(0), "is not the assistant's"),
        Some(place) => {
            let said = "is not the assistant's, and every token of a completion is in the loss";
            out.add(Rule::EnvInLoss, &at.item(place), said);
        }
    }
}

/// Says so if two lists of messages are the same for a model, whatever the ids of their calls.
pub(super) fn identical(
    one: Option<&Json<'_>>,
    other: Option<&Json<'_>>,
    at: &At<'_>,
    out: &mut Findings,
) {
    let (Some(one), Some(other)) = (one.and_then(Json::as_list), other.and_then(Json::as_list))
    else {
        return;
    };
    if one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| same_message(one, other))
    {
        out.add(Rule::IdenticalPair, at, "says the same as its counterpart");
    }
}

/// Whether two messages are the same but for ids.
pub(super) fn same_message(one: &Json<'_>, other: &Json<'_>) -> bool {
    ["role", "content", "reasoning_content", "thinking"]
        .iter()
        .all(|key| one.get(key) == other.get(key))
        && same_calls(one.get("tool_calls"), other.get("tool_calls"))
}

fn same_calls(one: Option<&Json<'_>>, other: Option<&Json<'_>>) -> bool {
    let (Some(one), Some(other)) = (one.and_then(Json::as_list), other.and_then(Json::as_list))
    else {
        return one == other;
    };
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| one.get("function") == other.get("function"))
}
