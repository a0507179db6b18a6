//! How keys, words and values are written out again.

use std::fmt::Write as _;

use crate::node::{Entry, Kind, Node};

/// The dotted path of `key` in the table at `parent`.
pub(crate) fn join(parent: &str, key: &str) -> String {
    if parent.is_empty() {
        bare_or_quoted(key)
    } else {
        format!("{parent}.{}", bare_or_quoted(key))
    }
}

/// A key as it would be written in a file: in quotes only where it needs them.
pub(crate) fn bare_or_quoted(key: &str) -> String {
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || "_-".contains(letter);
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { string(key) }
}

/// A word in backticks, with what cannot be seen spelled out.
pub(crate) fn quoted(word: &str) -> String {
    let mut text = String::from("`");
    for letter in word.chars() {
        if letter.is_control() {
            text.extend(letter.escape_default());
        } else {
            text.push(letter);
        }
    }
    text.push('`');
    text
}

/// Words in backticks with commas between them.
pub(crate) fn quoted_list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(quoted).collect::<Vec<_>>().join(", ")
}

/// A value as TOML on one line.
pub(crate) fn value(node: &Node) -> String {
    match &node.kind {
        Kind::String(text) => string(text),
        Kind::Integer(integer) => integer.to_string(),
        Kind::Float(number) => float(*number),
        Kind::Boolean(boolean) => boolean.to_string(),
        Kind::Datetime(text) => text.clone(),
        Kind::Array(items) => array(items.iter().map(value)),
        Kind::Table(table) if table.entries.is_empty() => "{}".to_owned(),
        Kind::Table(table) => {
            let entry = |Entry { key, node, .. }: &Entry| {
                format!("{} = {}", bare_or_quoted(key), value(node))
            };
            let entries: Vec<_> = table.entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
    }
}

/// Values already written as TOML, as a TOML array.
pub(crate) fn array(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

/// A number as a TOML float, which has a point or an exponent even where it is whole.
pub(crate) fn float(number: f64) -> String {
    if number.is_nan() { "nan".to_owned() } else { format!("{number:?}") }
}

/// A string as a TOML basic string.
pub(crate) fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            letter if letter.is_control() => {
                // Writing to a `String` cannot fail.
                let _ = write!(quoted, "\\u{:04X}", u32::from(letter));
            }
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}
