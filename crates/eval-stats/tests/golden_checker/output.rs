//! Writes what a method gives, so that it can be compared.

use eval_stats::Interval;
use serde_json::{Value, json};

/// A number; infinities and what is none as text, which no expected number equals.
pub(super) fn number(value: f64) -> Value {
    match value {
        f64::INFINITY => json!("inf"),
        f64::NEG_INFINITY => json!("-inf"),
        value if value.is_nan() => json!("NaN"),
        value => json!(value),
    }
}

/// A number, or null where there is none.
pub(super) fn maybe(value: Option<f64>) -> Value {
    value.map_or(Value::Null, number)
}

/// The lower bound, or null.
pub(super) fn lower(interval: Option<Interval>) -> Value {
    maybe(interval.map(|interval| interval.lower))
}

/// The upper bound, or null.
pub(super) fn upper(interval: Option<Interval>) -> Value {
    maybe(interval.map(|interval| interval.upper))
}

/// Both bounds as an object.
pub(super) fn bounds(interval: Option<Interval>) -> Value {
    json!({ "lower": lower(interval), "upper": upper(interval) })
}

/// A list of numbers.
pub(super) fn numbers(values: &[f64]) -> Value {
    values.iter().map(|value| number(*value)).collect()
}

/// Everything undefined, for a method that gives nothing.
pub(super) fn undefined(keys: &[&str]) -> Value {
    keys.iter()
        .map(|key| ((*key).to_owned(), Value::Null))
        .collect::<serde_json::Map<_, _>>()
        .into()
}
