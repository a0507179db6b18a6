//! Tools and calls to them.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::Digest;

/// A tool as it is declared to the model and to the guards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolSpec {
    /// The name a call uses.
    pub name: String,
    /// What the model is told about it.
    pub description: String,
    /// JSON Schema of the arguments: always an object schema.
    pub parameters: Value,
    /// Whether a call may change the world. Every safety rail keys off this
    /// declaration, never off what the model says.
    pub mutating: bool,
}

/// A set of tools and its hash. Written as the hash alone.
#[derive(Clone, Debug)]
pub struct ToolSet {
    specs: Arc<[ToolSpec]>,
    hash: Digest,
}

impl ToolSet {
    /// Takes the tools in, in the order the model will see them.
    #[must_use]
    pub fn new(specs: Vec<ToolSpec>) -> Self {
        let hash = Digest::of(&specs);
        Self { specs: specs.into(), hash }
    }

    /// The tools.
    #[must_use]
    pub fn specs(&self) -> &[ToolSpec] {
        &self.specs
    }

    /// The tool of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&ToolSpec> {
        self.specs.iter().find(|spec| spec.name == name)
    }

    /// Hash of all specs in order.
    #[must_use]
    pub fn hash(&self) -> Digest {
        self.hash
    }
}

impl PartialEq for ToolSet {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
    }
}

impl Eq for ToolSet {}

impl Serialize for ToolSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.hash.serialize(serializer)
    }
}

/// One call of one tool, its arguments parsed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToolCall {
    /// Names the call within its trial.
    pub id: String,
    /// The tool's name as the model wrote it.
    pub tool: String,
    /// The arguments, an object.
    pub arguments: Value,
}

impl ToolCall {
    /// What an approval is given for: the tool and exactly these arguments.
    #[must_use]
    pub fn key(&self) -> Digest {
        Digest::of(&(&self.tool, &self.arguments))
    }
}
