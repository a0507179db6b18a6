//! The loop, turned inside out.

use std::sync::Arc;

use eval_harness::{ErrorRouting, Guardrails, HarnessConfig, OnFail, Tools, Verifiers};
use eval_trace::{
    Answer, Batch, Digest, ErrorClass, Event, EventKind, Guarded, HumanAnswer, HumanQuestion,
    Infra, ModelReply, ModelRequest, Probe, ProbeAnswer, Purpose, RailDecision, RawCall, Request,
    RequestId, RequestKind, Route, Routed, Started, StopReason, Text, ToolCall, ToolReturn,
    ToolSet, ToolStatus,
};
use serde_json::Value;

use crate::diary::Diary;
use crate::guard::{self, ProposedCall, Rules, Verdict};
use crate::parse::{self, Reading};
use crate::state::{Evidence, Phase, Proposal, Queue, RunningCall, Tally};
use crate::window::Window;
use crate::{Effect, FinalAnswer, Finish, Input, Start, verify};

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
    phase: Phase,
}

impl Kernel {
    /// Begins a trial.
    #[must_use]
    pub fn start(harness: Arc<HarnessConfig>, start: Start) -> (Self, Effect) {
        let mut kernel = Self {
            offered: offered(&harness, &start),
            window: Window::new(&harness, &start.task),
            harness,
            start,
            diary: Diary::default(),
            tally: Tally::default(),
            evidence: Evidence::default(),
            queue: Queue::new(),
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

    // ── a turn begins: budget, context assembly, model ────────────────────

    fn next_turn(&mut self) -> Effect {
        if let Some(Guardrails::Rails { budget, .. }) = &self.harness.guardrails
            && self.tally.calls_tried >= *budget
        {
            let detail = format!("call budget exhausted ({budget})");
            return self.terminate(StopReason::CallBudget, &detail);
        }
        let max_turns = self.harness.agent_loop.max_turns().min(self.start.max_turns);
        if self.tally.turns >= max_turns {
            let detail = format!("turn budget exhausted ({max_turns})");
            return self.terminate(StopReason::TurnBudget, &detail);
        }
        self.compact();
        self.ask_model()
    }

    fn compact(&mut self) {
        if let Some(compaction) = self.window.compact(self.diary.next_seq()) {
            let (dropped, kept) = (compaction.dropped, compaction.kept);
            self.diary.write(EventKind::Compacted { dropped, kept });
        }
    }

    fn ask_model(&mut self) -> Effect {
        let turn = self.tally.turns;
        self.tally.turns += 1;
        self.diary.begin_turn();
        let request = self.next_request();
        let blocks = self.window.blocks();
        let tokens = blocks.iter().map(|block| block.tokens).sum();
        let evicted = self.window.take_evicted();
        let tools = self.offered.specs().iter().map(|spec| spec.name.clone()).collect();
        let purpose = Purpose::Act;
        self.diary.write(EventKind::ModelAsked {
            request,
            purpose,
            blocks,
            evicted,
            tools,
            tokens,
        });
        self.phase = Phase::Thinking { request };
        let ask = ModelRequest {
            purpose,
            turn,
            proposals: self.tally.answers_refused,
            messages: self.window.messages(),
            tools: self.offered.clone(),
        };
        self.request(request, RequestKind::AskModel(ask))
    }

    // ── the model answered: parse ─────────────────────────────────────────

    fn take_reply(&mut self, request: RequestId, reply: ModelReply) -> Effect {
        let reading = parse::read(&reply);
        let parse = reading.record(&reply);
        let source =
            self.diary.write(EventKind::ModelAnswered { request, reply: reply.clone(), parse });
        match reading {
            Reading::Calls => {
                self.tally.unusable_in_a_row = 0;
                if !reply.text.as_str().trim().is_empty() {
                    self.window.add_remark(self.tally.turns, source, reply.text);
                }
                self.queue = reply.calls.into();
                self.work_off_calls()
            }
            Reading::Answer { structured } => {
                self.tally.unusable_in_a_row = 0;
                self.propose(Proposal { reply, structured, source })
            }
            Reading::Empty => self.unusable(
                ErrorClass::EmptyOutput,
                "Your last turn was empty. Call a tool or give an answer.",
            ),
            Reading::Malformed(why) => self.unusable(
                ErrorClass::MalformedOutput,
                &format!("Your last turn could not be used: {why}. Call a tool or give an answer."),
            ),
        }
    }

    fn unusable(&mut self, class: ErrorClass, told: &str) -> Effect {
        self.tally.unusable_in_a_row += 1;
        let in_a_row = self.tally.unusable_in_a_row;
        let max_unusable = ErrorRouting::max_unusable(self.harness.errors.as_ref());
        let told = Text::new(told);
        if in_a_row >= max_unusable {
            self.route(class, Route::Halt, in_a_row, told);
            let detail = format!("{in_a_row} unusable turn(s) in a row");
            return self.terminate(StopReason::Unusable, &detail);
        }
        let source = self.route(class, Route::Feedback, in_a_row, told.clone());
        self.window.add_feedback(self.tally.turns, source, told);
        self.next_turn()
    }

    // ── guards and dispatch ───────────────────────────────────────────────

    /// Guards the queued calls one by one. Read-only calls that stand side by
    /// side go out together; a mutating call goes out alone.
    fn work_off_calls(&mut self) -> Effect {
        let mut ready: Vec<ToolCall> = Vec::new();
        while let Some(raw) = self.queue.pop_front() {
            if !ready.is_empty() && self.is_mutating(&raw.tool) {
                self.queue.push_front(raw);
                break;
            }
            let proposed = self.name_call(raw);
            let verdict = guard::guard(&proposed, &self.rules());
            self.tally.calls_tried += 1;
            let call = proposed.call;
            match verdict {
                Verdict::Refuse(guarded, class) => self.refuse(call, guarded, class),
                Verdict::Ask(guarded) => return self.ask_for_approval(call, guarded),
                Verdict::Allow(guarded) if guarded.mutating == Some(true) => {
                    self.evidence.approve(guarded.key);
                    self.diary.write(EventKind::Guarded(guarded));
                    return self.dispatch(vec![call]);
                }
                Verdict::Allow(guarded) => {
                    self.diary.write(EventKind::Guarded(guarded));
                    ready.push(call);
                }
            }
        }
        if ready.is_empty() { self.next_turn() } else { self.dispatch(ready) }
    }

    fn refuse(&mut self, call: ToolCall, guarded: Guarded, class: Option<ErrorClass>) {
        let reason = guarded.refusal().map(|rail| rail.reason.clone()).unwrap_or_default();
        let told = Text::new(reason);
        let source = self.diary.write(EventKind::Guarded(guarded));
        if let Some(class) = class {
            self.route(class, Route::Feedback, 1, told.clone());
        }
        self.window.add_observation(self.tally.turns, source, call, told, true);
    }

    fn ask_for_approval(&mut self, call: ToolCall, guarded: Guarded) -> Effect {
        let request = self.next_request();
        let question = HumanQuestion::Approve(call.clone());
        self.phase = Phase::Approving { request, call, guarded };
        self.request(request, RequestKind::AskHuman(question))
    }

    fn take_decision(
        &mut self,
        request: RequestId,
        call: ToolCall,
        mut guarded: Guarded,
        answer: HumanAnswer,
    ) -> Effect {
        let decision =
            if answer.allow { guard::yes_by(&answer.by) } else { guard::not_approved(&call.tool) };
        self.diary.write(EventKind::HumanAnswered { request, answer });
        let RailDecision { allow, .. } = decision;
        guarded.rails.push(decision);
        guarded.allow = allow;
        if !allow {
            self.refuse(call, guarded, None);
            return self.work_off_calls();
        }
        self.evidence.approve(guarded.key);
        self.diary.write(EventKind::Guarded(guarded));
        self.dispatch(vec![call])
    }

    fn dispatch(&mut self, calls: Vec<ToolCall>) -> Effect {
        let mut running = Vec::with_capacity(calls.len());
        let mut requests = Vec::with_capacity(calls.len());
        for call in calls {
            let request = self.next_request();
            let mutating = self.is_mutating(&call.tool);
            if mutating {
                self.evidence.mutation_goes_out(&call);
            }
            self.diary.write(EventKind::ToolCalled {
                request,
                call: call.id.clone(),
                tool: call.tool.clone(),
                arguments: call.arguments.clone(),
                mutating,
            });
            requests.push(plain_request(request, RequestKind::CallTool(call.clone())));
            running.push(RunningCall { request, call, mutating });
        }
        self.phase = Phase::Acting { calls: running };
        Effect::Request(Batch { requests })
    }

    // ── tools came back: memory ───────────────────────────────────────────

    fn take_tool_returns(
        &mut self,
        calls: Vec<RunningCall>,
        answers: Vec<(RequestId, Answer)>,
    ) -> Effect {
        let mut returned = Vec::with_capacity(calls.len());
        let mut failed = None;
        for (running, (request, answer)) in calls.into_iter().zip(answers) {
            match answer {
                Answer::Tool(result) => returned.push(self.note_return(running, result)),
                other => {
                    let infra = not_what_was_asked(other);
                    self.diary.write(EventKind::InfraFailed { request, infra: infra.clone() });
                    failed.get_or_insert(infra);
                }
            }
        }
        if let Some(infra) = failed {
            return self.terminate(StopReason::Infra, &infra.cause);
        }
        for (source, call, result) in returned {
            if let ToolStatus::Error { .. } = &result.status {
                self.route(ErrorClass::ToolError, Route::Feedback, 1, result.content.clone());
            }
            self.window.add_observation(self.tally.turns, source, call, result.content, false);
        }
        self.work_off_calls()
    }

    fn note_return(
        &mut self,
        running: RunningCall,
        result: ToolReturn,
    ) -> (u32, ToolCall, ToolReturn) {
        let RunningCall { request, call, mutating } = running;
        let undeclared_mutation = self.evidence.tool_came_back(mutating, &result);
        let source = self.diary.write(EventKind::ToolReturned {
            request,
            call: call.id.clone(),
            tool: call.tool.clone(),
            mutating,
            undeclared_mutation,
            returned: result.clone(),
        });
        (source, call, result)
    }

    // ── an answer is proposed: verifiers ──────────────────────────────────

    fn propose(&mut self, proposal: Proposal) -> Effect {
        let harness = Arc::clone(&self.harness);
        let Some(Verifiers::Checks { checks, .. }) = &harness.verifiers else {
            return self.let_out(&proposal, None, "answered");
        };
        if verify::needs_claims(checks) {
            let request = self.next_request();
            let probe = Probe::Claims { answer: proposal.structured.clone() };
            self.phase = Phase::Probing { request, proposal };
            return self.request(request, RequestKind::ProbeWorld(probe));
        }
        self.verify(&proposal, &[])
    }

    fn take_claims(
        &mut self,
        request: RequestId,
        proposal: &Proposal,
        answer: ProbeAnswer,
    ) -> Effect {
        let ProbeAnswer::Claims(claims) = answer.clone();
        self.diary.write(EventKind::WorldProbed { request, answer });
        self.verify(proposal, &claims)
    }

    fn verify(&mut self, proposal: &Proposal, claims: &[String]) -> Effect {
        let harness = Arc::clone(&self.harness);
        let Some(Verifiers::Checks { checks, on_fail, max_feedback }) = &harness.verifiers else {
            return self.let_out(proposal, None, "answered");
        };
        let mut complaints = Vec::new();
        for check in checks {
            let verify::Verdict { ok, detail } = verify::verify(*check, &self.evidence, claims);
            if !ok {
                complaints.push(format!("{}: {detail}", check.name()));
            }
            self.diary.write(EventKind::Verified { name: check.name().to_owned(), ok, detail });
        }
        if complaints.is_empty() {
            return self.let_out(proposal, Some(true), "answered");
        }
        let complaints = complaints.join("; ");
        match on_fail {
            OnFail::Halt => self.terminate_with(StopReason::VerifierHalt, &complaints, Some(false)),
            OnFail::Feedback if self.tally.answers_refused < *max_feedback => {
                self.give_back(proposal, &complaints)
            }
            OnFail::Feedback | OnFail::Surface => self.let_out(proposal, Some(false), &complaints),
        }
    }

    fn give_back(&mut self, proposal: &Proposal, complaints: &str) -> Effect {
        self.tally.answers_refused += 1;
        let told = Text::new(format!(
            "Your answer was not accepted: {complaints}. Gather what is missing, then answer again."
        ));
        let in_a_row = self.tally.answers_refused;
        let source = self.route(ErrorClass::AnswerRefused, Route::Feedback, in_a_row, told.clone());
        self.window.add_remark(self.tally.turns, proposal.source, proposal.reply.text.clone());
        self.window.add_feedback(self.tally.turns, source, told);
        self.next_turn()
    }

    // ── the end ───────────────────────────────────────────────────────────

    fn let_out(&mut self, proposal: &Proposal, verified: Option<bool>, detail: &str) -> Effect {
        let answer = FinalAnswer {
            text: proposal.reply.text.clone(),
            structured: proposal.structured.clone(),
        };
        self.finish(Finish {
            stop: StopReason::Answered,
            detail: detail.to_owned(),
            answer: Some(answer),
            verified,
        })
    }

    fn infra(&mut self, request: RequestId, answer: Option<(RequestId, Answer)>) -> Effect {
        let infra = match answer {
            Some((_, answer)) => not_what_was_asked(answer),
            None => Infra { cause: "the driver gave no answer".to_owned() },
        };
        let cause = infra.cause.clone();
        self.diary.write(EventKind::InfraFailed { request, infra });
        self.terminate(StopReason::Infra, &cause)
    }

    fn terminate(&mut self, stop: StopReason, detail: &str) -> Effect {
        self.terminate_with(stop, detail, None)
    }

    fn terminate_with(&mut self, stop: StopReason, detail: &str, verified: Option<bool>) -> Effect {
        self.finish(Finish { stop, detail: detail.to_owned(), answer: None, verified })
    }

    fn finish(&mut self, finish: Finish) -> Effect {
        self.phase = Phase::Finished;
        let answer = finish.answer.as_ref();
        self.diary.write(EventKind::Terminated {
            stop: finish.stop,
            detail: finish.detail.clone(),
            claimed_done: finish.stop == StopReason::Answered,
            verified: finish.verified,
            answer: answer.map(|answer| answer.text.clone()),
            structured: answer.map_or(Value::Null, |answer| answer.structured.clone()),
        });
        Effect::Finish(finish)
    }

    // ── small things ──────────────────────────────────────────────────────

    fn route(&mut self, class: ErrorClass, to: Route, in_a_row: u32, told: Text) -> u32 {
        self.diary.write(EventKind::Routed(Routed { class, to, in_a_row, told }))
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            guardrails: self.harness.guardrails.as_ref(),
            approval: self.harness.approval.as_ref(),
            toolbox: &self.start.toolbox,
            granted: &self.start.granted,
            n_tried: self.tally.calls_tried,
        }
    }

    fn is_mutating(&self, tool: &str) -> bool {
        self.start.toolbox.set().get(tool).is_some_and(|spec| spec.mutating)
    }

    /// Gives a call its name: the model's, or one of ours where it gave none.
    fn name_call(&mut self, raw: RawCall) -> ProposedCall {
        let id = if raw.id.is_empty() { format!("c{}", self.tally.calls_named) } else { raw.id };
        self.tally.calls_named += 1;
        let (arguments, unreadable) = match guard::read_arguments(raw.arguments.as_str()) {
            Ok(arguments) => (arguments, None),
            Err(why) => (Value::Object(serde_json::Map::new()), Some(why)),
        };
        ProposedCall { call: ToolCall { id, tool: raw.tool, arguments }, unreadable }
    }

    fn next_request(&mut self) -> RequestId {
        let request = RequestId(self.tally.requests);
        self.tally.requests += 1;
        request
    }

    #[expect(clippy::unused_self, reason = "reads as what it is where it is called")]
    fn request(&self, id: RequestId, kind: RequestKind) -> Effect {
        Effect::Request(Batch { requests: vec![plain_request(id, kind)] })
    }
}

fn plain_request(id: RequestId, kind: RequestKind) -> Request {
    Request { id, origin: Vec::new(), deadline: None, kind }
}

/// The tools a model is shown.
fn offered(harness: &HarnessConfig, start: &Start) -> ToolSet {
    match &harness.tools {
        None => ToolSet::new(Vec::new()),
        Some(Tools::Registry { granted_only: false }) => start.toolbox.set().clone(),
        Some(Tools::Registry { granted_only: true }) => {
            let all = start.toolbox.set().specs().iter();
            let granted = all.filter(|spec| start.granted.contains(&spec.name));
            ToolSet::new(granted.cloned().collect())
        }
    }
}

fn not_what_was_asked(answer: Answer) -> Infra {
    let kind = match answer {
        Answer::Infra(infra) => return infra,
        Answer::Model(_) => "a model's reply",
        Answer::Tool(_) => "a tool's return",
        Answer::Human(_) => "a person's decision",
        Answer::Probe(_) => "a probe's finding",
    };
    Infra { cause: format!("the driver answered with {kind}, which was not asked for") }
}
