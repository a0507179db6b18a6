//! What comes back to the kernel.

use serde::{Deserialize, Serialize};

use crate::{Digest, Text};

/// The answer to one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// The model spoke.
    Model(ModelReply),
    /// A tool ran.
    Tool(ToolReturn),
    /// A person decided.
    Human(HumanAnswer),
    /// The world was probed.
    Probe(ProbeAnswer),
    /// Nobody answered, through no fault of the agent.
    Infra(Infra),
}

/// A failure outside the agent: the provider, the sandbox, a bug of the world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Infra {
    /// What happened, for people.
    pub cause: String,
}

/// What a model said, before anybody made sense of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelReply {
    /// The visible text.
    pub text: Text,
    /// The tool calls, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<RawCall>,
    /// Tokens used.
    pub usage: Usage,
}

/// A tool call as the model wrote it: its arguments may be no JSON at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RawCall {
    /// The model's name for the call, empty where it gave none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The tool asked for.
    pub tool: String,
    /// The arguments as text.
    pub arguments: Text,
}

/// Tokens of one model call: as the provider counted them or, for models
/// without network, by the documented estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens read.
    pub input: u64,
    /// Tokens written.
    pub output: u64,
}

/// What a tool gave back and what that did to the world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolReturn {
    /// How it ended.
    pub status: ToolStatus,
    /// What the agent gets to read: the result as JSON, or the error's text.
    pub content: Text,
    /// The facts that this result shows, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yields: Vec<String>,
    /// Hash of the world's state before the call.
    pub before: Digest,
    /// Hash of the world's state after it.
    pub after: Digest,
}

/// How a tool call ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolStatus {
    /// With a result.
    Ok,
    /// With an error that the agent is told.
    Error {
        /// The error's class: `tool_error`, `tool_crashed`, `bad_arguments`.
        class: String,
        /// Whether the same call may succeed later.
        retryable: bool,
    },
}

/// A person's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HumanAnswer {
    /// Yes or no.
    pub allow: bool,
    /// Who decided.
    pub by: String,
}

/// What a probe found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProbeAnswer {
    /// The ids of the facts that the answer rests on.
    Claims(Vec<String>),
}
