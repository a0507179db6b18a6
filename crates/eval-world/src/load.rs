//! Compiling a scenario into a world, and what can be wrong with it.

use std::path::Path;

use eval_scenario::Scenario;
use eval_trace::ToolSet;
use serde_json::Value;
use starlark::values::list::ListRef;

use crate::diagnosis::Diagnosis;
use crate::entities::Entities;
use crate::json;
use crate::program::{ENTRY, Program};
use crate::script::Script;
use crate::tool::{Tool, nearest_tool};

/// Why a scenario has no world. Each `Display` is one line.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LoadWorldError {
    /// The scenario has no file `world.star`.
    #[error("scenario `{0}` has no world.star")]
    NoEntry(String),
    /// A file is no Starlark, loads what is not there, or fails when it is run.
    #[error("{0}")]
    File(Diagnosis),
    /// A function that every world has is missing, or takes other parameters.
    #[error("{0}")]
    Function(Diagnosis),
    /// `TOOLS` is missing, or a tool in it cannot be called by a model.
    #[error("{0}")]
    Tool(Diagnosis),
    /// `ENTITIES` is not plain data by kind and id.
    #[error("{0}")]
    Entities(Diagnosis),
    /// A tool does not say whether it changes the world.
    #[error("tool `{0}` has no `[tools.{0}] mutating = …` in scenario.toml")]
    Undeclared(String),
    /// `scenario.toml` declares a tool that the world does not have.
    #[error("`[tools.{tool}]` in scenario.toml, but no `{tool}` in TOOLS{suggestion}")]
    Unknown {
        /// The tool declared.
        tool: String,
        /// The nearest tool there is, in words.
        suggestion: String,
    },
    /// A variant grants a tool that the world does not have.
    #[error("variant `{variant}` grants `{tool}`, but no `{tool}` in TOOLS{suggestion}")]
    UnknownGrant {
        /// The variant.
        variant: String,
        /// The tool granted.
        tool: String,
        /// The nearest tool there is, in words.
        suggestion: String,
    },
}

impl LoadWorldError {
    /// The error with the lines it is about and a caret under what is wrong,
    /// where it is about lines of a file; the files named by where they lie.
    #[must_use]
    pub fn render_in(&self, folder: &Path, colour: bool) -> String {
        match self {
            Self::File(diagnosis)
            | Self::Function(diagnosis)
            | Self::Tool(diagnosis)
            | Self::Entities(diagnosis) => diagnosis.render_in(folder, colour),
            Self::NoEntry(_)
            | Self::Undeclared(_)
            | Self::Unknown { .. }
            | Self::UnknownGrant { .. } => {
                let message = format!("{self} ({})", folder.display());
                Diagnosis::new(message, None).render(colour)
            }
        }
    }
}

/// What a scenario compiles into.
pub(crate) struct Compiled {
    pub(crate) script: Script,
    pub(crate) tools: Vec<Tool>,
    pub(crate) specs: ToolSet,
    /// What `ENTITIES` holds: the state before `setup`.
    pub(crate) fixtures: Entities,
}

/// Compiles a scenario.
pub(crate) fn compile(scenario: &Scenario) -> Result<Compiled, LoadWorldError> {
    if !scenario.files.iter().any(|file| file.path == ENTRY) {
        return Err(LoadWorldError::NoEntry(scenario.name.clone()));
    }
    let program = Program::run(&scenario.files).map_err(LoadWorldError::File)?;
    let tools = tools(&program).map_err(LoadWorldError::Tool)?;
    let specs = declared(scenario, &tools)?;
    check_grants(scenario, &specs)?;
    let fixtures = fixtures(&program).map_err(LoadWorldError::Entities)?;
    let script = Script::find(&program).map_err(LoadWorldError::Function)?;
    Ok(Compiled { script, tools, specs, fixtures })
}

fn tools(program: &Program) -> Result<Vec<Tool>, Diagnosis> {
    let listed = program.get("TOOLS");
    let listed =
        listed.ok_or_else(|| program.lacks("list `TOOLS = [...]` of its tools", "TOOLS"))?;
    let refused = |message| Diagnosis::new(message, program.assignment("TOOLS"));
    let list = ListRef::from_value(listed.value()).ok_or_else(|| {
        refused(format!("TOOLS is of type {}, not a list", listed.value().get_type()))
    })?;
    let mut tools: Vec<Tool> = Vec::with_capacity(list.content().len());
    for item in list.iter() {
        // All that a frozen list holds is frozen.
        let item = listed.map(|list| item.unpack_frozen().unwrap_or(list));
        let tool = Tool::new(item, program)?;
        if tools.iter().any(|listed| listed.function.name == tool.function.name) {
            return Err(refused(format!("TOOLS names `{}` twice", tool.function.name)));
        }
        tools.push(tool);
    }
    Ok(tools)
}

/// The tools with what `scenario.toml` declares of them.
fn declared(scenario: &Scenario, tools: &[Tool]) -> Result<ToolSet, LoadWorldError> {
    let mut specs = Vec::with_capacity(tools.len());
    for tool in tools {
        let name = &tool.function.name;
        let declaration = scenario.tools.get(name);
        let declaration = declaration.ok_or_else(|| LoadWorldError::Undeclared(name.clone()))?;
        specs.push(tool.spec(declaration.mutating));
    }
    let specs = ToolSet::new(specs);
    match scenario.tools.keys().find(|name| specs.get(name).is_none()) {
        Some(tool) => {
            let (tool, suggestion) = (tool.clone(), nearest_tool(tool, &specs));
            Err(LoadWorldError::Unknown { tool, suggestion })
        }
        None => Ok(specs),
    }
}

fn check_grants(scenario: &Scenario, specs: &ToolSet) -> Result<(), LoadWorldError> {
    for variant in scenario.variants.values() {
        for tool in variant.grant.iter().flatten() {
            if specs.get(tool).is_none() {
                let suggestion = nearest_tool(tool, specs);
                let (variant, tool) = (variant.name.clone(), tool.clone());
                return Err(LoadWorldError::UnknownGrant { variant, tool, suggestion });
            }
        }
    }
    Ok(())
}

fn fixtures(program: &Program) -> Result<Entities, Diagnosis> {
    let Some(value) = program.get("ENTITIES") else { return Ok(Entities::default()) };
    let refused = |message| Diagnosis::new(message, program.assignment("ENTITIES"));
    let written = json::of_value(value.value())
        .map_err(|problem| refused(format!("ENTITIES does not fit in JSON: {problem}")))?;
    by_kind_and_id(written).ok_or_else(|| {
        refused("ENTITIES must map each kind to a dict of its entities by id".to_owned())
    })
}

fn by_kind_and_id(written: Value) -> Option<Entities> {
    let mut entities = Entities::default();
    let Value::Object(kinds) = written else { return None };
    for (kind, ids) in kinds {
        let Value::Object(ids) = ids else { return None };
        for (id, entity) in ids {
            entities.put(&kind, &id, entity);
        }
    }
    Some(entities.settle())
}
