//! An answer is proposed: verifiers.

use std::sync::Arc;

use eval_harness::{OnFail, Verifiers};
use eval_trace::{
    ErrorClass, EventKind, Probe, ProbeAnswer, RequestId, RequestKind, Route, StopReason, Text,
};

use super::{Kernel, one};
use crate::state::{Phase, Proposal};
use crate::{Effect, verify};

impl Kernel {
    pub(super) fn propose(&mut self, proposal: Proposal) -> Effect {
        let harness = Arc::clone(&self.harness);
        let Some(Verifiers::Checks { checks, .. }) = &harness.verifiers else {
            return self.let_out(&proposal, None, "answered");
        };
        if verify::needs_claims(checks) {
            let request = self.next_request();
            let probe = Probe::Claims { answer: proposal.structured.clone() };
            self.phase = Phase::Probing { request, proposal };
            return one(request, RequestKind::ProbeWorld(probe));
        }
        self.verify(&proposal, &[])
    }

    pub(super) fn take_claims(
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
        let attempt = self.tally.answers_refused;
        let source = self.route(ErrorClass::AnswerRefused, Route::Feedback, attempt, told.clone());
        self.window.add_remark(self.tally.turns, proposal.source, proposal.reply.text.clone());
        self.window.add_feedback(self.tally.turns, source, told);
        self.next_turn()
    }
}
