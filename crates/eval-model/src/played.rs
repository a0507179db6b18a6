//! Models that say what a program of the scenario would.

use eval_scenario::Move;
use eval_trace::{Answer, Infra, ModelRequest};

use crate::luck::Luck;
use crate::model::{Model, Program};
use crate::reply::play;

/// Plays one program from start to end.
pub(crate) struct Played(pub(crate) Program);

impl Model for Played {
    fn wants(&self, _request: &ModelRequest, _luck: &Luck) -> Program {
        self.0
    }

    fn answer(&self, request: &ModelRequest, cue: Option<&Move>, _luck: &Luck) -> Answer {
        follow(request, cue)
    }
}

/// Says what the program would.
pub(crate) fn follow(request: &ModelRequest, cue: Option<&Move>) -> Answer {
    match cue {
        Some(cue) => play(request, cue),
        None => Answer::Infra(Infra { cause: "the model was not told its move".to_owned() }),
    }
}
