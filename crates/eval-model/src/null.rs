//! The model that does nothing: a scenario it succeeds at asks nothing.

use eval_scenario::Move;
use eval_trace::{Answer, ModelRequest};
use serde_json::Value;

use crate::luck::Luck;
use crate::model::{Model, Program};
use crate::reply::play;

pub(crate) struct Null;

impl Model for Null {
    fn wants(&self, _request: &ModelRequest, _luck: &Luck) -> Program {
        Program::Nothing
    }

    fn answer(&self, request: &ModelRequest, _cue: Option<&Move>, _luck: &Luck) -> Answer {
        let text = "I have nothing to say.".to_owned();
        play(request, &Move::Answer { text, answer: Value::Null })
    }
}
