//! A case as it stands in a file.

use serde_json::Value;

use super::compare::Tolerance;

/// A method, its input and what it should give.
#[derive(Debug)]
pub(crate) struct Case {
    /// Its name, unique among all.
    pub(crate) name: String,
    /// The method, such as `rate.wilson`.
    pub(crate) method: String,
    /// The method's input.
    pub(crate) input: Value,
    /// What it should give.
    pub(crate) expected: Value,
    /// How far off a number may be.
    pub(crate) tolerance: Tolerance,
}

/// Reads a file of cases.
///
/// # Errors
///
/// If it is no JSON, or no list of cases; in words.
pub(crate) fn read_cases(text: &str) -> Result<Vec<Case>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("no JSON: {error}"))?;
    let cases = value.as_array().ok_or("not a list of cases")?;
    cases.iter().enumerate().map(|(place, case)| read_case(place, case)).collect()
}

fn read_case(place: usize, case: &Value) -> Result<Case, String> {
    let number = place + 1;
    let text = |key: &str| {
        let value = case.get(key).and_then(Value::as_str).map(str::to_owned);
        value.ok_or_else(|| format!("case {number} has no {key}"))
    };
    let name = text("name")?;
    let part = |key: &str| {
        let part = case.get(key).filter(|part| part.is_object());
        part.ok_or_else(|| format!("case {number} ({name}) has no object {key}"))
    };
    let tolerance = part("tolerance")?;
    let allowed = |key: &str| {
        let value = tolerance.get(key).and_then(Value::as_f64);
        value.ok_or_else(|| format!("case {number} ({name}) has no number tolerance.{key}"))
    };
    Ok(Case {
        method: text("method")?,
        input: part("input")?.clone(),
        expected: part("expected")?.clone(),
        tolerance: Tolerance { absolute: allowed("abs")?, relative: allowed("rel")? },
        name,
    })
}
