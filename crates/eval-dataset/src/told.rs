//! A trial told again, turn by turn, with what came of each.

use std::collections::HashSet;

use eval_kernel::Retelling;
use eval_trace::{
    Digest, ErrorClass, EventKind, ModelReply, ModelRequest, Parse, Text, ToolStatus,
};
use serde_json::Value;

/// A trial as its model lived through it.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    /// The task, in words.
    pub(crate) task: Text,
    /// The turns, in order.
    pub(crate) turns: Vec<Turn>,
    /// The answer that the harness let out.
    pub(crate) answer: Option<Text>,
    /// Its structured part.
    pub(crate) structured: Value,
}

/// One turn: what the model was shown, what it said, what came of it.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    /// From 1.
    pub(crate) number: u32,
    /// What it was shown.
    pub(crate) request: ModelRequest,
    /// What it said.
    pub(crate) reply: ModelReply,
    /// The names that the harness gave its calls, as far as it got to them.
    pub(crate) names: Vec<String>,
    /// The classes of error that were routed.
    pub(crate) errors: Vec<ErrorClass>,
    /// Whether a rail or a person refused one of its calls.
    pub(crate) was_refused: bool,
    /// Whether it brought the trial on: showed a result not seen before, or moved the world.
    pub(crate) brought_on: bool,
    /// Whether it proposed an answer.
    pub(crate) is_answer: bool,
}

impl Turn {
    /// Whether the turn should be taught to nobody: it led to an error or a refusal.
    pub(crate) fn is_bad(&self) -> bool {
        !self.errors.is_empty() || self.was_refused
    }

    /// Names the request, for provenance and for comparing prefixes.
    pub(crate) fn request_hash(&self) -> Digest {
        Digest::of(&self.request)
    }
}

impl Told {
    /// Takes a retelling apart. A turn that nobody answered is left out; it is the last.
    pub(crate) fn of(retelling: Retelling) -> Self {
        let Retelling { requests, diary } = retelling;
        let task = match diary.first().map(|event| &event.kind) {
            Some(EventKind::TrialStarted(started)) => started.task.clone(),
            _ => Text::new(""),
        };
        let mut told = Self { task, turns: Vec::new(), answer: None, structured: Value::Null };
        let mut requests = requests.into_iter();
        let mut seen = HashSet::new();
        for event in diary {
            match event.kind {
                EventKind::ModelAnswered { reply, parse, .. } => {
                    let Some(request) = requests.next() else { break };
                    told.turns.push(Turn::begin(event.turn, request, reply, &parse));
                }
                EventKind::Terminated { answer, structured, .. } => {
                    (told.answer, told.structured) = (answer, structured);
                }
                kind => {
                    if let Some(turn) = told.turns.last_mut() {
                        turn.note(&kind, &mut seen);
                    }
                }
            }
        }
        told
    }
}

impl Turn {
    fn begin(number: u32, request: ModelRequest, reply: ModelReply, parse: &Parse) -> Self {
        Self {
            number,
            request,
            reply,
            names: Vec::new(),
            errors: Vec::new(),
            was_refused: false,
            brought_on: false,
            is_answer: *parse == Parse::Answer,
        }
    }

    fn note(&mut self, kind: &EventKind, seen: &mut HashSet<Digest>) {
        match kind {
            EventKind::Guarded(guarded) => {
                self.names.push(guarded.call.clone());
                self.was_refused |= !guarded.allow;
            }
            EventKind::ToolReturned { returned, .. } if returned.status == ToolStatus::Ok => {
                let is_news = seen.insert(returned.content.hash());
                self.brought_on |= is_news || returned.before != returned.after;
            }
            EventKind::Routed(routed) => self.errors.push(routed.class),
            _ => {}
        }
    }
}
