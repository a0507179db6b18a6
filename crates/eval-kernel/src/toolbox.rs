//! The registered tools, their schemas compiled once and shared by all trials.

use std::fmt;

use eval_trace::{Text, ToolSet, ToolSpec};
use jsonschema::Validator;
use serde_json::Value;

/// A tool registry.
pub struct Toolbox {
    set: ToolSet,
    listing: Text,
    validators: Vec<Validator>,
}

/// A tool declares arguments by something that is no JSON Schema.
#[derive(Debug, thiserror::Error)]
#[error("tool `{tool}` declares its arguments by an invalid JSON Schema: {cause}")]
pub struct SchemaError {
    tool: String,
    cause: String,
}

impl Toolbox {
    /// Compiles the schemas of a set of tools.
    pub fn new(set: ToolSet) -> Result<Self, SchemaError> {
        let validators = set.specs().iter().map(compile).collect::<Result<_, _>>()?;
        let listing = Text::new(serde_json::to_string(set.specs()).unwrap_or_default());
        Ok(Self { set, listing, validators })
    }

    /// The tools.
    pub fn set(&self) -> &ToolSet {
        &self.set
    }

    /// The tools as a JSON array of specs: what a trace stores.
    pub fn listing(&self) -> &Text {
        &self.listing
    }

    /// What is wrong with these arguments; `None` if they fit, or if there is
    /// no such tool.
    pub(crate) fn complaint(&self, tool: &str, arguments: &Value) -> Option<String> {
        let index = self.set.specs().iter().position(|spec| spec.name == tool)?;
        let complaints: Vec<String> = self.validators[index]
            .iter_errors(arguments)
            .map(|error| {
                let place = error.instance_path().to_string();
                if place.is_empty() { error.to_string() } else { format!("{place}: {error}") }
            })
            .collect();
        (!complaints.is_empty()).then(|| complaints.join("; "))
    }
}

fn compile(spec: &ToolSpec) -> Result<Validator, SchemaError> {
    jsonschema::validator_for(&spec.parameters)
        .map_err(|error| SchemaError { tool: spec.name.clone(), cause: error.to_string() })
}

impl fmt::Debug for Toolbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Toolbox").field("set", &self.set).finish_non_exhaustive()
    }
}
