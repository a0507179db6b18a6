//! A tool: a function that the agent may call.

use eval_trace::{ToolSet, ToolSpec};
use serde_json::Value;
use starlark::docs::{DocFunction, DocItem, DocMember, DocParam, DocString};
use starlark::environment::Module;
use starlark::eval::Evaluator;
use starlark::values::OwnedFrozenValue;

use crate::definition::{Definition, Form, WrittenParameter};
use crate::diagnosis::Diagnosis;
use crate::nearest::suggestion;
use crate::parameter_type::ParameterType;
use crate::perform::Function;
use crate::program::Program;
use crate::signature::{Parameter, Signature};
use crate::{json, language};

/// A tool, ready to be called.
#[derive(Debug)]
pub(crate) struct Tool {
    pub(crate) function: Function,
    pub(crate) signature: Signature,
    pub(crate) description: String,
}

impl Tool {
    /// Reads an item of `TOOLS`.
    pub(crate) fn new(value: OwnedFrozenValue, program: &Program) -> Result<Self, Diagnosis> {
        let (name, definition, documentation) = described(&value, program)?;
        let parameters = parameters(&name, definition, &documentation)?;
        let function = Function { name, value, place: Some(definition.place.clone()) };
        let description = documentation.docs.as_ref().map(prose).unwrap_or_default();
        Ok(Self { function, signature: Signature { parameters }, description })
    }

    /// The tool as the model and the guards see it.
    pub(crate) fn spec(&self, mutating: bool) -> ToolSpec {
        ToolSpec {
            name: self.function.name.clone(),
            description: self.description.clone(),
            parameters: self.signature.schema(),
            mutating,
        }
    }
}

fn described<'a>(
    value: &OwnedFrozenValue,
    program: &'a Program,
) -> Result<(String, &'a Definition, DocFunction), Diagnosis> {
    let refused = || {
        let message = format!(
            "TOOLS names {}, which is not a function defined by `def` at the top level of a file",
            value.value().to_repr()
        );
        Diagnosis::new(message, program.assignment("TOOLS"))
    };
    let name = value.value().function_name().ok_or_else(refused)?;
    let definition = program.definition(name).ok_or_else(refused)?;
    match value.value().documentation() {
        DocItem::Member(DocMember::Function(documentation)) => {
            Ok((name.to_owned(), definition, documentation))
        }
        DocItem::Member(DocMember::Property(_)) | DocItem::Module(_) | DocItem::Type(_) => {
            Err(refused())
        }
    }
}

fn parameters(
    tool: &str,
    definition: &Definition,
    documentation: &DocFunction,
) -> Result<Vec<Parameter>, Diagnosis> {
    let Some((first, written)) = definition.parameters.split_first() else {
        let message = format!("the first parameter of tool `{tool}` must be `world`; it has none");
        return Err(Diagnosis::new(message, Some(&definition.place)));
    };
    if first.name != "world" {
        let message =
            format!("the first parameter of tool `{tool}` must be `world`, not `{}`", first.name);
        return Err(Diagnosis::new(message, Some(&first.place)));
    }
    if let Some(star) = written.iter().find(|parameter| parameter.form == Form::Star) {
        let name = &star.name;
        let message = format!(
            "tool `{tool}` takes any number of arguments as `{name}`; a tool must name each one"
        );
        return Err(Diagnosis::new(message, Some(&star.place)));
    }
    let documented = documentation.params.regular_params().skip(1);
    let read = |(written, documented)| parameter(tool, written, documented);
    written.iter().zip(documented).map(read).collect()
}

fn parameter(
    tool: &str,
    written: &WrittenParameter,
    documented: &DocParam,
) -> Result<Parameter, Diagnosis> {
    let refused = |why: &str| {
        let message = format!("parameter `{}` of tool `{tool}` {why}", written.name);
        Diagnosis::new(message, Some(&written.place))
    };
    if written.form == Form::Untyped {
        return Err(refused("has no type; write `name: str`, for example"));
    }
    Ok(Parameter {
        name: documented.name.clone(),
        description: documented.docs.as_ref().map(prose),
        ty: ParameterType::of(&documented.typ).ok_or_else(|| refused(UNSUPPORTED))?,
        default: documented.default_value.as_deref().map(default_value),
    })
}

const UNSUPPORTED: &str = "has a type that JSON cannot carry; a parameter may be str, int, float, \
                           bool, list[T], dict[str, T], T | None or typing.Any";

/// The tool that `name` most likely stands for, as words to end an error with.
pub(crate) fn nearest_tool(name: &str, specs: &ToolSet) -> String {
    suggestion(name, specs.specs().iter().map(|spec| spec.name.as_str()))
}

fn prose(text: &DocString) -> String {
    match &text.details {
        Some(details) => format!("{}\n\n{details}", text.summary),
        None => text.summary.clone(),
    }
}

/// The default value, which Starlark tells as source text; null where that
/// text does not stand for plain data.
fn default_value(source: &str) -> Value {
    Module::with_temp_heap(|module| {
        let syntax = language::parse("default", source).ok()?;
        let value = Evaluator::new(&module).eval_module(syntax, language::globals()).ok()?;
        json::of_value(value).ok()
    })
    .unwrap_or_default()
}
