//! The fine-tuning files of `OpenAI`, and of vendors who take the same.

use super::at::At;
use super::columns::need;
use super::dialect::{Listing, OPENAI, Speaker};
use super::findings::Findings;
use super::json::Json;
use super::marks;
use super::pairs::{identical, prompt_end};
use super::rule::Rule;
use super::talk::Talk;
use super::tools::{Tools, documented};
use crate::Format;

/// A supervised row.
pub(super) fn sft(row: &Json<'_>, out: &mut Findings) {
    if !need(row, &["messages"], Format::OpenaiSft, out) {
        return;
    }
    documented(row, &["messages", "tools", "parallel_tool_calls", "functions"], &At::ROW, out);
    let tools = offered(row, &At::ROW, out);
    let at = At::ROW.key("messages");
    let mut talk = Talk::new(&OPENAI, &tools);
    let Some(messages) = talk.read(row.get("messages"), &at, out) else { return };
    talk.must_end_with_a_turn(&at, out);
    marks::read(messages, &OPENAI, &at, out);
    parallel(row, messages, &At::ROW, out);
}

/// A pair: what both were said to, and one turn each.
pub(super) fn dpo(row: &Json<'_>, out: &mut Findings) {
    let outputs = ["preferred_output", "non_preferred_output"];
    if !need(row, &["input", outputs[0], outputs[1]], Format::OpenaiDpo, out) {
        return;
    }
    documented(row, &["input", outputs[0], outputs[1]], &At::ROW, out);
    let at_input = At::ROW.key("input");
    let Some(input) = row.get("input").filter(|input| input.as_object().is_some()) else {
        return out.add(Rule::Input, &at_input, "is no object");
    };
    documented(input, &["messages", "tools", "parallel_tool_calls"], &at_input, out);
    let tools = offered(input, &at_input, out);
    let at = at_input.key("messages");
    let mut talk = Talk::new(&OPENAI, &tools);
    let Some(messages) = talk.read(input.get("messages"), &at, out) else { return };
    prompt_end(&mut talk, &at, out);
    parallel(input, messages, &at_input, out);
    for column in outputs {
        output(talk.clone(), row.get(column), &At::ROW.key(column), out);
    }
    identical(row.get(outputs[0]), row.get(outputs[1]), &At::ROW.key(outputs[1]), out);
}

/// A task for reinforcement, whose further keys are the grader's.
pub(super) fn rft(row: &Json<'_>, out: &mut Findings) {
    if !need(row, &["messages"], Format::OpenaiRft, out) {
        return;
    }
    let tools = Tools::read(row.get("tools"), Listing::Documented, &At::ROW.key("tools"), out);
    let at = At::ROW.key("messages");
    let mut talk = Talk::new(&OPENAI, &tools);
    talk.read(row.get("messages"), &at, out);
    if talk.last().is_some_and(|last| last != Speaker::User) {
        out.add(Rule::LastRole, &at, "does not end with a user's message");
    }
}

/// The tools of an object that may not list none.
fn offered(object: &Json<'_>, at: &At<'_>, out: &mut Findings) -> Tools {
    let at = at.key("tools");
    let tools = object.get("tools");
    if tools.and_then(Json::as_list).is_some_and(<[_]>::is_empty) {
        out.add(Rule::ToolsType, &at, "is an empty list");
    }
    Tools::read(tools, Listing::Documented, &at, out)
}

/// Exactly one assistant's message.
fn output<'j>(
    mut talk: Talk<'_, 'j>,
    output: Option<&'j Json<'j>>,
    at: &At<'_>,
    out: &mut Findings,
) {
    let messages = output.and_then(Json::as_list);
    let Some([message]) = messages else {
        let said = match messages {
            Some(messages) => format!("holds {} messages, not one", messages.len()),
            None => {
                format!("is {}, not a list of one message", output.map_or("missing", Json::kind))
            }
        };
        return out.add(Rule::OutputCount, at, said);
    };
    talk.read(output, at, out);
    let at = &at.item(0);
    if talk.last().is_some_and(|last| last != Speaker::Assistant) {
        out.add(Rule::CompletionRole, at, "is not the assistant's");
    }
    if message.get("weight").is_some() {
        out.add(Rule::ExtraKey, at, "has `weight`, which an output does not take");
    }
}

/// Whether calls run side by side only where the row allows it.
fn parallel(object: &Json<'_>, messages: &[Json<'_>], at: &At<'_>, out: &mut Findings) {
    let Some(allowed) = object.get("parallel_tool_calls") else { return };
    let at_key = at.key("parallel_tool_calls");
    marks::boolean(allowed, Rule::ParallelType, &at_key, out);
    if object.get("tools").is_none() {
        out.add(Rule::ParallelNoTools, &at_key, "stands without `tools`");
    }
    let calls = |message: &Json<'_>| {
        message.get("tool_calls").and_then(Json::as_list).map_or(0, <[_]>::len)
    };
    let side_by_side = messages.iter().position(|message| calls(message) > 1);
    if let (Some(false), Some(place)) = (allowed.as_bool(), side_by_side) {
        let said = "makes calls in parallel, and `parallel_tool_calls` is false";
        out.add(Rule::ParallelConflict, &at.key("messages").item(place), said);
    }
}
