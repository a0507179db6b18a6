//! What a model was shown and what it said, as messages of a training row.

use std::collections::HashMap;
use std::sync::Arc;

use eval_formats::{Call, Chat, Message, Role, Tools};
use eval_trace::{Digest, Message as Shown, ModelRequest, ToolSet};
use serde_json::Value;

use crate::told::Turn;

/// Turns requests into chats. Listings of tools are made once for each set of tools.
#[derive(Debug, Default)]
pub(crate) struct Chats {
    tools: HashMap<Digest, Arc<Tools>>,
}

impl Chats {
    /// What the model was shown, message by message; nothing of it is in the loss.
    pub(crate) fn of(&mut self, request: &ModelRequest) -> Chat {
        let messages = request.messages.iter().map(message).collect();
        Chat { messages, tools: self.tools(&request.tools) }
    }

    fn tools(&mut self, set: &ToolSet) -> Arc<Tools> {
        let listing = || {
            let specs = set.specs().iter();
            let tools = Tools::of(
                specs.map(|spec| (spec.name.as_str(), spec.description.as_str(), &spec.parameters)),
            );
            Arc::new(tools)
        };
        Arc::clone(self.tools.entry(set.hash()).or_insert_with(listing))
    }
}

fn message(shown: &Shown) -> Message {
    let text = body(&shown.text);
    let (reasoning, text) = match shown.role {
        Role::Assistant => thought_apart(text),
        Role::System | Role::User | Role::Tool => (None, text),
    };
    let calls = shown.calls.iter().map(|call| Call {
        id: call.id.as_str().into(),
        tool: call.tool.as_str().into(),
        arguments: call.arguments.to_string().into(),
    });
    Message {
        role: shown.role,
        text,
        reasoning,
        calls: calls.collect(),
        call_id: shown.call_id.as_deref().map(Into::into),
        trained: false,
    }
}

/// What the model said in a turn, in the loss; none where it cannot be said in a chat: it said
/// nothing, or called a tool by something that is no JSON object.
pub(crate) fn said(turn: &Turn) -> Option<Message> {
    let mut calls = Vec::with_capacity(turn.reply.calls.len());
    for (index, raw) in turn.reply.calls.iter().enumerate() {
        let arguments: Value = serde_json::from_str(raw.arguments.as_str()).ok()?;
        if !arguments.is_object() {
            return None;
        }
        let id = match turn.names.get(index) {
            Some(name) => name.as_str().into(),
            // The trial ended before the harness got to it.
            None => format!("{}.{index}", turn.number).into(),
        };
        // Spelled as the harness spells it back in the next request.
        let arguments = arguments.to_string().into();
        calls.push(Call { id, tool: raw.tool.as_str().into(), arguments });
    }
    let (reasoning, text) = thought_apart(body(&turn.reply.text));
    // What the harness would not repeat to the model, it should not learn to say.
    let text: Arc<str> = if text.trim().is_empty() { "".into() } else { text };
    if text.is_empty() && calls.is_empty() {
        return None;
    }
    let role = Role::Assistant;
    Some(Message { role, text, reasoning, calls, call_id: None, trained: true })
}

fn body(text: &eval_trace::Text) -> Arc<str> {
    text.body().map_or_else(|| "".into(), Arc::clone)
}

/// Open models think aloud at the head of what they say; trainers have a place of its own for it.
fn thought_apart(text: Arc<str>) -> (Option<Arc<str>>, Arc<str>) {
    let apart =
        text.trim_start().strip_prefix("<think>").and_then(|rest| rest.split_once("</think>"));
    match apart {
        Some((thought, rest)) => {
            let thought = thought.trim();
            let thought = (!thought.is_empty()).then(|| thought.into());
            (thought, rest.trim_start().into())
        }
        None => (None, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(text: &str) -> (Option<String>, String) {
        let (thought, said) = thought_apart(text.into());
        (thought.map(|thought| thought.to_string()), said.to_string())
    }

    #[test]
    fn what_is_thought_is_told_from_what_is_said() {
        let thought = |text: &str| Some(text.to_owned());
        assert_eq!(apart("<think>\nLook.\n</think>\n\nDone."), (thought("Look."), "Done.".into()));
        assert_eq!(apart("<think>Look.</think>"), (thought("Look."), String::new()));
        assert_eq!(apart("<think>\n\n</think>\n\nDone."), (None, "Done.".into()));
    }

    #[test]
    fn a_text_that_is_no_thought_stays_as_it_is() {
        for text in ["  Done.\n", "<think>never closed", "So: <think>late</think>", ""] {
            assert_eq!(apart(text), (None, text.to_owned()));
        }
    }
}
