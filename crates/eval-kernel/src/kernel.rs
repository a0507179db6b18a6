//! The loop, turned inside out. Its stages stand in files of their own, in the
//! order in which a turn passes them: `turn`, `calls`, `proposal`, `ending`.

mod calls;
mod ending;
mod proposal;
mod turn;

use std::collections::BTreeSet;
use std::sync::Arc;

use eval_harness::HarnessConfig;
use eval_trace::{
    Answer, Batch, Digest, ErrorClass, Event, EventKind, Request, RequestId, RequestKind, Route,
    Routed, Started, StopReason, Text, ToolSet,
};

use crate::diary::Diary;
use crate::state::{Evidence, Phase, Queue, Tally};
use crate::window::Window;
use crate::{Effect, Input, Start};

/// One trial's harness, running.
///
/// Call [`Kernel::start`] once, then [`Kernel::step`] with the answers to what
/// the last effect requested, until it is [`Effect::Finish`].
#[derive(Clone, Debug)]
pub struct Kernel {
    harness: Arc<HarnessConfig>,
    start: Start,
    /// The tools the model is shown.
    offered: ToolSet,
    diary: Diary,
    window: Window,
    tally: Tally,
    evidence: Evidence,
    queue: Queue,
    /// The names of all calls so far.
    call_names: BTreeSet<String>,
    phase: Phase,
}

impl Kernel {
    /// Begins a trial.
    #[must_use]
    pub fn start(harness: Arc<HarnessConfig>, start: Start) -> (Self, Effect) {
        let mut kernel = Self {
            offered: turn::offered(&harness, &start),
            window: Window::new(&harness, &start.task),
            harness,
            start,
            diary: Diary::default(),
            tally: Tally::default(),
            evidence: Evidence::default(),
            queue: Queue::new(),
            call_names: BTreeSet::new(),
            phase: Phase::Finished,
        };
        kernel.diary.write(EventKind::TrialStarted(Started {
            task: kernel.start.task.clone(),
            tools: kernel.start.toolbox.listing().clone(),
            granted: kernel.start.granted.clone(),
            max_turns: kernel.start.max_turns,
            seed: kernel.start.seed,
        }));
        let effect = kernel.next_turn();
        kernel.diary.close_step(Digest::of(&effect));
        (kernel, effect)
    }

    /// Takes one input and says what is to be done next.
    pub fn step(&mut self, input: Input) -> Effect {
        if self.phase == Phase::Finished {
            return Effect::Wait;
        }
        let effect = match input {
            Input::Answered { answers, at } => {
                let named: Vec<RequestId> = answers.iter().map(|(request, _)| *request).collect();
                if named != self.phase.outstanding() {
                    return Effect::Wait;
                }
                self.diary.advance(at);
                self.take_answers(answers)
            }
            Input::Cancelled { at } => {
                self.diary.advance(at);
                self.diary.write(EventKind::Cancelled);
                self.terminate(StopReason::Cancelled, "the run was cancelled")
            }
            Input::DeadlinePassed { at } => {
                self.diary.advance(at);
                self.diary.write(EventKind::DeadlinePassed);
                self.terminate(StopReason::Deadline, "the trial's deadline passed")
            }
        };
        self.diary.close_step(Digest::of(&effect));
        effect
    }

    /// The events so far.
    pub fn diary(&self) -> &[Event] {
        self.diary.events()
    }

    /// The events, given away.
    #[must_use]
    pub fn into_diary(self) -> Vec<Event> {
        self.diary.into_events()
    }

    /// The answers name exactly what is outstanding.
    fn take_answers(&mut self, mut answers: Vec<(RequestId, Answer)>) -> Effect {
        match std::mem::replace(&mut self.phase, Phase::Finished) {
            Phase::Acting { calls } => self.take_tool_returns(calls, answers),
            Phase::Thinking { request } => match answers.pop() {
                Some((_, Answer::Model(reply))) => self.take_reply(request, reply),
                other => self.infra(request, other),
            },
            Phase::Approving { request, call, guarded } => match answers.pop() {
                Some((_, Answer::Human(answer))) => {
                    self.take_decision(request, call, guarded, answer)
                }
                other => self.infra(request, other),
            },
            Phase::Probing { request, proposal } => match answers.pop() {
                Some((_, Answer::Probe(answer))) => self.take_claims(request, &proposal, answer),
                other => self.infra(request, other),
            },
            Phase::Finished => Effect::Wait,
        }
    }

    /// Writes down where an error went and returns the event's `seq`.
    fn route(&mut self, class: ErrorClass, to: Route, attempt: u32, told: Text) -> u32 {
        self.diary.write(EventKind::Routed(Routed { class, to, attempt, told }))
    }

    fn next_request(&mut self) -> RequestId {
        let request = RequestId(self.tally.requests);
        self.tally.requests += 1;
        request
    }
}

/// A batch of one.
fn one(id: RequestId, kind: RequestKind) -> Effect {
    Effect::Request(Batch { requests: vec![one_request(id, kind)] })
}

fn one_request(id: RequestId, kind: RequestKind) -> Request {
    Request { id, origin: Vec::new(), deadline: None, kind }
}
