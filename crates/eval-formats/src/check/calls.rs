//! The calls that an assistant's message makes.

use super::at::At;
use super::dialect::{Arguments, Dialect};
use super::findings::Findings;
use super::json::Json;
use super::open_calls::OpenCalls;
use super::rule::Rule;
use super::tools::{Tools, documented, is_name};

/// Checks the `tool_calls` of a message, if it has any.
pub(super) fn read<'j>(
    message: &'j Json<'j>,
    dialect: &Dialect,
    tools: &Tools,
    open: &mut OpenCalls<'j>,
    at: &At<'_>,
    out: &mut Findings,
) {
    let at = &at.key("tool_calls");
    let calls = match message.get("tool_calls") {
        None | Some(Json::Null) => return,
        Some(Json::List(calls)) if !calls.is_empty() => calls,
        Some(other) => {
            let kind = if other.as_list().is_some() { "an empty list" } else { other.kind() };
            out.add(Rule::ToolCallsType, at, format!("is {kind}, not a list of calls"));
            return open.lose();
        }
    };
    for (place, call) in calls.iter().enumerate() {
        let at = &at.item(place);
        let Some(function) = call.get("function").filter(|function| function.as_object().is_some())
        else {
            out.add(Rule::ToolCallShape, at, "has no `function` object");
            open.lose();
            continue;
        };
        shape(call, function, dialect, at, out);
        let at_function = at.key("function");
        name(function, tools, &at_function.key("name"), out);
        let arguments = function.get("arguments");
        self::arguments(arguments, dialect.arguments, &at_function.key("arguments"), out);
        make(call, dialect, open, &at.key("id"), out);
    }
}

/// The type of a call, and what a vendor says of its keys.
fn shape(call: &Json<'_>, function: &Json<'_>, dialect: &Dialect, at: &At<'_>, out: &mut Findings) {
    match call.get("type") {
        Some(Json::Text(kind)) if kind == "function" => {}
        None if !dialect.hosted => {}
        None => out.add(Rule::ToolCallType, &at.key("type"), "is missing"),
        Some(_) => out.add(Rule::ToolCallType, &at.key("type"), "is not `function`"),
    }
    if dialect.hosted {
        documented(call, &["id", "type", "function"], at, out);
        documented(function, &["name", "arguments"], &at.key("function"), out);
    }
}

fn name(function: &Json<'_>, tools: &Tools, at: &At<'_>, out: &mut Findings) {
    match function.text("name") {
        Some(name) if is_name(name) => tools.look_up(name, at, out),
        Some(name) => {
            let said = format!("`{name}` is no name of 1 to 64 letters, digits, `_` and `-`");
            out.add(Rule::ToolCallName, at, said);
        }
        None => out.add(Rule::ToolCallName, at, "is missing, or no string"),
    }
}

/// Checks a call's arguments, as an object or as JSON text of one.
fn arguments(arguments: Option<&Json<'_>>, wanted: Arguments, at: &At<'_>, out: &mut Findings) {
    let kind = arguments.map_or("missing", Json::kind);
    match (wanted, arguments) {
        (Arguments::Text | Arguments::Either, Some(Json::Text(text))) => match Json::parse(text) {
            Ok(Json::Object(_)) => {}
            Ok(other) => {
                out.add(
                    Rule::ArgsNotObject,
                    at,
                    format!("is {} in JSON text, not an object", other.kind()),
                );
            }
            Err(error) => out.add(Rule::ArgsBadJson, at, format!("is not JSON: {}", error.message)),
        },
        (Arguments::Object | Arguments::Either, Some(Json::Object(_))) => {}
        (Arguments::Text, _) => {
            out.add(Rule::ArgsNotString, at, format!("is {kind}, not JSON text"));
        }
        (Arguments::Object | Arguments::Either, _) => {
            out.add(Rule::ArgsNotObject, at, format!("is {kind}, not an object"));
        }
    }
}

fn make<'j>(
    call: &'j Json<'j>,
    dialect: &Dialect,
    open: &mut OpenCalls<'j>,
    at: &At<'_>,
    out: &mut Findings,
) {
    let id = match call.get("id") {
        Some(Json::Text(id)) if !id.is_empty() => Some(id.as_ref()),
        None | Some(Json::Null) if !dialect.hosted => None,
        missing => {
            let kind = missing.map_or("missing", Json::kind);
            out.add(Rule::ToolCallId, at, format!("is {kind}, not a string that says something"));
            return open.lose();
        }
    };
    if !open.make(id) {
        out.add(Rule::ToolCallIdDup, at, format!("`{}` was given before", id.unwrap_or_default()));
    }
}

/// Checks a message of ms-swift that is one call, as JSON text.
pub(super) fn read_text<'j>(
    message: &'j Json<'j>,
    tools: &Tools,
    open: &mut OpenCalls<'j>,
    at: &At<'_>,
    out: &mut Findings,
) {
    let at = &at.key("content");
    // The id is not written; results stand in the order of the calls.
    let _ = open.make(None);
    let Some(text) = message.text("content") else { return };
    match Json::parse(text) {
        Ok(call) => written_call(&call, tools, Arguments::Either, at, out),
        Err(error) => {
            out.add(Rule::FunctionCallJson, at, format!("is not JSON: {}", error.message));
        }
    }
}

/// Checks a call that stands in a message's text as `{"name":…,"arguments":…}`.
pub(super) fn written_call(
    call: &Json<'_>,
    tools: &Tools,
    wanted: Arguments,
    at: &At<'_>,
    out: &mut Findings,
) {
    let (Some(name), Some(arguments)) = (call.text("name"), call.get("arguments")) else {
        out.add(Rule::FunctionCallShape, at, "is no call: it needs `name` and `arguments`");
        return;
    };
    tools.look_up(name, at, out);
    self::arguments(Some(arguments), wanted, at, out);
}
