//! Whether what came is what was expected.

use std::fmt;

use serde_json::{Map, Value};

/// How far off a number may be: `absolute` plus `relative` times the expected size.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tolerance {
    /// In the unit of the number.
    pub(crate) absolute: f64,
    /// As a share of the expected number.
    pub(crate) relative: f64,
}

impl fmt::Display for Tolerance {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "abs {:e} rel {:e}", self.absolute, self.relative)
    }
}

/// A value that is not as expected.
pub(super) struct Mismatch {
    pub(super) field: String,
    pub(super) expected: String,
    pub(super) got: String,
}

/// All values of `expected` that `got` lacks or has otherwise. What it has beyond is its own.
pub(super) fn mismatches(expected: &Value, got: &Value, tolerance: Tolerance) -> Vec<Mismatch> {
    let mut found = Vec::new();
    walk("", expected, Some(got), tolerance, &mut found);
    found
}

fn walk(
    field: &str,
    expected: &Value,
    got: Option<&Value>,
    tolerance: Tolerance,
    found: &mut Vec<Mismatch>,
) {
    match (expected, got) {
        (Value::Object(parts), _) if parts.contains_key("between") => {
            let holds = got.is_some_and(|got| is_between(parts, got));
            note(holds, field, expected, got, found);
        }
        (Value::Object(parts), Some(Value::Object(theirs))) => {
            for (key, part) in parts {
                walk(&join(field, key), part, theirs.get(key), tolerance, found);
            }
        }
        (Value::Array(parts), Some(Value::Array(theirs))) if parts.len() == theirs.len() => {
            for (place, (part, their)) in parts.iter().zip(theirs).enumerate() {
                walk(&join(field, &place.to_string()), part, Some(their), tolerance, found);
            }
        }
        (Value::Number(number), Some(Value::Number(theirs))) => {
            let holds = agrees(number, theirs, tolerance);
            note(holds, field, expected, got, found);
        }
        // Strings (infinity among them), booleans and undefined values are what they are.
        _ => note(got == Some(expected), field, expected, got, found),
    }
}

fn note(
    holds: bool,
    field: &str,
    expected: &Value,
    got: Option<&Value>,
    found: &mut Vec<Mismatch>,
) {
    if !holds {
        let got = got.map_or_else(|| "nothing".to_owned(), Value::to_string);
        let field = field.to_owned();
        found.push(Mismatch { field, expected: expected.to_string(), got });
    }
}

/// Whole numbers agree exactly, others within the tolerance.
fn agrees(expected: &serde_json::Number, got: &serde_json::Number, tolerance: Tolerance) -> bool {
    if let (Some(expected), Some(got)) = (expected.as_i64(), got.as_i64()) {
        return expected == got;
    }
    let (Some(expected), Some(got)) = (expected.as_f64(), got.as_f64()) else {
        return false;
    };
    (got - expected).abs() <= tolerance.absolute + tolerance.relative * expected.abs()
}

fn is_between(parts: &Map<String, Value>, got: &Value) -> bool {
    let bounds = parts["between"].as_array().map(Vec::as_slice);
    let Some([lower, upper]) = bounds else {
        return false;
    };
    match (lower.as_f64(), got.as_f64(), upper.as_f64()) {
        (Some(lower), Some(got), Some(upper)) => lower <= got && got <= upper,
        _ => false,
    }
}

fn join(field: &str, part: &str) -> String {
    if field.is_empty() { part.to_owned() } else { format!("{field}.{part}") }
}
