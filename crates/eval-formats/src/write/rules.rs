//! What is asked of a row before it is written. Trainers take most of these
//! faults without a word, and train the wrong thing.

use super::{Unfit, arguments};
use crate::{Call, Chat, Message, Role, Tools};

/// A conversation with turns to learn from, the last message the assistant's.
pub(super) fn lesson(chat: &Chat) -> Result<(), Unfit> {
    exchange(&chat.messages, &chat.tools)?;
    match chat.messages.last() {
        None => Err(Unfit::Empty),
        Some(last) if last.role != Role::Assistant => Err(Unfit::LastRole),
        Some(_) if !chat.messages.iter().any(|message| message.trained) => {
            Err(Unfit::NothingTrained)
        }
        Some(_) => Ok(()),
    }
}

/// For formats without a mask: every turn of the assistant is in the loss.
pub(super) fn all_trained(messages: &[Message]) -> Result<(), Unfit> {
    let untrained = |message: &Message| message.role == Role::Assistant && !message.trained;
    match messages.iter().position(untrained) {
        Some(at) => Err(Unfit::UntrainedTurn { at }),
        None => Ok(()),
    }
}

/// A prompt, and the assistant's turn after it.
pub(super) fn reply(prompt: &Chat, reply: &Message) -> Result<(), Unfit> {
    if reply.role != Role::Assistant {
        return Err(Unfit::ReplyRole);
    }
    exchange(prompt.messages.iter().chain([reply]), &prompt.tools)?;
    open_for_reply(&prompt.messages)
}

/// A prompt, and two turns after it that are not written alike.
pub(super) fn pair(
    prompt: &Chat,
    chosen: &Message,
    rejected: &Message,
    keeps_reasoning: bool,
) -> Result<(), Unfit> {
    reply(prompt, chosen)?;
    reply(prompt, rejected)?;
    // Ids are made up, so turns that differ only there teach nothing.
    let calls = |message: &Message| -> Vec<_> {
        let of = |call: &Call| (call.tool.clone(), call.arguments.clone());
        message.calls.iter().map(of).collect()
    };
    let same = chosen.text == rejected.text
        && calls(chosen) == calls(rejected)
        && (!keeps_reasoning || chosen.thought() == rejected.thought());
    if same { Err(Unfit::SameTurns) } else { Ok(()) }
}

/// After these messages it is the assistant's turn.
pub(super) fn open_for_reply(messages: &[Message]) -> Result<(), Unfit> {
    match messages.last().map(|message| message.role) {
        Some(Role::User | Role::Tool) => Ok(()),
        Some(Role::System | Role::Assistant) | None => Err(Unfit::PromptEnd),
    }
}

/// For formats that go by place: a user or tools, then the assistant, and so on.
/// Elsewhere two users in a row are odd, here their row is skipped or they are
/// run together.
pub(super) fn in_turn<'a>(messages: impl IntoIterator<Item = &'a Message>) -> Result<(), Unfit> {
    let mut before = Role::Assistant;
    for (at, message) in messages.into_iter().enumerate() {
        let fits = match message.role {
            Role::System => continue,
            Role::User => before == Role::Assistant,
            Role::Assistant => before != Role::Assistant,
            // It answers a call, or it would not have come this far.
            Role::Tool => true,
        };
        if !fits {
            return Err(Unfit::Alternation { at });
        }
        before = message.role;
    }
    Ok(())
}

/// The protocol of every conversation: each role says what it may, every call
/// is to a listed tool and answered before anything else, ids are unique.
pub(super) fn exchange<'a>(
    messages: impl IntoIterator<Item = &'a Message>,
    tools: &Tools,
) -> Result<(), Unfit> {
    if let Some(fault) = tools.fault() {
        return Err(fault.clone());
    }
    let mut open: &[Call] = &[];
    let mut ids = Vec::new();
    for (at, message) in messages.into_iter().enumerate() {
        fits_role(at, message)?;
        if message.role == Role::Tool {
            open = answered(open, at, message)?;
            continue;
        }
        if let [call, ..] = open {
            return Err(Unfit::CallUnanswered { at, id: call.id.to_string() });
        }
        open = &message.calls;
        for call in open {
            callable(at, call, tools)?;
            ids.push(&*call.id);
        }
    }
    unique(ids)
}

fn fits_role(at: usize, message: &Message) -> Result<(), Unfit> {
    let Message { role, text: _, reasoning, calls, call_id, trained } = message;
    if *role == Role::System && at > 0 {
        return Err(Unfit::SystemPosition { at });
    }
    let acts = !calls.is_empty() || reasoning.is_some() || *trained;
    if (acts && *role != Role::Assistant) || (call_id.is_some() && *role != Role::Tool) {
        return Err(Unfit::WrongRole { at });
    }
    if *role == Role::Assistant && message.is_blank() && calls.is_empty() {
        return Err(Unfit::AssistantEmpty { at });
    }
    Ok(())
}

/// The calls that are still open once the message has answered the first.
fn answered<'a>(open: &'a [Call], at: usize, result: &Message) -> Result<&'a [Call], Unfit> {
    let answers = |call: &Call| result.call_id.as_ref() == Some(&call.id);
    match open {
        [first, rest @ ..] if answers(first) => Ok(rest),
        _ if open.iter().any(answers) => Err(Unfit::ResultOrder { at }),
        _ => Err(Unfit::ResultWithoutCall { at }),
    }
}

fn callable(at: usize, call: &Call, tools: &Tools) -> Result<(), Unfit> {
    let tool = || call.tool.to_string();
    if !tools.names().iter().any(|name| **name == *call.tool) {
        return Err(Unfit::ToolUndefined { at, tool: tool() });
    }
    arguments::check(&call.arguments).map_err(|error| Unfit::Arguments {
        at,
        tool: tool(),
        why: error.to_string(),
    })
}

fn unique(mut ids: Vec<&str>) -> Result<(), Unfit> {
    ids.sort_unstable();
    let twice = ids.windows(2).find(|two| two[0] == two[1]).map(|two| two[0]);
    match twice.or_else(|| ids.first().copied().filter(|id| id.is_empty())) {
        Some(id) => Err(Unfit::CallId { id: id.to_owned() }),
        None => Ok(()),
    }
}
