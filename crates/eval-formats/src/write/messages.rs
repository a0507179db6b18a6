//! Messages with `role` and `content`, as `OpenAI` first wrote them and most read them.

use crate::line::Line;
use crate::{Call, Message, Role, Tools};

/// How a trainer's messages differ from another's.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    pub(super) arguments: Arguments,
    /// Whether there is a key for it.
    pub(super) reasoning: bool,
    pub(super) mark: Mark,
}

/// How a call's arguments are written.
#[derive(Clone, Copy)]
pub(super) enum Arguments {
    Object,
    String,
}

/// How a turn is said to be in the loss.
#[derive(Clone, Copy)]
pub(super) enum Mark {
    None,
    /// `"weight":0` or `1` on the assistant's messages.
    Weight,
    /// `"train":false` or `true` on the assistant's messages.
    Train,
    /// The same on every message, so that none is null where the column is typed.
    TrainOnEach,
}

impl Dialect {
    pub(super) fn list<'a>(self, line: &mut Line, messages: impl IntoIterator<Item = &'a Message>) {
        line.list(messages, |line, message| self.one(line, message));
    }

    /// `content` is always a string, `""` beside calls: null and absent break
    /// some templates and change the column's type.
    fn one(self, line: &mut Line, message: &Message) {
        line.raw(match message.role {
            Role::System => r#"{"role":"system""#,
            Role::User => r#"{"role":"user""#,
            Role::Assistant => r#"{"role":"assistant""#,
            Role::Tool => r#"{"role":"tool""#,
        });
        if let Some(id) = &message.call_id {
            line.raw(r#","tool_call_id":"#);
            line.string(id);
        }
        line.raw(r#","content":"#);
        line.string(&message.text);
        if let Some(thought) = message.thought().filter(|_| self.reasoning) {
            line.raw(r#","reasoning_content":"#);
            line.string(thought);
        }
        self.mark.write(line, message);
        if !message.calls.is_empty() {
            line.raw(r#","tool_calls":"#);
            line.list(&message.calls, |line, call| self.call(line, call));
        }
        line.raw("}");
    }

    fn call(self, line: &mut Line, call: &Call) {
        line.raw(r#"{"id":"#);
        line.string(&call.id);
        line.raw(r#","type":"function","function":{"name":"#);
        line.string(&call.tool);
        line.raw(r#","arguments":"#);
        match self.arguments {
            Arguments::Object => line.raw(&call.arguments),
            Arguments::String => line.string(&call.arguments),
        }
        line.raw("}}");
    }
}

impl Mark {
    fn write(self, line: &mut Line, message: &Message) {
        let assistants = message.role == Role::Assistant;
        match self {
            Self::Weight if assistants => {
                line.raw(if message.trained { r#","weight":1"# } else { r#","weight":0"# });
            }
            Self::Train if assistants => train(line, message),
            Self::TrainOnEach => train(line, message),
            Self::None | Self::Weight | Self::Train => {}
        }
    }
}

fn train(line: &mut Line, message: &Message) {
    line.raw(r#","train":"#);
    line.flag(message.trained);
}

/// `,"tools":[…]` where there are any: an empty list is refused by some, and
/// makes some templates announce tools.
pub(super) fn tools(line: &mut Line, tools: &Tools) {
    if !tools.is_empty() {
        line.raw(r#","tools":"#);
        line.raw(tools.listing());
    }
}
