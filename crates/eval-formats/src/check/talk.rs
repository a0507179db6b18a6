//! A conversation, message by message: who speaks, what is said, which calls are answered.

use super::at::At;
use super::calls;
use super::content;
use super::dialect::{Dialect, Mark, Speaker};
use super::findings::Findings;
use super::json::Json;
use super::open_calls::{Answers, OpenCalls};
use super::rule::Rule;
use super::tools::{Tools, documented};

/// A conversation as far as it was read.
#[derive(Clone, Debug)]
pub(super) struct Talk<'t, 'j> {
    dialect: &'static Dialect,
    tools: &'t Tools,
    calls: OpenCalls<'j>,
    /// How many messages were read.
    heard: usize,
    /// Whether one of them is the assistant's, or may be.
    has_turns: bool,
    /// Who spoke last; none if that cannot be said.
    last: Option<Speaker>,
}

impl<'t, 'j> Talk<'t, 'j> {
    pub(super) fn new(dialect: &'static Dialect, tools: &'t Tools) -> Self {
        Self { dialect, tools, calls: OpenCalls::default(), heard: 0, has_turns: false, last: None }
    }

    /// Reads a list of messages; none if it is no list, or empty.
    pub(super) fn read(
        &mut self,
        messages: Option<&'j Json<'j>>,
        at: &At<'_>,
        out: &mut Findings,
    ) -> Option<&'j [Json<'j>]> {
        let Some(messages) = messages.and_then(Json::as_list).filter(|list| !list.is_empty())
        else {
            let kind = messages.map_or("missing", Json::kind);
            let said = if kind == "a list" {
                "is empty".to_owned()
            } else {
                format!("is {kind}, not a list of messages")
            };
            out.add(Rule::MessagesEmpty, at, said);
            return None;
        };
        for (place, message) in messages.iter().enumerate() {
            self.hear(message, &at.item(place), out);
        }
        Some(messages)
    }

    fn hear(&mut self, message: &'j Json<'j>, at: &At<'_>, out: &mut Findings) {
        let speaker = self.speaker(message, at, out);
        self.heard += 1;
        let Some(speaker) = speaker else {
            self.calls.lose();
            self.has_turns = true;
            self.last = None;
            return;
        };
        self.goes_on(speaker, at, out);
        if speaker == Speaker::System && self.heard > 1 {
            out.add(
                Rule::SystemPosition,
                at,
                format!("is the system's, after {} others", self.heard - 1),
            );
        }
        if self.dialect.hosted {
            documented(message, documented_keys(speaker), at, out);
        } else {
            unread_marks(message, self.dialect.mark, at, out);
        }
        content::read(message, speaker, self.dialect, at, out);
        match speaker {
            Speaker::System | Speaker::User => {}
            Speaker::Assistant => {
                self.has_turns = true;
                calls::read(message, self.dialect, self.tools, &mut self.calls, at, out);
            }
            Speaker::Call => {
                self.has_turns = true;
                calls::read_text(message, self.tools, &mut self.calls, at, out);
            }
            Speaker::Tool => self.answer(message, at, out),
        }
        self.last = Some(speaker);
    }

    fn speaker(&self, message: &Json<'_>, at: &At<'_>, out: &mut Findings) -> Option<Speaker> {
        if message.as_object().is_none() {
            out.add(Rule::MessageType, at, format!("is {}, not an object", message.kind()));
            return None;
        }
        let role = message.get("role");
        let speaker = role.and_then(Json::as_text).and_then(|role| speaker(role, self.dialect));
        if speaker.is_none() {
            let said = match role {
                Some(Json::Text(role)) => format!("`{role}`"),
                Some(other) => other.kind().to_owned(),
                None => "missing".to_owned(),
            };
            let roles: Vec<_> = self.dialect.roles.iter().map(|(role, _)| *role).collect();
            out.add(
                Rule::Role,
                &at.key("role"),
                format!("is {said}, not one of {}", roles.join(", ")),
            );
        }
        speaker
    }

    /// Somebody speaks: unless it is the tool, all calls must have been answered.
    fn goes_on(&mut self, speaker: Speaker, at: &At<'_>, out: &mut Findings) {
        let next_of_a_batch = speaker == Speaker::Call && self.last == Some(Speaker::Call);
        if speaker != Speaker::Tool && !next_of_a_batch {
            self.must_be_answered(at, out);
        }
    }

    /// Says so if a call is still open here.
    pub(super) fn must_be_answered(&mut self, at: &At<'_>, out: &mut Findings) {
        if let Some(call) = self.calls.leave_off() {
            out.add(Rule::ToolUnanswered, at, format!("{call} has no result before this"));
        }
    }

    /// Nothing more is said of calls and results.
    pub(super) fn lose_calls(&mut self) {
        self.calls.lose();
    }

    fn answer(&mut self, message: &Json<'_>, at: &At<'_>, out: &mut Findings) {
        let at = &at.key("tool_call_id");
        let id = match message.get("tool_call_id") {
            None | Some(Json::Null) => None,
            Some(Json::Text(id)) => Some(id.as_ref()),
            Some(other) => {
                out.add(Rule::ToolCallId, at, format!("is {}, not a string", other.kind()));
                return self.calls.lose();
            }
        };
        if id.is_none() && self.dialect.hosted {
            out.add(Rule::ToolCallId, at, "is missing");
            return self.calls.lose();
        }
        match self.calls.answer(id) {
            Answers::OutOfOrder if self.dialect.by_place => {
                out.add(Rule::ResultOrder, at, "answers a call made before the one answered last");
            }
            Answers::InOrder | Answers::OutOfOrder => {}
            Answers::Unnamed => {
                out.add(Rule::ToolCallId, at, "is missing, and the open calls have ids");
            }
            Answers::Nothing => {
                let name = id.map_or_else(String::new, |id| format!("`{id}` "));
                out.add(Rule::ToolOrphan, at, format!("{name}answers no open call"));
            }
        }
    }

    pub(super) fn dialect(&self) -> &'static Dialect {
        self.dialect
    }

    /// Who spoke last; none if that cannot be said.
    pub(super) fn last(&self) -> Option<Speaker> {
        self.last
    }

    /// Says so if nobody is to be learned from.
    pub(super) fn must_have_turns(&self, at: &At<'_>, out: &mut Findings) {
        if !self.has_turns {
            out.add(Rule::NoAssistant, at, "has no assistant's message");
        }
    }

    /// Says so if nobody is to be learned from, or the last message is not the assistant's.
    pub(super) fn must_end_with_a_turn(&self, at: &At<'_>, out: &mut Findings) {
        self.must_have_turns(at, out);
        let world = [Speaker::System, Speaker::User, Speaker::Tool];
        if self.has_turns && self.last.is_some_and(|last| world.contains(&last)) {
            out.add(Rule::LastRole, at, "does not end with the assistant's message");
        }
    }
}

/// Who speaks under this role.
pub(super) fn speaker(role: &str, dialect: &Dialect) -> Option<Speaker> {
    dialect.roles.iter().find(|(name, _)| *name == role).map(|(_, speaker)| *speaker)
}

const fn documented_keys(speaker: Speaker) -> &'static [&'static str] {
    match speaker {
        Speaker::System | Speaker::User => &["role", "content", "name"],
        Speaker::Tool => &["role", "content", "tool_call_id"],
        Speaker::Assistant | Speaker::Call => &[
            "role",
            "content",
            "name",
            "weight",
            "refusal",
            "tool_calls",
            "function_call",
            "audio",
        ],
    }
}

/// Marks that another trainer would read, and this one does not.
pub(super) fn unread_marks(message: &Json<'_>, read: Mark, at: &At<'_>, out: &mut Findings) {
    let unread = Mark::KEYS.into_iter().filter(|key| Some(*key) != read.key());
    for key in unread.filter(|key| message.get(key).is_some()) {
        let instead = match read.key() {
            Some(read) => format!("; it reads `{read}`"),
            None => String::new(),
        };
        out.add(Rule::MaskIgnored, &at.key(key), format!("is not read by this trainer{instead}"));
    }
}
