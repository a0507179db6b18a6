//! From a suite's table to the model that plays it.

use eval_scenario::ModelKind;

use crate::flaky::Flaky;
use crate::model::{Model, Program};
use crate::null::Null;
use crate::played::Played;
use crate::random::Random;

/// The model of a suite's table.
#[must_use]
pub fn offline(kind: &ModelKind) -> Box<dyn Model> {
    match kind {
        ModelKind::Scripted => Box::new(Played(Program::Script)),
        ModelKind::Oracle => Box::new(Played(Program::Oracle)),
        ModelKind::GreedyWrong => Box::new(Played(Program::GreedyWrong)),
        ModelKind::Null => Box::new(Null),
        ModelKind::Random => Box::new(Random),
        ModelKind::Flaky { p, infra } => Box::new(Flaky { p: *p, infra: *infra }),
    }
}
