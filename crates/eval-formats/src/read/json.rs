//! JSON in the words of whoever wrote it.

use std::borrow::Cow;
use std::sync::Arc;

use serde::de::Error as _;
use serde_json::Error;
use serde_json::value::RawValue;

/// JSON that stands there as it is, or as text of its own.
pub(super) fn unquoted(json: &RawValue) -> Result<Cow<'_, str>, Error> {
    if json.get().starts_with('"') {
        return serde_json::from_str(json.get()).map(Cow::Owned);
    }
    Ok(Cow::Borrowed(json.get()))
}

/// A call's arguments, which some write as an object and some as text of one.
pub(super) fn arguments(json: &RawValue) -> Result<Arc<str>, Error> {
    let text = unquoted(json)?;
    let object: &RawValue = serde_json::from_str(&text)?;
    if !object.get().starts_with('{') {
        return Err(Error::custom("arguments are not a JSON object"));
    }
    Ok(compact(object.get()).into())
}

/// The same without white space between the tokens.
pub(super) fn compact(json: &str) -> String {
    let mut compact = String::with_capacity(json.len());
    let mut in_string = false;
    let mut escaped = false;
    for char in json.chars() {
        if in_string || !matches!(char, ' ' | '\t' | '\n' | '\r') {
            compact.push(char);
        }
        in_string ^= char == '"' && !escaped;
        escaped = in_string && char == '\\' && !escaped;
    }
    compact
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_white_space_between_tokens_goes() {
        let spacious = "{ \"a b\" :\t[ 1.0 , \"\\\" , \\\\\" , \"\\\\\" ],\r\n\"c\": { } }";
        assert_eq!(compact(spacious), r#"{"a b":[1.0,"\" , \\","\\"],"c":{}}"#);
    }
}
