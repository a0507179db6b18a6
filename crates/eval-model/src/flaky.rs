//! A model that is sometimes wrong.

use eval_scenario::Move;
use eval_trace::{Answer, Infra, ModelRequest};

use crate::luck::Luck;
use crate::model::{Model, Program};
use crate::played::follow;

/// For each answer it is going to propose, it draws which program to follow up
/// to that answer. Given back, it draws again: so what a harness makes of a
/// wrong answer decides how often it gets another try.
pub(crate) struct Flaky {
    pub(crate) p: f64,
    pub(crate) infra: f64,
}

impl Model for Flaky {
    fn wants(&self, request: &ModelRequest, luck: &Luck) -> Program {
        if luck.strikes(self.p, "flaky.answer", request.proposals) {
            Program::GreedyWrong
        } else {
            Program::Oracle
        }
    }

    fn answer(&self, request: &ModelRequest, cue: Option<&Move>, luck: &Luck) -> Answer {
        if luck.strikes(self.infra, "flaky.infra", request.turn) {
            return Answer::Infra(Infra { cause: "the simulated provider failed".to_owned() });
        }
        follow(request, cue)
    }
}
