//! Compiling a scenario into a world, and what can be wrong with it.

use eval_scenario::Scenario;
use eval_trace::ToolSet;
use serde_json::Value;
use starlark::values::list::FrozenListRef;

use crate::diagnosis::Diagnosis;
use crate::entities::Entities;
use crate::json;
use crate::nearest::suggestion;
use crate::program::{ENTRY, Program};
use crate::script::Script;
use crate::tool::Tool;

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
    #[error("ENTITIES in world.star: {0}")]
    Entities(String),
    /// A tool does not say whether it changes the world.
    #[error("tool `{0}` has no `[tools.{0}] mutating = …` in scenario.toml")]
    Undeclared(String),
    /// `scenario.toml` declares a tool that the world does not have.
    #[error("`[tools.{tool}]` in scenario.toml, but TOOLS in world.star has no `{tool}`{suggestion}")]
    Unknown {
        /// The tool declared.
        tool: String,
        /// The nearest tool there is, in words.
        suggestion: String,
    },
    /// A variant grants a tool that the world does not have.
    #[error("variant `{variant}` in scenario.toml grants `{tool}`, but TOOLS in world.star has no `{tool}`{suggestion}")]
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
    /// where it is about lines of a file.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        match self {
            Self::File(diagnosis) | Self::Function(diagnosis) | Self::Tool(diagnosis) => {
                diagnosis.render(colour)
            }
            Self::NoEntry(_)
            | Self::Entities(_)
            | Self::Undeclared(_)
            | Self::Unknown { .. }
            | Self::UnknownGrant { .. } => Diagnosis::new(self.to_string(), None).render(colour),
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
    let Some(listed) = program.get("TOOLS") else {
        let names = program.names();
        let suggestion = suggestion("TOOLS", names.iter().map(String::as_str));
        let message = format!("world.star has no list `TOOLS = [...]` of its tools{suggestion}");
        return Err(Diagnosis::new(message, None));
    };
    let Some(list) = FrozenListRef::from_value(listed.value()) else {
        let found = listed.value().get_type();
        return Err(Diagnosis::new(format!("TOOLS in world.star is of type {found}, not a list"), None));
    };
    let mut tools: Vec<Tool> = Vec::with_capacity(list.len());
    for item in list.iter() {
        let tool = Tool::new(listed.map(|_| *item), program)?;
        if tools.iter().any(|listed| listed.function.name == tool.function.name) {
            let message = format!("TOOLS in world.star names `{}` twice", tool.function.name);
            return Err(Diagnosis::new(message, tool.function.place.as_ref()));
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

pub(crate) fn nearest_tool(tool: &str, specs: &ToolSet) -> String {
    suggestion(tool, specs.specs().iter().map(|spec| spec.name.as_str()))
}

fn fixtures(program: &Program) -> Result<Entities, String> {
    let mut entities = Entities::default();
    let Some(value) = program.get("ENTITIES") else { return Ok(entities) };
    let not_kinds = || "it must map each kind to its entities by id".to_owned();
    let kinds = match json::of_value(value.value()).map_err(|problem| problem.to_string())? {
        Value::Object(kinds) => kinds,
        _ => return Err(not_kinds()),
    };
    for (kind, ids) in kinds {
        let Value::Object(ids) = ids else { return Err(not_kinds()) };
        for (id, entity) in ids {
            entities.put(&kind, &id, entity);
        }
    }
    Ok(entities.settle())
}
