//! How deep JSON from a model may be nested.

use serde_json::Value;

/// JSON readers give up at some depth, commonly 128. What is taken in here is
/// stored inside of events, so it has to stay well below that.
pub(crate) const MOST: usize = 64;

/// Whether a value is nested deeper than is taken in.
pub(crate) fn is_too_deep(value: &Value) -> bool {
    deeper_than(value, MOST)
}

fn deeper_than(value: &Value, levels: usize) -> bool {
    let Some(below) = levels.checked_sub(1) else {
        return value.is_array() || value.is_object();
    };
    match value {
        Value::Array(items) => items.iter().any(|item| deeper_than(item, below)),
        Value::Object(fields) => fields.values().any(|field| deeper_than(field, below)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nested(levels: usize) -> Value {
        serde_json::from_str(&format!("{}{}", "[".repeat(levels), "]".repeat(levels))).unwrap()
    }

    #[test]
    fn as_deep_as_is_taken_in_and_one_deeper() {
        assert!(!is_too_deep(&nested(MOST)));
        assert!(is_too_deep(&nested(MOST + 1)));
    }
}
