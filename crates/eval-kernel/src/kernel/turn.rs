//! A turn begins: budget, context assembly, model, parse.

use eval_harness::{ErrorRouting, Guardrails, HarnessConfig, Tools};
use eval_trace::{
    ErrorClass, EventKind, ModelReply, ModelRequest, Purpose, RequestId, RequestKind, Route,
    StopReason, Text, ToolSet,
};

use super::{Kernel, one};
use crate::parse::{self, Reading};
use crate::state::{Phase, Proposal};
use crate::{Effect, Start};

impl Kernel {
    pub(super) fn next_turn(&mut self) -> Effect {
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
        one(request, RequestKind::AskModel(ask))
    }

    pub(super) fn take_reply(&mut self, request: RequestId, reply: ModelReply) -> Effect {
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
}

/// The tools a model is shown.
pub(super) fn offered(harness: &HarnessConfig, start: &Start) -> ToolSet {
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
