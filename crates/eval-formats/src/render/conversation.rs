//! A conversation as a template takes it.

use std::sync::Arc;

use minijinja::Value;

use super::values::{object, of_json};
use super::{ChatTemplate, Piece, RenderRowError, Rendered, turns};
use crate::{Call, Message, Role, Tools};

/// Messages before a template.
pub(super) struct Conversation<'a> {
    template: &'a ChatTemplate,
    pub(super) messages: Vec<&'a Message>,
    values: Vec<Value>,
    tools: Value,
}

impl<'a> Conversation<'a> {
    pub(super) fn new(
        template: &'a ChatTemplate,
        messages: impl IntoIterator<Item = &'a Message>,
        tools: &Tools,
    ) -> Result<Self, RenderRowError> {
        let messages: Vec<_> = messages.into_iter().collect();
        let values = messages.iter().map(|message| value(message)).collect::<Result<_, _>>()?;
        // Trainers that find no tools pass none, not a list of none.
        let listed = if tools.is_empty() { Value::from(()) } else { of_json(tools.listing())? };
        Ok(Self { template, messages, values, tools: listed })
    }

    /// The whole, with these turns set apart.
    pub(super) fn rendered(&self, trained: &[usize]) -> Result<Rendered, RenderRowError> {
        let text = self.print(self.messages.len(), false)?;
        let mut pieces = Vec::new();
        let mut done = 0;
        for turn in turns::find(self, &text, trained)? {
            pieces.push(Piece { text: text[done..turn.start].to_owned(), trained: false });
            pieces.push(Piece { text: text[turn.clone()].to_owned(), trained: true });
            done = turn.end;
        }
        pieces.push(Piece { text: text[done..].to_owned(), trained: false });
        pieces.retain(|piece| !piece.text.is_empty());
        Ok(Rendered { pieces })
    }

    /// The whole, up to where the model goes on.
    pub(super) fn prompt(&self) -> Result<String, RenderRowError> {
        Ok(self.print(self.messages.len(), true)?)
    }

    /// The first `n` messages, up to where the model goes on if that is asked for.
    pub(super) fn print(
        &self,
        n: usize,
        add_generation_prompt: bool,
    ) -> Result<String, minijinja::Error> {
        self.template.print(&self.values[..n], &self.tools, add_generation_prompt)
    }

    /// The same with another message at a place.
    pub(super) fn print_with(
        &self,
        n: usize,
        add_generation_prompt: bool,
        (at, message): (usize, &Message),
    ) -> Result<String, RenderRowError> {
        let mut values = self.values[..n].to_vec();
        values[at] = value(message)?;
        Ok(self.template.print(&values, &self.tools, add_generation_prompt)?)
    }
}

/// In the words of transformers, which passes reasoning under both its names.
fn value(message: &Message) -> Result<Value, serde_json::Error> {
    let text = |text: &Arc<str>| Value::from(Arc::clone(text));
    let role = match message.role {
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
    };
    let mut entries = vec![("role", role.into())];
    entries.extend(message.call_id.as_ref().map(|id| ("tool_call_id", text(id))));
    entries.push(("content", text(&message.text)));
    if let Some(thought) = message.thought() {
        entries.extend([("thinking", thought.into()), ("reasoning_content", thought.into())]);
    }
    if !message.calls.is_empty() {
        let calls: Vec<_> = message.calls.iter().map(call).collect::<Result<_, _>>()?;
        entries.push(("tool_calls", calls.into()));
    }
    Ok(object(entries))
}

fn call(call: &Call) -> Result<Value, serde_json::Error> {
    let arguments = of_json(&call.arguments)?;
    let function = [("name", Value::from(Arc::clone(&call.tool))), ("arguments", arguments)];
    Ok(object([
        ("id", Value::from(Arc::clone(&call.id))),
        ("type", "function".into()),
        ("function", object(function)),
    ]))
}
