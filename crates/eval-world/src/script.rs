//! The functions of a world beside its tools.

use crate::diagnosis::Diagnosis;
use crate::nearest::suggestion;
use crate::perform::Function;
use crate::program::Program;

/// The functions that the toolkit calls by name.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) setup: Option<Function>,
    pub(crate) check: Function,
    pub(crate) invariants: Option<Function>,
    pub(crate) claims: Option<Function>,
    pub(crate) next_action: Function,
    pub(crate) greedy_action: Function,
}

impl Script {
    /// Finds the functions in `world.star`.
    pub(crate) fn find(program: &Program) -> Result<Self, Diagnosis> {
        Ok(Self {
            setup: optional(program, "setup", &["world", "params", "draw"])?,
            check: required(program, "check", &["world", "answer"])?,
            invariants: optional(program, "invariants", &["world"])?,
            claims: optional(program, "claims", &["answer"])?,
            next_action: required(program, "next_action", &["world", "history"])?,
            greedy_action: required(program, "greedy_action", &["world", "history"])?,
        })
    }
}

fn required(program: &Program, name: &str, parameters: &[&str]) -> Result<Function, Diagnosis> {
    optional(program, name, parameters)?.ok_or_else(|| {
        let names = program.names();
        let suggestion = suggestion(name, names.iter().map(String::as_str));
        let wanted = parameters.join(", ");
        Diagnosis::new(format!("world.star has no function `{name}({wanted})`{suggestion}"), None)
    })
}

fn optional(
    program: &Program,
    name: &str,
    parameters: &[&str],
) -> Result<Option<Function>, Diagnosis> {
    let Some(value) = program.get(name) else { return Ok(None) };
    let wanted = format!("`{name}({})`", parameters.join(", "));
    // A function may have been loaded under another name than its own.
    let own_name = value.value().function_name().unwrap_or(name);
    let Some(definition) = program.definition(own_name) else {
        let message = format!("`{name}` in world.star is not a function; {wanted} is wanted");
        return Err(Diagnosis::new(message, None));
    };
    let written: Vec<_> = definition.parameters.iter().map(|each| each.name.as_str()).collect();
    if written.len() != parameters.len() {
        let message = format!("`{name}({})` should be {wanted}", written.join(", "));
        return Err(Diagnosis::new(message, Some(&definition.place)));
    }
    let place = Some(definition.place.clone());
    Ok(Some(Function { name: name.to_owned(), value, place }))
}
