//! The end: no answer leaves without a termination.

use eval_trace::{Answer, EventKind, Infra, RequestId, StopReason};
use serde_json::Value;

use super::Kernel;
use crate::state::{Phase, Proposal};
use crate::{Effect, FinalAnswer, Finish};

impl Kernel {
    pub(super) fn let_out(
        &mut self,
        proposal: &Proposal,
        verified: Option<bool>,
        detail: &str,
    ) -> Effect {
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

    pub(super) fn infra(
        &mut self,
        request: RequestId,
        answer: Option<(RequestId, Answer)>,
    ) -> Effect {
        let infra = match answer {
            Some((_, answer)) => not_what_was_asked(answer),
            None => Infra { cause: "the driver gave no answer".to_owned() },
        };
        let cause = infra.cause.clone();
        self.diary.write(EventKind::InfraFailed { request, infra });
        self.terminate(StopReason::Infra, &cause)
    }

    pub(super) fn terminate(&mut self, stop: StopReason, detail: &str) -> Effect {
        self.terminate_with(stop, detail, None)
    }

    pub(super) fn terminate_with(
        &mut self,
        stop: StopReason,
        detail: &str,
        verified: Option<bool>,
    ) -> Effect {
        self.finish(Finish { stop, detail: detail.to_owned(), answer: None, verified })
    }

    pub(super) fn finish(&mut self, finish: Finish) -> Effect {
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
}

/// What an answer of the wrong kind is: a failure of whoever drives.
pub(super) fn not_what_was_asked(answer: Answer) -> Infra {
    let kind = match answer {
        Answer::Infra(infra) => return infra,
        Answer::Model(_) => "a model's reply",
        Answer::Tool(_) => "a tool's return",
        Answer::Human(_) => "a person's decision",
        Answer::Probe(_) => "a probe's finding",
    };
    Infra { cause: format!("the driver answered with {kind}, which was not asked for") }
}
