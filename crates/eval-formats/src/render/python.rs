//! Values as Python writes them: `str`, `repr`, and `json.dumps`.

use std::fmt::Write as _;

use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Value};

/// `str(value)`, and nothing of what is not defined.
pub(super) fn text(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None => repr(value),
    }
}

fn repr(value: &Value) -> String {
    let items = |one: &dyn Fn(Value) -> String| {
        let items = value.try_iter().into_iter().flatten().map(one);
        items.collect::<Vec<_>>().join(", ")
    };
    match value.kind() {
        ValueKind::Undefined => String::new(),
        ValueKind::None => "None".to_owned(),
        ValueKind::Bool if value.is_true() => "True".to_owned(),
        ValueKind::Bool => "False".to_owned(),
        ValueKind::Number => number(value),
        ValueKind::String => quoted(value.as_str().unwrap_or_default()),
        ValueKind::Seq | ValueKind::Iterable => format!("[{}]", items(&|item| repr(&item))),
        ValueKind::Map => {
            let entry = |key: Value| {
                format!("{}: {}", repr(&key), repr(&value.get_item(&key).unwrap_or_default()))
            };
            format!("{{{}}}", items(&entry))
        }
        _ => value.to_string(),
    }
}

/// In single quotes, unless it holds some and no double ones.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut quoted = String::from(quote);
    for char in text.chars() {
        match char {
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\\' => quoted.push_str("\\\\"),
            _ if char == quote => quoted.extend(['\\', char]),
            _ if char.is_control() => {
                let _ = write!(quoted, "\\x{:02x}", u32::from(char));
            }
            _ => quoted.push(char),
        }
    }
    quoted.push(quote);
    quoted
}

fn number(value: &Value) -> String {
    if value.is_integer() {
        return value.to_string();
    }
    f64::try_from(value.clone()).map_or_else(|_| value.to_string(), float)
}

/// The shortest digits that give the number back, without exponent from 1e-4 up
/// to 1e16.
fn float(number: f64) -> String {
    let scientific = format!("{number:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific.to_lowercase();
    };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    if !(-4..16).contains(&exponent) {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{digits}e{sign}{:02}", exponent.unsigned_abs());
    }
    let plain = number.to_string();
    if plain.contains('.') { plain } else { plain + ".0" }
}

/// `json.dumps` with these options.
#[derive(Debug, Default)]
pub(super) struct Json {
    pub(super) indent: Option<usize>,
    pub(super) separators: Option<(String, String)>,
    pub(super) ensure_ascii: bool,
    pub(super) sort_keys: bool,
}

impl Json {
    pub(super) fn dumps(&self, value: &Value) -> Result<String, Error> {
        let mut out = String::new();
        self.value(value, 0, &mut out)?;
        Ok(out)
    }

    fn value(&self, value: &Value, depth: usize, out: &mut String) -> Result<(), Error> {
        match value.kind() {
            ValueKind::None => out.push_str("null"),
            ValueKind::Bool => out.push_str(if value.is_true() { "true" } else { "false" }),
            ValueKind::Number => out.push_str(&number(value)),
            ValueKind::String => self.string(value.as_str().unwrap_or_default(), out),
            ValueKind::Seq | ValueKind::Iterable => {
                let items: Vec<_> = value.try_iter()?.collect();
                self.all(['[', ']'], &items, depth, out, |item, out| {
                    self.value(item, depth + 1, out)
                })?;
            }
            ValueKind::Map => {
                let mut keys: Vec<_> = value.try_iter()?.collect();
                if self.sort_keys {
                    keys.sort();
                }
                self.all(['{', '}'], &keys, depth, out, |key, out| {
                    self.string(&text(key), out);
                    out.push_str(self.separators.as_ref().map_or(": ", |(_, colon)| colon));
                    self.value(&value.get_item(key)?, depth + 1, out)
                })?;
            }
            kind => {
                let said = format!("a value of type {kind} is no JSON");
                return Err(Error::new(ErrorKind::BadSerialization, said));
            }
        }
        Ok(())
    }

    fn all(
        &self,
        [open, close]: [char; 2],
        items: &[Value],
        depth: usize,
        out: &mut String,
        one: impl Fn(&Value, &mut String) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let comma = if self.indent.is_some() { "," } else { ", " };
        let comma = self.separators.as_ref().map_or(comma, |(comma, _)| comma);
        out.push(open);
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.push_str(comma);
            }
            self.new_line(depth + 1, out);
            one(item, out)?;
        }
        if !items.is_empty() {
            self.new_line(depth, out);
        }
        out.push(close);
        Ok(())
    }

    fn new_line(&self, depth: usize, out: &mut String) {
        if let Some(indent) = self.indent {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent * depth));
        }
    }

    fn string(&self, text: &str, out: &mut String) {
        out.push('"');
        for char in text.chars() {
            match char {
                '"' | '\\' => out.extend(['\\', char]),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                '\u{8}' => out.push_str("\\b"),
                '\u{c}' => out.push_str("\\f"),
                '\0'..='\u{1f}' => escape(char, out),
                '\u{7f}'.. if self.ensure_ascii && char != '\u{7f}' => escape(char, out),
                _ => out.push(char),
            }
        }
        out.push('"');
    }
}

fn escape(char: char, out: &mut String) {
    for unit in char.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::values::of_json;

    /// As printed by Python 3.11.
    #[test]
    fn numbers_are_pythons() {
        let said = "[1, -1.5, 1e22, 1e16, 1e15, 0.0001, 1e-05, 123456789.125, 0.1, -0.0, 18446744073709551615]";
        let expected = "[1, -1.5, 1e+22, 1e+16, 1000000000000000.0, 0.0001, 1e-05, 123456789.125, 0.1, -0.0, 18446744073709551615]";
        assert_eq!(Json::default().dumps(&of_json(said).unwrap()).unwrap(), expected);
    }

    #[test]
    fn keys_stay_in_their_order_unless_they_are_sorted() {
        let value = of_json(r#"{"b":{"é\n\u0001":[]},"a":[true,null]}"#).unwrap();
        let dumps = |json: Json| json.dumps(&value).unwrap();
        assert_eq!(dumps(Json::default()), r#"{"b": {"é\n\u0001": []}, "a": [true, null]}"#);
        let options = Json { sort_keys: true, ensure_ascii: true, ..Json::default() };
        assert_eq!(dumps(options), r#"{"a": [true, null], "b": {"\u00e9\n\u0001": []}}"#);
        let indented =
            "{\n  \"b\": {\n    \"é\\n\\u0001\": []\n  },\n  \"a\": [\n    true,\n    null\n  ]\n}";
        assert_eq!(dumps(Json { indent: Some(2), ..Json::default() }), indented);
    }

    #[test]
    fn a_value_in_the_text_is_its_representation() {
        let value = of_json(r#"{"a":[true,null,"it's","\"'\n",1.0]}"#).unwrap();
        assert_eq!(text(&value), r#"{'a': [True, None, "it's", '"\'\n', 1.0]}"#);
    }
}
