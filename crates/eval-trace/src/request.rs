//! What the kernel asks of the outside.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Message, ToolCall, ToolSet, VirtualMillis};

/// Names a request within its trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RequestId(pub u32);

/// Independent requests that are outstanding together. Their answers come
/// back together, in this order.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Batch {
    /// The requests, never empty.
    pub requests: Vec<Request>,
}

/// One request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// Its name; an answer names it back.
    pub id: RequestId,
    /// The path of child kernels it comes from; empty for the outermost one.
    pub origin: Vec<u32>,
    /// When the answer stops being of use, in virtual time; `None` for never.
    pub deadline: Option<VirtualMillis>,
    /// What is asked.
    pub kind: RequestKind,
}

/// The kinds of request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestKind {
    /// Ask the model for its next move.
    AskModel(ModelRequest),
    /// Run a tool. A guard has allowed it.
    CallTool(ToolCall),
    /// Ask a person for a decision.
    AskHuman(HumanQuestion),
    /// Ask the world something that no tool tells.
    ProbeWorld(Probe),
}

/// Why a model is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// For the agent's next move.
    Act,
}

/// The rendered view: all that a model gets to know. It holds no harness
/// setting, no arm and no world.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelRequest {
    /// Why the model is asked.
    pub purpose: Purpose,
    /// How many times the model was asked before in this trial.
    pub turn: u32,
    /// How many answers the model proposed before in this trial and got back.
    pub proposals: u32,
    /// The window.
    pub messages: Vec<Message>,
    /// The tools on offer.
    pub tools: ToolSet,
}

/// A question to a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HumanQuestion {
    /// May exactly this call be run?
    Approve(ToolCall),
}

/// A question to the world that no tool tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Probe {
    /// Which facts does this answer rest on?
    Claims {
        /// The structured answer; null where the model gave none.
        answer: Value,
    },
}
