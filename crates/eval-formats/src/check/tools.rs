//! The tools of a row.

use std::collections::BTreeSet;

use super::at::At;
use super::dialect::Listing;
use super::findings::Findings;
use super::json::Json;
use super::nearest::nearest;
use super::rule::Rule;

/// As many tools as the vendor takes.
const MOST_TOOLS: usize = 128;

/// What is known of the tools on offer.
#[derive(Debug)]
pub(super) enum Tools {
    /// The row lists none.
    Unlisted,
    /// The list has a fault of its own, so nothing can be said of who is on it.
    Unclear,
    Listed(BTreeSet<String>),
}

impl Tools {
    /// Reads the row's `tools`, which stands at `at`.
    pub(super) fn read(
        tools: Option<&Json<'_>>,
        how: Listing,
        at: &At<'_>,
        out: &mut Findings,
    ) -> Self {
        match tools {
            None => Self::Unlisted,
            Some(Json::Null) if how != Listing::Documented => Self::Unlisted,
            Some(Json::List(_)) if how == Listing::Text => {
                out.add(Rule::ToolsNotString, at, "is a list, not JSON text");
                Self::Unclear
            }
            Some(Json::List(tools)) => Self::of_list(tools, how, at, out),
            Some(Json::Text(text)) if how != Listing::Documented => {
                Self::of_text(text, how, at, out)
            }
            Some(other) => {
                out.add(Rule::ToolsType, at, format!("is {}, not a list", other.kind()));
                Self::Unclear
            }
        }
    }

    fn of_text(text: &str, how: Listing, at: &At<'_>, out: &mut Findings) -> Self {
        if how == Listing::Text && text.is_empty() {
            return Self::Unlisted;
        }
        match Json::parse(text) {
            Ok(Json::List(tools)) => Self::of_list(&tools, how, at, out),
            Ok(other) => {
                out.add(
                    Rule::ToolsType,
                    at,
                    format!("is {} in JSON text, not a list", other.kind()),
                );
                Self::Unclear
            }
            Err(error) => {
                out.add(Rule::ToolsJson, at, format!("is not JSON: {}", error.message));
                Self::Unclear
            }
        }
    }

    fn of_list(tools: &[Json<'_>], how: Listing, at: &At<'_>, out: &mut Findings) -> Self {
        if how == Listing::Documented && tools.len() > MOST_TOOLS {
            out.add(
                Rule::ToolsType,
                at,
                format!("lists {} tools; at most {MOST_TOOLS}", tools.len()),
            );
        }
        let mut names = BTreeSet::new();
        for (place, tool) in tools.iter().enumerate() {
            let Some(name) = read_tool(tool, how, &at.item(place), out) else {
                return Self::Unclear;
            };
            if !names.insert(name.to_owned()) {
                out.add(Rule::ToolDup, &at.item(place), format!("`{name}` is listed twice"));
            }
        }
        Self::Listed(names)
    }

    /// Whether `name` may be called; says so if not.
    pub(super) fn look_up(&self, name: &str, at: &At<'_>, out: &mut Findings) {
        match self {
            Self::Unclear => {}
            Self::Unlisted => {
                out.add(
                    Rule::ToolsMissing,
                    at,
                    format!("calls `{name}`, and the row lists no tools"),
                );
            }
            Self::Listed(names) if names.contains(name) || out.has(Rule::ToolUndefined) => {}
            Self::Listed(names) => {
                let hint = match nearest(name, names.iter().map(String::as_str)) {
                    Some(meant) => format!("; did you mean `{meant}`?"),
                    None => String::new(),
                };
                out.add(Rule::ToolUndefined, at, format!("`{name}` is not in `tools`{hint}"));
            }
        }
    }
}

/// The tool's name, unless it has a fault.
fn read_tool<'j>(
    tool: &'j Json<'_>,
    how: Listing,
    at: &At<'_>,
    out: &mut Findings,
) -> Option<&'j str> {
    let bare = matches!(how, Listing::Loose | Listing::Text) && tool.get("function").is_none();
    let function = if bare { Some(tool) } else { tool.get("function") };
    let wrapped = bare || tool.text("type") == Some("function");
    let Some(function) = function.filter(|function| wrapped && function.as_object().is_some())
    else {
        out.add(Rule::ToolShape, at, "is no function");
        return None;
    };
    if how == Listing::Documented {
        documented(tool, &["type", "function"], at, out);
        let keys = ["name", "description", "parameters", "strict"];
        documented(function, &keys, &at.key("function"), out);
    }
    let parameters = function.get("parameters");
    if parameters.is_some_and(|parameters| parameters.as_object().is_none()) {
        out.add(Rule::ToolParams, at, "has parameters that are no JSON Schema object");
    }
    let name = function.text("name").filter(|name| is_name(name));
    if name.is_none() {
        out.add(Rule::ToolName, at, "has no name of 1 to 64 letters, digits, `_` and `-`");
    }
    name
}

/// Whether every hosted trainer takes it for a tool's name.
pub(super) fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (1..=64).contains(&name.len()) && name.bytes().all(allowed)
}

/// Says which key of an object the vendor does not document.
pub(super) fn documented(object: &Json<'_>, keys: &[&str], at: &At<'_>, out: &mut Findings) {
    let entries = object.as_object().unwrap_or_default();
    if let Some((key, _)) = entries.iter().find(|(key, _)| !keys.contains(&key.as_ref())) {
        out.add(Rule::ExtraKey, at, format!("has the undocumented key `{key}`"));
    }
}
