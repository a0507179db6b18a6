//! The functions of a world beside its tools.

use crate::diagnosis::Diagnosis;
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
    /// The moves of a scripted model.
    pub(crate) moves: Option<Function>,
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
            moves: optional(program, "script", &["world"])?,
        })
    }
}

fn required(program: &Program, name: &str, parameters: &[&str]) -> Result<Function, Diagnosis> {
    let what = || format!("function `{name}({})`", parameters.join(", "));
    optional(program, name, parameters)?.ok_or_else(|| program.lacks(&what(), name))
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
        let message = format!("`{name}` is not a function; {wanted} is wanted");
        return Err(Diagnosis::new(message, program.assignment(name)));
    };
    let written: Vec<_> = definition.parameters.iter().map(|each| each.name.as_str()).collect();
    if written.len() != parameters.len() {
        let message = format!("`{name}({})` should be {wanted}", written.join(", "));
        return Err(Diagnosis::new(message, Some(&definition.place)));
    }
    let place = Some(definition.place.clone());
    Ok(Some(Function { name: name.to_owned(), value, place }))
}
