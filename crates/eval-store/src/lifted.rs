//! What of an event's payload has columns of its own.

use eval_trace::{Digest, EventKind, Parse, ToolStatus};
use serde::{Deserialize, Serialize};

/// The parts of a payload that people filter and group by, so that they need
/// not look into JSON. `docs/trace-schema.md` has the same as a table.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lifted<'event> {
    /// The call's name.
    pub(crate) call: Option<&'event str>,
    /// The tool.
    pub(crate) tool: Option<&'event str>,
    /// Whether the tool is declared to change the world.
    pub(crate) mutating: Option<bool>,
    /// Whether it went well.
    pub(crate) ok: Option<bool>,
    /// What kind of thing it was, or why; one of few words where possible.
    pub(crate) reason: Option<&'event str>,
    /// The text that the event is about.
    pub(crate) content: Option<Digest>,
    /// Tokens of the window asked with, or of the reply.
    pub(crate) tokens: Option<u64>,
}

impl<'event> From<&'event EventKind> for Lifted<'event> {
    fn from(kind: &'event EventKind) -> Self {
        let nothing = Self::default();
        match kind {
            EventKind::TrialStarted(started) => {
                Self { content: Some(started.task.hash()), ..nothing }
            }
            EventKind::ModelAsked { tokens, .. } => {
                Self { tokens: Some(u64::from(*tokens)), ..nothing }
            }
            EventKind::ModelAnswered { reply, parse, .. } => Self {
                reason: Some(parse_word(parse)),
                content: Some(reply.text.hash()),
                tokens: Some(reply.usage.output),
                ..nothing
            },
            EventKind::Guarded(guarded) => Self {
                call: Some(&guarded.call),
                tool: Some(&guarded.tool),
                mutating: guarded.mutating,
                ok: Some(guarded.allow),
                reason: guarded.refusal().map(|refusal| refusal.rail.name()),
                ..nothing
            },
            EventKind::HumanAsked { call, .. } => {
                Self { call: Some(&call.id), tool: Some(&call.tool), ..nothing }
            }
            EventKind::HumanAnswered { answer, .. } => Self { ok: Some(answer.allow), ..nothing },
            EventKind::ToolCalled { call, tool, mutating, .. } => {
                Self { call: Some(call), tool: Some(tool), mutating: Some(*mutating), ..nothing }
            }
            EventKind::ToolReturned { call, tool, mutating, returned, .. } => Self {
                call: Some(call),
                tool: Some(tool),
                mutating: Some(*mutating),
                ok: Some(returned.status == ToolStatus::Ok),
                reason: error_class(&returned.status),
                content: Some(returned.content.hash()),
                ..nothing
            },
            EventKind::Routed(routed) => Self {
                reason: Some(routed.class.name()),
                content: Some(routed.told.hash()),
                ..nothing
            },
            EventKind::Verified { name, ok, .. } => {
                Self { ok: Some(*ok), reason: Some(name), ..nothing }
            }
            EventKind::InfraFailed { infra, .. } => Self { reason: Some(&infra.cause), ..nothing },
            EventKind::Terminated { stop, answer, .. } => Self {
                reason: Some(stop.name()),
                content: answer.as_ref().map(eval_trace::Text::hash),
                ..nothing
            },
            EventKind::TrialEnded(ended) => Self {
                ok: Some(ended.outcome.is_success()),
                reason: Some(ended.outcome.name()),
                ..nothing
            },
            EventKind::Compacted { .. }
            | EventKind::WorldProbed { .. }
            | EventKind::Cancelled
            | EventKind::DeadlinePassed => nothing,
        }
    }
}

fn parse_word(parse: &Parse) -> &'static str {
    match parse {
        Parse::Calls(_) => "calls",
        Parse::Answer => "answer",
        Parse::Empty => "empty",
        Parse::Malformed(_) => "malformed",
    }
}

fn error_class(status: &ToolStatus) -> Option<&str> {
    match status {
        ToolStatus::Ok => None,
        ToolStatus::Error { class, .. } => Some(class),
    }
}

#[cfg(test)]
mod tests {
    use eval_trace::{Guarded, Infra, Rail, RailDecision, RequestId};

    use super::*;

    #[test]
    fn a_refused_call_is_lifted_with_the_rail_that_refused_it() {
        let decision = |rail, allow| RailDecision { rail, allow, reason: "why".to_owned() };
        let kind = EventKind::Guarded(Guarded {
            call: "c1".to_owned(),
            tool: "restart".to_owned(),
            arguments: serde_json::json!({}),
            mutating: Some(true),
            key: Digest::of_bytes(b"restart"),
            allow: false,
            rails: vec![decision(Rail::Schema, true), decision(Rail::Approval, false)],
        });
        let lifted = Lifted::from(&kind);
        assert_eq!((lifted.tool, lifted.ok), (Some("restart"), Some(false)));
        assert_eq!(lifted.reason, Some("approval"));
    }

    #[test]
    fn what_does_not_apply_is_null() {
        let infra = Infra { cause: "connection reset".to_owned() };
        let kind = EventKind::InfraFailed { request: RequestId(3), infra };
        let expected = Lifted { reason: Some("connection reset"), ..Lifted::default() };
        assert_eq!(Lifted::from(&kind), expected);
    }
}
