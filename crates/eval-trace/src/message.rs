//! Messages as a model reads them.

use serde::{Deserialize, Serialize};

use crate::{Text, ToolCall};

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The harness, before everything else.
    System,
    /// The person with the task, or the harness speaking for them.
    User,
    /// The model.
    Assistant,
    /// A tool's result.
    Tool,
}

/// One message of the rendered view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// Who speaks.
    pub role: Role,
    /// What is said.
    pub text: Text,
    /// The calls an assistant message makes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<ToolCall>,
    /// The call a tool message answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_id: Option<String>,
}

impl Message {
    /// A message of plain text.
    pub fn plain(role: Role, text: Text) -> Self {
        Self { role, text, calls: Vec::new(), call_id: None }
    }
}
