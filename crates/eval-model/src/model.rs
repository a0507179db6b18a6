//! The seam between harness and model.

use eval_scenario::Move;
use eval_trace::{Answer, ModelRequest};

use crate::luck::Luck;

/// The program of the scenario that a model wants to be told the next move of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The variant's script.
    Script,
    /// The world's oracle.
    Oracle,
    /// The world's greedy-wrong program.
    GreedyWrong,
    /// None: the model decides by itself.
    Nothing,
}

/// The only way from the harness to a model. A model keeps nothing from turn
/// to turn: what it says depends on what it is shown and on its luck.
pub trait Model: Send + Sync {
    /// The program whose next move [`Model::answer`] is to be told.
    fn wants(&self, request: &ModelRequest, luck: &Luck) -> Program;

    /// Says one thing. `cue` is the move asked for by [`Model::wants`].
    fn answer(&self, request: &ModelRequest, cue: Option<&Move>, luck: &Luck) -> Answer;
}
