//! ms-swift: a message for what is said and one for each call, `loss` on both.
//!
//! It runs neighbours of one role together, so a turn with text and two calls is
//! three messages there and one turn for the model.

use super::{Unfit, inline, rules};
use crate::line::Line;
use crate::{Call, Chat, Message, Role, Tools};

pub(super) fn sft(chat: &Chat, line: &mut Line) -> Result<(), Unfit> {
    rules::lesson(chat)?;
    sayable(&chat.messages)?;

    line.raw(r#"{"messages":"#);
    list(line, chat.messages.iter().map(|message| (message, message.trained)));
    tools(line, "tools", &chat.tools);
    line.raw("}");
    Ok(())
}

/// The worse turn stands at the end of a conversation of its own, which is read
/// on its own: without `rejected_tools` it would be rendered without tools.
pub(super) fn dpo(
    prompt: &Chat,
    chosen: &Message,
    rejected: &Message,
    line: &mut Line,
) -> Result<(), Unfit> {
    rules::pair(prompt, chosen, rejected, true)?;
    sayable(prompt.messages.iter().chain([chosen]))?;
    sayable(prompt.messages.iter().chain([rejected]))?;

    line.raw(r#"{"messages":"#);
    list(line, with_reply(prompt, chosen));
    tools(line, "tools", &prompt.tools);
    line.raw(r#","rejected_messages":"#);
    list(line, with_reply(prompt, rejected));
    tools(line, "rejected_tools", &prompt.tools);
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

    line.raw(r#"{"messages":"#);
    list(line, with_reply(prompt, completion));
    line.raw(r#","label":"#);
    line.flag(good);
    tools(line, "tools", &prompt.tools);
    line.raw("}");
    Ok(())
}

fn sayable<'a>(messages: impl IntoIterator<Item = &'a Message> + Clone) -> Result<(), Unfit> {
    rules::in_turn(messages.clone())?;
    messages.into_iter().enumerate().try_for_each(|(at, message)| inline::check(at, message))
}

/// Only the reply is in the loss, whatever the prompt's turns were marked as.
fn with_reply<'a>(
    prompt: &'a Chat,
    reply: &'a Message,
) -> impl Iterator<Item = (&'a Message, bool)> {
    prompt.messages.iter().map(|message| (message, false)).chain([(reply, true)])
}

fn list<'a>(line: &mut Line, messages: impl Iterator<Item = (&'a Message, bool)>) {
    line.list(messages.flat_map(|(message, loss)| parts(message, loss)), Part::write);
}

/// What becomes a message of its own.
#[derive(Clone, Copy)]
struct Part<'a> {
    message: &'a Message,
    /// What is said, where there is none.
    call: Option<&'a Call>,
    loss: bool,
}

fn parts(message: &Message, loss: bool) -> impl Iterator<Item = Part<'_>> {
    let silent = message.is_blank() && message.thought().is_none();
    let said = (!silent || message.calls.is_empty()).then_some(None);
    let calls = message.calls.iter().map(Some);
    said.into_iter().chain(calls).map(move |call| Part { message, call, loss })
}

impl Part<'_> {
    fn write(line: &mut Line, part: Part<'_>) {
        let Part { message, call, loss } = part;
        line.raw(match (message.role, call) {
            (Role::System, _) => r#"{"role":"system","content":""#,
            (Role::User, _) => r#"{"role":"user","content":""#,
            (Role::Tool, _) => r#"{"role":"tool_response","content":""#,
            (Role::Assistant, None) => r#"{"role":"assistant","content":""#,
            (Role::Assistant, Some(_)) => r#"{"role":"tool_call","content":""#,
        });
        if let Some(call) = call {
            inline::call(line, call);
        } else {
            inline::thought(line, message);
            line.inside_string(&message.text);
        }
        line.raw("\"");
        if message.role == Role::Assistant {
            line.raw(r#","loss":"#);
            line.flag(loss);
        }
        line.raw("}");
    }
}

/// As a string: then tools of other rows cannot leak into this one.
fn tools(line: &mut Line, key: &str, tools: &Tools) {
    if !tools.is_empty() {
        line.raw(",\"");
        line.raw(key);
        line.raw("\":");
        line.raw(tools.listing_as_string());
    }
}
