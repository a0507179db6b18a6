//! What an agent tried before.

use serde_json::{Value, json};

/// A call that the agent tried, whatever came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The tool.
    pub tool: String,
    /// The arguments.
    pub arguments: Value,
    /// What came of it.
    pub status: AttemptStatus,
}

/// What came of an attempted call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttemptStatus {
    /// The tool ran and gave a result.
    Ok,
    /// It gave an error.
    Error,
    /// A rail refused the call.
    Refused,
}

impl Attempt {
    /// The attempt as the programs of a world see it.
    pub(crate) fn to_json(&self) -> Value {
        let status = match self.status {
            AttemptStatus::Ok => "ok",
            AttemptStatus::Error => "error",
            AttemptStatus::Refused => "refused",
        };
        json!({ "tool": self.tool, "args": self.arguments, "status": status })
    }
}
