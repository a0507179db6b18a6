//! Replay: a trace fed back in must come out the same.

use std::sync::Arc;

use eval_harness::HarnessConfig;
use eval_trace::{Answer, Event, EventKind, RequestId, Started, ToolSet, ToolSpec};

use crate::{Input, Kernel, SchemaError, Start, Toolbox};

/// Why a trace does not replay.
#[derive(Debug, thiserror::Error)]
pub enum ReplayMismatch {
    /// It does not begin with its start.
    #[error("the trace does not begin with `trial_started`")]
    NoStart,
    /// A body is missing or the tool listing cannot be read.
    #[error("the tool listing of the trace cannot be read: {0}")]
    Tools(String),
    /// A schema of the tool listing cannot be compiled.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The kernel did something else.
    #[error("event {seq}: recorded `{recorded}`, replayed `{replayed}`")]
    Event {
        /// Where.
        seq: u32,
        /// What the trace says.
        recorded: String,
        /// What the kernel does now.
        replayed: String,
    },
    /// One of the two is longer.
    #[error("{recorded} events recorded, {replayed} replayed")]
    Length {
        /// Events in the trace, the runner's own left out.
        recorded: usize,
        /// Events of the replay.
        replayed: usize,
    },
}

/// Feeds the recorded inputs to a fresh kernel and holds its diary, effect
/// hashes included, against the record. Texts must be attached.
pub fn replay(harness: Arc<HarnessConfig>, recorded: &[Event]) -> Result<(), ReplayMismatch> {
    let is_kernels = |event: &&Event| !matches!(event.kind, EventKind::TrialEnded(_));
    let recorded: Vec<&Event> = recorded.iter().filter(is_kernels).collect();
    let Some(EventKind::TrialStarted(started)) = recorded.first().map(|event| &event.kind) else {
        return Err(ReplayMismatch::NoStart);
    };
    let (mut kernel, _) = Kernel::start(harness, restart(started)?);
    for step in recorded.chunk_by(|one, other| one.step == other.step).skip(1) {
        if let Some(input) = input_of(step) {
            kernel.step(input);
        }
    }
    compare(&recorded, kernel.diary())
}

fn restart(started: &Started) -> Result<Start, ReplayMismatch> {
    let specs: Vec<ToolSpec> = serde_json::from_str(started.tools.as_str())
        .map_err(|error| ReplayMismatch::Tools(error.to_string()))?;
    Ok(Start {
        task: started.task.clone(),
        toolbox: Arc::new(Toolbox::new(ToolSet::new(specs))?),
        granted: started.granted.clone(),
        max_turns: started.max_turns,
        seed: started.seed,
    })
}

/// The input that a step's events record.
pub(crate) fn input_of(step: &[&Event]) -> Option<Input> {
    let at = step.first()?.at;
    let mut answers: Vec<(RequestId, Answer)> = Vec::new();
    for event in step {
        match &event.kind {
            EventKind::Cancelled => return Some(Input::Cancelled { at }),
            EventKind::DeadlinePassed => return Some(Input::DeadlinePassed { at }),
            EventKind::ModelAnswered { request, reply, .. } => {
                answers.push((*request, Answer::Model(reply.clone())));
            }
            EventKind::HumanAnswered { request, answer } => {
                answers.push((*request, Answer::Human(answer.clone())));
            }
            EventKind::ToolReturned { request, returned, .. } => {
                answers.push((*request, Answer::Tool(returned.clone())));
            }
            EventKind::WorldProbed { request, answer } => {
                answers.push((*request, Answer::Probe(answer.clone())));
            }
            EventKind::InfraFailed { request, infra } => {
                answers.push((*request, Answer::Infra(infra.clone())));
            }
            EventKind::TrialStarted(_)
            | EventKind::ModelAsked { .. }
            | EventKind::Guarded(_)
            | EventKind::HumanAsked { .. }
            | EventKind::ToolCalled { .. }
            | EventKind::Routed(_)
            | EventKind::Compacted { .. }
            | EventKind::Verified { .. }
            | EventKind::Terminated { .. }
            | EventKind::TrialEnded(_) => {}
        }
    }
    (!answers.is_empty()).then_some(Input::Answered { answers, at })
}

fn compare(recorded: &[&Event], replayed: &[Event]) -> Result<(), ReplayMismatch> {
    for (recorded, replayed) in recorded.iter().zip(replayed) {
        if *recorded != replayed {
            return Err(ReplayMismatch::Event {
                seq: recorded.seq,
                recorded: describe(recorded),
                replayed: describe(replayed),
            });
        }
    }
    if recorded.len() != replayed.len() {
        let (recorded, replayed) = (recorded.len(), replayed.len());
        return Err(ReplayMismatch::Length { recorded, replayed });
    }
    Ok(())
}

fn describe(event: &Event) -> String {
    let effect = event.effect.map_or_else(|| "no effect".to_owned(), |hash| hash.short());
    format!("{} at step {} → {effect}", event.kind.name(), event.step)
}
