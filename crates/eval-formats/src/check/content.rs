//! What a message says beside its calls.

use super::at::At;
use super::dialect::{Dialect, NullContent, Speaker};
use super::findings::Findings;
use super::json::Json;
use super::rule::Rule;

/// Checks the content of a message of which the role is known.
pub(super) fn read(
    message: &Json<'_>,
    speaker: Speaker,
    dialect: &Dialect,
    at: &At<'_>,
    out: &mut Findings,
) {
    let content = message.get("content");
    let at = &at.key("content");
    match content {
        None | Some(Json::Null) => nothing(message, speaker, dialect, at, out),
        Some(Json::Text(text)) => {
            if speaker == Speaker::Assistant && text.trim().is_empty() && !acts(message) {
                out.add(Rule::AssistantEmpty, at, "is empty, and nothing is called");
            }
        }
        Some(Json::List(parts)) => list(parts, message, speaker, dialect, at, out),
        Some(other @ (Json::Bool(_) | Json::Integer(_) | Json::Fraction(_) | Json::Object(_))) => {
            out.add(Rule::ContentType, at, format!("is {}, not a string", other.kind()));
        }
    }
}

/// Content is null or absent.
fn nothing(
    message: &Json<'_>,
    speaker: Speaker,
    dialect: &Dialect,
    at: &At<'_>,
    out: &mut Findings,
) {
    match speaker {
        Speaker::System | Speaker::User | Speaker::Call => {
            out.add(Rule::ContentNull, at, "is null or missing");
        }
        Speaker::Tool => out.add(Rule::ToolContent, at, "is null or missing"),
        Speaker::Assistant if !acts(message) => {
            out.add(Rule::AssistantEmpty, at, "is null or missing, and nothing is called");
        }
        Speaker::Assistant => match dialect.null_content {
            NullContent::Fine => {}
            NullContent::Warned => {
                out.add(Rule::NullContent, at, "is null or missing beside calls");
            }
            NullContent::Refused => {
                out.add(Rule::ContentNull, at, "is null or missing beside calls");
            }
        },
    }
}

fn list(
    parts: &[Json<'_>],
    message: &Json<'_>,
    speaker: Speaker,
    dialect: &Dialect,
    at: &At<'_>,
    out: &mut Findings,
) {
    if parts.is_empty() {
        return nothing(message, speaker, dialect, at, out);
    }
    if dialect.text_only {
        out.add(Rule::ContentParts, at, "is a list of parts");
    }
    for (place, part) in parts.iter().enumerate() {
        let Some(kind) = part.text("type") else {
            out.add(Rule::ContentPart, &at.item(place), "has no `type`");
            continue;
        };
        if kind == "text" && part.text("text").is_none() {
            out.add(Rule::ContentPart, &at.item(place), "is a text without `text`");
        }
    }
}

/// Whether the message does something without content.
fn acts(message: &Json<'_>) -> bool {
    let is_there = |key| message.get(key).is_some_and(|value| !value.is_null());
    is_there("tool_calls") || message.text("refusal").is_some_and(|text| !text.is_empty())
}
