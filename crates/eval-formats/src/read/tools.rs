//! The tools of a row, as a list or as JSON text of one.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::ReadRowError;
use super::json::{compact, unquoted};
use crate::Tools;
use crate::tools::fault;

/// A tool, of which LLaMA-Factory and ms-swift take the bare function as well.
#[derive(Deserialize)]
struct Tool<'a> {
    #[serde(borrow)]
    function: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Function<'a> {
    name: String,
    #[serde(borrow)]
    parameters: Option<&'a RawValue>,
}

/// In the words and in the order of the row: a template prints it so.
pub(super) fn read(tools: Option<&RawValue>) -> Result<Arc<Tools>, ReadRowError> {
    let Some(tools) = tools else { return Ok(Arc::new(Tools::of([]))) };
    let text = unquoted(tools)?;
    if text.trim().is_empty() {
        return Ok(Arc::new(Tools::of([])));
    }
    let mut functions = Vec::new();
    let mut listing = Vec::new();
    for tool in serde_json::from_str::<Vec<&RawValue>>(&text)? {
        let Tool { function } = serde_json::from_str(tool.get())?;
        let compact = compact(tool.get());
        functions.push(serde_json::from_str::<Function>(function.unwrap_or(tool).get())?);
        listing.push(match function {
            Some(_) => compact,
            None => format!(r#"{{"type":"function","function":{compact}}}"#),
        });
    }
    let has_object =
        |function: &Function| function.parameters.is_none_or(|json| json.get().starts_with('{'));
    let fault = fault(functions.iter().map(|function| (&*function.name, has_object(function))));
    let names = functions.into_iter().map(|function| function.name).collect();
    Ok(Arc::new(Tools::listed(names, format!("[{}]", listing.join(",")), fault)))
}
