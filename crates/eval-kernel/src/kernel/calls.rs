//! Calls: guards, dispatch, and what comes back into memory.

use eval_trace::{
    Answer, Batch, ErrorClass, EventKind, Guarded, HumanAnswer, HumanQuestion, RailDecision,
    RawCall, RequestId, RequestKind, Route, StopReason, Text, ToolCall, ToolReturn, ToolStatus,
};
use serde_json::Value;

use super::ending::not_what_was_asked;
use super::{Kernel, one, one_request};
use crate::Effect;
use crate::guard::{self, ProposedCall, Rules, Verdict};
use crate::state::{Phase, RunningCall};

impl Kernel {
    /// Guards the queued calls one by one. Read-only calls that stand side by
    /// side go out together; a mutating call goes out alone.
    pub(super) fn work_off_calls(&mut self) -> Effect {
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
        self.diary.write(EventKind::HumanAsked { request, call: call.clone() });
        let question = HumanQuestion::Approve(call.clone());
        self.phase = Phase::Approving { request, call, guarded };
        one(request, RequestKind::AskHuman(question))
    }

    pub(super) fn take_decision(
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
            requests.push(one_request(request, RequestKind::CallTool(call.clone())));
            running.push(RunningCall { request, call, mutating });
        }
        self.phase = Phase::Acting { calls: running };
        Effect::Request(Batch { requests })
    }

    pub(super) fn take_tool_returns(
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
            if let ToolStatus::Error { class, .. } = &result.status {
                // A tool may refuse what no rail looked at.
                let class = ErrorClass::from_name(class).unwrap_or(ErrorClass::ToolError);
                self.route(class, Route::Feedback, 1, result.content.clone());
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

    fn rules(&self) -> Rules<'_> {
        Rules {
            guardrails: self.harness.guardrails.as_ref(),
            approval: self.harness.approval.as_ref(),
            has_tools: self.harness.tools.is_some(),
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
        let mut id = raw.id;
        // Some servers give every call the same id, or none.
        while id.is_empty() || !self.call_names.insert(id.clone()) {
            id = format!("c{}", self.tally.calls_named);
            self.tally.calls_named += 1;
        }
        let (arguments, unreadable) = match guard::read_arguments(raw.arguments.as_str()) {
            Ok(arguments) => (arguments, None),
            Err(why) => (Value::Object(serde_json::Map::new()), Some(why)),
        };
        ProposedCall { call: ToolCall { id, tool: raw.tool, arguments }, unreadable }
    }
}
