//! The record of what the model saw.

use serde::{Deserialize, Serialize};

use crate::Text;

/// What a block of context is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// The harness's standing instructions.
    System,
    /// The task.
    Task,
    /// Something the model said beside its calls.
    Remark,
    /// A call and what came of it: a result, an error or a refusal.
    Observation,
    /// Why an answer or an unusable turn was given back.
    Feedback,
    /// The harness saying what it left out.
    Notice,
}

impl BlockKind {
    /// The kind as it is written in traces.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Task => "task",
            Self::Remark => "remark",
            Self::Observation => "observation",
            Self::Feedback => "feedback",
            Self::Notice => "notice",
        }
    }
}

/// A block as it stood in the window of one turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Names the block within its trial; the same block keeps its id from
    /// turn to turn.
    pub id: u32,
    /// What it is.
    pub kind: BlockKind,
    /// The `seq` of the event it came from.
    pub source: u32,
    /// Its size by the harness's token counter.
    pub tokens: u32,
    /// What it says.
    pub text: Text,
}

/// A block that left the window and will not come back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evicted {
    /// The block.
    pub block: u32,
    /// Why it left.
    pub why: String,
}
