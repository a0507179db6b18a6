//! The columns of a row: which there must be, and which rows of one file may stand together.

use super::at::At;
use super::findings::Findings;
use super::guess::guess_row;
use super::json::Json;
use super::rule::Rule;
use crate::Format;

/// Whether the row has these columns; one fault says which it lacks and whose row it looks like.
pub(super) fn need(row: &Json<'_>, columns: &[&str], format: Format, out: &mut Findings) -> bool {
    let missing: Vec<_> = columns.iter().filter(|column| row.get(column).is_none()).collect();
    if missing.is_empty() {
        return true;
    }
    let names: Vec<_> = missing.iter().map(|column| format!("`{column}`")).collect();
    let looks = match guess_row(row) {
        Some(guess) if guess != format => {
            format!("; it looks like a row of {guess}", guess = guess.name())
        }
        Some(_) | None => String::new(),
    };
    out.add(Rule::Columns, &At::ROW, format!("has no {}{looks}", names.join(" and no ")));
    false
}

/// What kind of row it is, where a format knows several and a file may hold one.
pub(super) fn kind(row: &Json<'_>, format: Format) -> Option<&'static str> {
    let has = |column| row.get(column).is_some();
    match format {
        Format::TrlSft if has("messages") => Some("messages"),
        Format::TrlSft => Some("prompt and completion"),
        Format::LlamafactorySharegpt if has("chosen") || has("rejected") => Some("pairs"),
        Format::LlamafactorySharegpt if has("label") => Some("labelled conversations"),
        Format::LlamafactorySharegpt => Some("conversations"),
        Format::MsSwiftDpo if has("rejected_messages") => Some("rejected_messages"),
        Format::MsSwiftDpo => Some("rejected_response"),
        Format::OpenaiSft
        | Format::OpenaiDpo
        | Format::OpenaiRft
        | Format::TrlSftCompletion
        | Format::TrlSftMasked
        | Format::TrlDpo
        | Format::TrlKto
        | Format::TrlPrm
        | Format::AxolotlChat
        | Format::LlamafactoryDpo
        | Format::LlamafactoryKto
        | Format::MsSwift
        | Format::MsSwiftKto => None,
    }
}

/// The row's `label`, which must be a boolean.
pub(super) fn label(row: &Json<'_>, out: &mut Findings) {
    if let Some(label) = row.get("label") {
        super::marks::boolean(label, Rule::LabelType, &At::ROW.key("label"), out);
    }
}
