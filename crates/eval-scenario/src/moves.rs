//! What an agent does on its turn, as scripts and oracles write it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One move of a model. Scripts in `scenario.toml` and the programs in
/// `world.star` spell moves the same way:
///
/// ```toml
/// script = [
///   { call = "get_logs", args = { pod = "checkout-7f9c", lines = 5 } },
///   { say = "Now its metrics.", call = "get_metrics", args = { pod = "checkout-7f9c" } },
///   { say = "The heap is too small.", answer = { cause = "oom_heap" } },
/// ]
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// Calls tools, several of them side by side.
    Call {
        /// What is said beside the calls; empty for nothing.
        text: String,
        /// The calls, one at least.
        calls: Vec<MoveCall>,
    },
    /// Proposes an answer: `{ say = "…", answer = { … } }`.
    Answer {
        /// What is said.
        text: String,
        /// The structured part; null for none.
        answer: Value,
    },
    /// Writes just this text, which may be empty or nonsense: `{ raw = "…" }`.
    Raw(String),
}

/// One call of a [`Move::Call`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoveCall {
    /// The tool, which may not exist.
    pub tool: String,
    /// The arguments as text, which may be no JSON.
    pub arguments: String,
}
