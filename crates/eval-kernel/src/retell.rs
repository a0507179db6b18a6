//! A trace told again: what the model was shown at each turn.
//!
//! A trace holds the kernel's inputs and the hash of each effect. Feeding the inputs to a fresh
//! kernel makes the effects themselves again, the model's requests among them, and the hashes
//! say whether they are the ones that were sent.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use eval_harness::HarnessConfig;
use eval_trace::{
    Answer, Batch, Digest, Event, EventKind, HumanAnswer, HumanQuestion, ModelReply, ModelRequest,
    ProbeAnswer, RequestId, RequestKind, Text, ToolReturn, ToolSet, ToolSpec,
};

use crate::replay::input_of;
use crate::{Effect, Input, Kernel, SchemaError, Start, Toolbox};

/// A trial as its kernel went through it.
#[derive(Clone, Debug)]
pub struct Retelling {
    /// What the model was shown, turn by turn: that of turn 1 comes first.
    pub requests: Vec<ModelRequest>,
    /// Every event that the kernel wrote.
    pub diary: Vec<Event>,
}

/// Why a trace cannot be told again; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RetellError {
    /// It does not begin with its start.
    #[error("tell a trace again: it does not begin with `trial_started`")]
    NoStart,
    /// A body is missing, or the tool listing is none.
    #[error("tell a trace again: its tool listing cannot be read: {0}")]
    Tools(String),
    /// A schema of the tool listing cannot be compiled.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The kernel does something else than it did.
    #[error(
        "tell a trace again: what comes of step {step}, in turn {turn}, is not what was recorded"
    )]
    NotAsRecorded {
        /// The kernel step.
        step: u32,
        /// The turn it belongs to.
        turn: u32,
    },
    /// Under another harness the trial would have taken another course.
    #[error("tell a trace again under another harness: in turn {turn} {why}")]
    Departs {
        /// The turn.
        turn: u32,
        /// How it would have gone on.
        why: String,
    },
}

/// The compiled tools of the traces that are told again, by the hash of their listing.
#[derive(Debug, Default)]
pub struct Toolboxes(HashMap<Digest, Arc<Toolbox>>);

impl Toolboxes {
    fn of(&mut self, listing: &Text) -> Result<Arc<Toolbox>, RetellError> {
        if let Some(toolbox) = self.0.get(&listing.hash()) {
            return Ok(Arc::clone(toolbox));
        }
        let specs: Vec<ToolSpec> = serde_json::from_str(listing.as_str())
            .map_err(|error| RetellError::Tools(error.to_string()))?;
        let toolbox = Arc::new(Toolbox::new(ToolSet::new(specs))?);
        self.0.insert(listing.hash(), Arc::clone(&toolbox));
        Ok(toolbox)
    }

    fn start(&mut self, first: Option<&Event>) -> Result<Start, RetellError> {
        let Some(EventKind::TrialStarted(started)) = first.map(|event| &event.kind) else {
            return Err(RetellError::NoStart);
        };
        Ok(Start {
            task: started.task.clone(),
            toolbox: self.of(&started.tools)?,
            granted: started.granted.clone(),
            max_turns: started.max_turns,
            seed: started.seed,
        })
    }
}

/// Tells a trace again under its own harness, and holds the hash of every effect against the
/// recorded one. `events` begins with the start and has at least the inputs, their texts
/// attached; `effects` are the recorded hashes, step by step.
pub fn retell(
    harness: &Arc<HarnessConfig>,
    toolboxes: &mut Toolboxes,
    events: &[Event],
    effects: &[Digest],
) -> Result<Retelling, RetellError> {
    let start = toolboxes.start(events.first())?;
    let (mut kernel, effect) = Kernel::start(Arc::clone(harness), start);
    let mut requests = Vec::new();
    keep_request(effect, &mut requests);
    hold(&kernel, effects)?;
    let steps: Vec<&Event> = events.iter().collect();
    for step in steps.chunk_by(|one, other| one.step == other.step).skip(1) {
        if let Some(input) = input_of(step) {
            keep_request(kernel.step(input), &mut requests);
            hold(&kernel, effects)?;
        }
    }
    Ok(Retelling { requests, diary: kernel.into_diary() })
}

/// Whether the step that was just closed led to the recorded effect.
fn hold(kernel: &Kernel, effects: &[Digest]) -> Result<(), RetellError> {
    let Some(last) = kernel.diary().last() else { return Ok(()) };
    let recorded = usize::try_from(last.step).ok().and_then(|step| effects.get(step));
    if recorded.is_some() && recorded == last.effect.as_ref() {
        return Ok(());
    }
    Err(RetellError::NotAsRecorded { step: last.step, turn: last.turn })
}

