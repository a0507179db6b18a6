//! What a tool takes: its JSON Schema, and whether given arguments fit.

use serde_json::{Map, Value, json};

use crate::nearest::suggestion;
use crate::parameter_type::{ParameterType, a_kind_of};

/// The parameters of a tool, its `world` left out.
#[derive(Debug)]
pub(crate) struct Signature {
    pub(crate) parameters: Vec<Parameter>,
}

/// One parameter.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) ty: ParameterType,
    pub(crate) default: Option<Value>,
}

impl Signature {
    /// The JSON Schema of the arguments.
    pub(crate) fn schema(&self) -> Value {
        let properties: Map<_, _> =
            self.parameters.iter().map(|each| (each.name.clone(), each.schema())).collect();
        let required: Vec<_> = self
            .parameters
            .iter()
            .filter(|each| each.default.is_none())
            .map(|each| &each.name)
            .collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    /// The arguments as the tool takes them, or everything that is wrong with
    /// them, in words for whoever gave them.
    pub(crate) fn fit(&self, arguments: &Value) -> Result<Map<String, Value>, String> {
        let Some(given) = arguments.as_object() else {
            return Err(format!("the arguments must be an object, not {}", a_kind_of(arguments)));
        };
        let mut fitted = Map::new();
        let mut problems = Vec::new();
        for parameter in &self.parameters {
            let name = &parameter.name;
            match given.get(name) {
                Some(value) => match parameter.ty.fit(name, value) {
                    Ok(value) => drop(fitted.insert(name.clone(), value)),
                    Err(problem) => problems.push(problem),
                },
                None if parameter.default.is_some() => {}
                None => problems.push(format!("argument `{name}` is missing")),
            }
        }
        problems.extend(given.keys().filter_map(|name| self.unknown(name)));
        if problems.is_empty() { Ok(fitted) } else { Err(problems.join("; ")) }
    }

    fn unknown(&self, name: &str) -> Option<String> {
        let names: Vec<_> = self.parameters.iter().map(|each| each.name.as_str()).collect();
        if names.contains(&name) {
            return None;
        }
        let takes = match names.as_slice() {
            [] => "the tool takes none".to_owned(),
            names => format!("the tool takes `{}`", names.join("`, `")),
        };
        let suggestion = suggestion(name, names);
        Some(format!("there is no argument `{name}` ({takes}){suggestion}"))
    }
}

impl Parameter {
    fn schema(&self) -> Value {
        let mut schema = self.ty.schema();
        if let Some(description) = &self.description {
            schema.insert("description".to_owned(), description.as_str().into());
        }
        if let Some(default) = &self.default {
            schema.insert("default".to_owned(), default.clone());
        }
        schema.into()
    }
}
