//! Which format a file probably is.

use super::json::Json;
use crate::Format;

/// The format that a file's first line looks like, if it looks like any.
///
/// Where two formats share their keys, the guess is by what else the row has; a plain
/// conversation is taken for [`Format::TrlSft`].
///
/// ```
/// use eval_formats::{Format, guess_format};
///
/// let line = br#"{"prompt":"2+2?","completions":["4"],"labels":[true]}"#;
/// assert_eq!(guess_format(line), Some(Format::TrlPrm));
/// assert_eq!(guess_format(b"name,age"), None);
/// ```
#[must_use]
pub fn guess_format(first_line: &[u8]) -> Option<Format> {
    let text = std::str::from_utf8(first_line).ok()?;
    let row = Json::parse(text.trim_start_matches('\u{feff}')).ok()?;
    guess_row(&row)
}

pub(super) fn guess_row(row: &Json<'_>) -> Option<Format> {
    let has = |column: &str| row.get(column).is_some();
    if has("input") && (has("preferred_output") || has("non_preferred_output")) {
        Some(Format::OpenaiDpo)
    } else if has("conversations") {
        Some(match (has("chosen"), has("label")) {
            (true, _) => Format::LlamafactoryDpo,
            (false, true) => Format::LlamafactoryKto,
            (false, false) => Format::LlamafactorySharegpt,
        })
    } else if has("completions") && has("labels") {
        Some(Format::TrlPrm)
    } else if has("chosen") && has("rejected") {
        Some(Format::TrlDpo)
    } else if has("prompt") && has("completion") {
        Some(if has("label") { Format::TrlKto } else { Format::TrlSftCompletion })
    } else if has("messages") {
        Some(of_messages(row))
    } else {
        None
    }
}

fn of_messages(row: &Json<'_>) -> Format {
    let has = |column: &str| row.get(column).is_some();
    if has("rejected_messages") || has("rejected_response") {
        return Format::MsSwiftDpo;
    }
    if has("label") {
        return Format::MsSwiftKto;
    }
    if row.text("messages").is_some() {
        // Only this one reads a conversation that is JSON text.
        return Format::AxolotlChat;
    }
    let messages = row.get("messages").and_then(Json::as_list).unwrap_or_default();
    let any = |key: &str| messages.iter().any(|message| message.get(key).is_some());
    let role = |message: &Json<'_>, role: &str| message.text("role") == Some(role);
    if any("loss") || messages.iter().any(|message| role(message, "tool_call")) {
        Format::MsSwift
    } else if any("weight") || has("parallel_tool_calls") {
        Format::OpenaiSft
    } else if messages.last().is_some_and(|message| role(message, "user")) {
        Format::OpenaiRft
    } else {
        of_arguments(messages, any("train"))
    }
}

/// TRL takes arguments as objects, the others as text.
fn of_arguments(messages: &[Json<'_>], marked: bool) -> Format {
    let calls =
        messages.iter().filter_map(|message| message.get("tool_calls")?.as_list()).flatten();
    let mut arguments = calls.filter_map(|call| call.get("function")?.get("arguments"));
    match (arguments.next(), marked) {
        (Some(Json::Text(_)), false) => Format::OpenaiSft,
        (Some(Json::Object(_)), true) => Format::TrlSftMasked,
        (_, true) => Format::AxolotlChat,
        (_, false) => Format::TrlSft,
    }
}