fn keep_request(effect: Effect, requests: &mut Vec<ModelRequest>) {
    if let Effect::Request(Batch { requests: asked }) = effect {
        requests.extend(asked.into_iter().filter_map(|request| match request.kind {
            RequestKind::AskModel(request) => Some(request),
            RequestKind::CallTool(_) | RequestKind::AskHuman(_) | RequestKind::ProbeWorld(_) => {
                None
            }
        }));
    }
}

/// Tells a trial again as another harness would have shown it to the model. The model, the
/// tools and the people say what they said; where the other harness would have asked for
/// something that nobody said, the trial departs.
pub fn retell_under(
    harness: &Arc<HarnessConfig>,
    toolboxes: &mut Toolboxes,
    told: &Retelling,
) -> Result<Retelling, RetellError> {
    let start = toolboxes.start(told.diary.first())?;
    let mut said = Said::of(&told.diary);
    let (mut kernel, mut effect) = Kernel::start(Arc::clone(harness), start);
    let mut requests = Vec::new();
    while let Effect::Request(batch) = &effect {
        let answers = said.answers(batch);
        keep_request(effect, &mut requests);
        let answers = answers.map_err(|why| RetellError::Departs { turn: turn(&kernel), why })?;
        effect = kernel.step(Input::Answered { answers, at: said.at });
    }
    if !said.replies.is_empty() {
        let (turn, left) = (turn(&kernel), said.replies.len());
        let why = format!("it ends the trial, {left} turn(s) before its end");
        return Err(RetellError::Departs { turn, why });
    }
    Ok(Retelling { requests, diary: kernel.into_diary() })
}

fn turn(kernel: &Kernel) -> u32 {
    kernel.diary().last().map_or(0, |event| event.turn)
}

/// What the outside said in a trial: the replies in order, all else by the call it is about.
struct Said {
    replies: VecDeque<ModelReply>,
    returned: HashMap<String, ToolReturn>,
    decided: HashMap<String, HumanAnswer>,
    probed: VecDeque<ProbeAnswer>,
    /// Virtual time, which is the teller's to choose; the end's will do.
    at: u64,
}

impl Said {
    fn of(diary: &[Event]) -> Self {
        let at = diary.last().map_or(0, |event| event.at);
        let mut said = Self {
            replies: VecDeque::new(),
            returned: HashMap::new(),
            decided: HashMap::new(),
            probed: VecDeque::new(),
            at,
        };
        let mut asked: HashMap<RequestId, &str> = HashMap::new();
        for event in diary {
            match &event.kind {
                EventKind::ModelAnswered { reply, .. } => said.replies.push_back(reply.clone()),
                EventKind::ToolReturned { call, returned, .. } => {
                    said.returned.insert(call.clone(), returned.clone());
                }
                EventKind::HumanAsked { request, call } => {
                    asked.insert(*request, &call.id);
                }
                EventKind::HumanAnswered { request, answer } => {
                    if let Some(call) = asked.get(request) {
                        said.decided.insert((*call).to_owned(), answer.clone());
                    }
                }
                EventKind::WorldProbed { answer, .. } => said.probed.push_back(answer.clone()),
                EventKind::TrialStarted(_)
                | EventKind::ModelAsked { .. }
                | EventKind::Guarded(_)
                | EventKind::ToolCalled { .. }
                | EventKind::Routed(_)
                | EventKind::Compacted { .. }
                | EventKind::Verified { .. }
                | EventKind::InfraFailed { .. }
                | EventKind::Cancelled
                | EventKind::DeadlinePassed
                | EventKind::Terminated { .. }
                | EventKind::TrialEnded(_) => {}
            }
        }
        said
    }

    fn answers(&mut self, batch: &Batch) -> Result<Vec<(RequestId, Answer)>, String> {
        let answers = batch.requests.iter().map(|request| {
            let answer = self.answer(&request.kind)?;
            Ok((request.id, answer))
        });
        answers.collect()
    }

    fn answer(&mut self, asked: &RequestKind) -> Result<Answer, String> {
        match asked {
            RequestKind::AskModel(_) => {
                let reply = self.replies.pop_front().map(Answer::Model);
                reply.ok_or_else(|| "it asks the model once more than was recorded".to_owned())
            }
            RequestKind::CallTool(call) => {
                let returned = self.returned.get(&call.id).cloned().map(Answer::Tool);
                returned.ok_or_else(|| format!("it runs a call of `{}` that never ran", call.tool))
            }
            RequestKind::AskHuman(HumanQuestion::Approve(call)) => {
                let decided = self.decided.get(&call.id).cloned().map(Answer::Human);
                decided.ok_or_else(|| {
                    format!(
                        "it asks for a yes to a call of `{}` that nobody was asked for",
                        call.tool
                    )
                })
            }
            RequestKind::ProbeWorld(_) => {
                let probed = self.probed.pop_front().map(Answer::Probe);
                probed.ok_or_else(|| {
                    "it asks what an answer claims, which nobody was asked".to_owned()
                })
            }
        }
    }
}
