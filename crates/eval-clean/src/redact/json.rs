//! Redaction within the strings of a JSON text, which stays the JSON it was.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::placeholders::Placeholders;
use super::redactor::Redactor;

impl Placeholders {
    /// The JSON text with placeholders in its strings, keys included. Strings are read before
    /// they are searched, so that no escape hides a secret, and a string that is itself a JSON
    /// object or array is searched in the same way. A key such as `password` tells about its
    /// value.
    ///
    /// Everything but the strings that change stays as it was, byte for byte: the order of
    /// keys, spaces, and numbers of any size. A text that is not JSON is redacted as plain
    /// text.
    ///
    /// ```
    /// use eval_clean::redact::{Placeholders, Redactor};
    ///
    /// let arguments = r#"{"to": "alice\u0040example.com", "password": "hunter22", "n": 1.0}"#;
    /// let redacted = Placeholders::new().redact_json(&Redactor::default(), arguments).into_owned();
    /// assert_eq!(redacted, r#"{"to": "[EMAIL_1]", "password": "[PASSWORD_1]", "n": 1.0}"#);
    /// ```
    pub fn redact_json<'t>(&mut self, redactor: &Redactor, text: &'t str) -> Cow<'t, str> {
        if serde_json::from_str::<IgnoredAny>(text).is_err() {
            return self.redact(redactor, text);
        }
        let mut redacted = String::new();
        let mut kept_from = 0;
        let mut key = Cow::Borrowed("");
        for literal in (Literals { text, at: 0 }) {
            let Some(string) = literal.read() else { break };
            let name = if literal.is_value { key } else { Cow::Borrowed("") };
            if let Cow::Owned(clean) = self.redact_string(redactor, &name, &string) {
                redacted.push_str(&text[kept_from..literal.start]);
                redacted.push_str(&serde_json::Value::String(clean).to_string());
                kept_from = literal.end;
            }
            key = if literal.is_key { string } else { Cow::Borrowed("") };
        }
        if kept_from == 0 {
            return Cow::Borrowed(text);
        }
        redacted.push_str(&text[kept_from..]);
        Cow::Owned(redacted)
    }

    fn redact_string<'t>(
        &mut self,
        redactor: &Redactor,
        name: &str,
        string: &'t str,
    ) -> Cow<'t, str> {
        if string.trim_ascii_start().starts_with(['{', '[']) {
            return self.redact_json(redactor, string);
        }
        self.redact_named(redactor, name, string)
    }
}

/// The string literals of a text that is known to be JSON.
struct Literals<'t> {
    text: &'t str,
    at: usize,
}

struct Literal<'t> {
    text: &'t str,
    start: usize,
    end: usize,
    /// A colon follows.
    is_key: bool,
    /// A colon stands before.
    is_value: bool,
}

impl<'t> Iterator for Literals<'t> {
    type Item = Literal<'t>;

    fn next(&mut self) -> Option<Literal<'t>> {
        let text = self.text;
        let start = self.at + text[self.at..].find('"')?;
        let mut end = start + 1;
        while text.as_bytes().get(end)? != &b'"' {
            end += if text.as_bytes()[end] == b'\\' { 2 } else { 1 };
        }
        end += 1;
        self.at = end;
        let is_key = text[end..].trim_ascii_start().starts_with(':');
        let is_value = text[..start].trim_ascii_end().ends_with(':');
        Some(Literal { text, start, end, is_key, is_value })
    }
}

impl<'t> Literal<'t> {
    /// What the literal says.
    fn read(&self) -> Option<Cow<'t, str>> {
        let inner = &self.text[self.start + 1..self.end - 1];
        if !inner.contains('\\') {
            return Some(Cow::Borrowed(inner));
        }
        serde_json::from_str(&self.text[self.start..self.end]).ok().map(Cow::Owned)
    }
}
