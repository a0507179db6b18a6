//! What stands after a name: where the value ends, and whether it can be a secret.

use std::ops::Range;

/// Nothing longer is taken for a value, or a long text of `token=token=…` takes hours.
const LONGEST: usize = 2048;

/// A value after `name=` or `name: `.
pub(super) struct Value<'a> {
    text: &'a str,
    pub(super) range: Range<usize>,
    quoted: bool,
    /// After a `=` without a space, as in a shell or a connection string.
    tight: bool,
}

impl<'a> Value<'a> {
    /// The value that begins at `start`, after a separator and perhaps a quote. None if a
    /// quoted value holds a space: then it is a sentence.
    pub(super) fn read(text: &'a str, start: usize) -> Option<Self> {
        let (prefix, rest) = text.as_bytes().split_at(start);
        let rest = &rest[..rest.len().min(LONGEST + 1)];
        let length = match prefix {
            [.., b'\\', b'"' | b'\''] => escaped_length(rest),
            [.., quote @ (b'"' | b'\'' | b'`')] => quoted_length(rest, *quote),
            _ => unquoted_length(rest),
        };
        if length == 0 || length > LONGEST {
            return None;
        }
        let quoted = matches!(prefix.last(), Some(b'"' | b'\'' | b'`'));
        let value = Self {
            text,
            range: start..start + length,
            quoted,
            tight: prefix.last() == Some(&b'='),
        };
        let whole = !value.as_str().bytes().any(|byte| byte.is_ascii_whitespace());
        whole.then_some(value)
    }

    /// All of a text that is known to be the value.
    pub(super) fn whole(text: &'a str) -> Option<Self> {
        let whole = !text.is_empty() && !text.bytes().any(|byte| byte.is_ascii_whitespace());
        whole.then_some(Self { text, range: 0..text.len(), quoted: true, tight: false })
    }

    pub(super) fn as_str(&self) -> &'a str {
        &self.text[self.range.clone()]
    }

    /// Whether this can be a password.
    pub(super) fn is_password(&self) -> bool {
        let value = self.as_str();
        if value.len() < 6 || self.is_stand_in() {
            return false;
        }
        if self.quoted {
            return !is_plain_word(value);
        }
        let mixed = has_digit(value) && has_letter(value);
        (mixed || self.tight && !is_plain_word(value)) && !self.is_code()
    }

    /// Whether this can be a key or token: long, with letters and digits, and no address.
    pub(super) fn is_key(&self) -> bool {
        let value = self.as_str();
        let of_key = |byte: u8| byte.is_ascii_alphanumeric() || b"_-./+=~:".contains(&byte);
        value.len() >= 16
            && has_digit(value)
            && has_letter(value)
            && value.bytes().all(of_key)
            && !value.starts_with(['/', '.'])
            && !value.contains("://")
            && !self.is_stand_in()
            && !self.is_code()
    }

    /// Whether something else will be put here, or already was: `<password>`, `${PASSWORD}`,
    /// `%s`, `{{ password }}`, `[PASSWORD_1]`, `********`.
    pub(super) fn is_stand_in(&self) -> bool {
        let value = self.as_str();
        let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let one_character = value.bytes().all(|byte| Some(&byte) == value.as_bytes().first());
        let bracketed =
            [("<", ">"), ("{", "}"), ("${", "}"), ("$(", ")"), ("%", "%"), ("%(", ")s")];
        let in_brackets = |(open, close)| value.starts_with(open) && value.ends_with(close);
        one_character
            || bracketed.into_iter().any(in_brackets)
            || value.strip_prefix('$').is_some_and(is_name)
            || value.strip_prefix('[').and_then(|v| v.strip_suffix(']')).is_some_and(is_name)
            || ["your", "my-", "my_", "example", "placeholder"].iter().any(|word| {
                value.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word))
            })
    }

    /// Whether an unquoted value reads as code: `getpass(`, `settings.password`, `db_password`.
    fn is_code(&self) -> bool {
        let called = matches!(self.text.as_bytes().get(self.range.end), Some(b'(' | b'['));
        let value = self.as_str();
        let is_path = |byte: u8| byte.is_ascii_alphabetic() || b"_.:".contains(&byte);
        let is_name = value.contains(['_', '.', ':']) && value.bytes().all(is_path);
        !self.quoted && (called || is_name)
    }
}

/// Words that stand where a password would, in forms, types and settings.
fn is_plain_word(value: &str) -> bool {
    const WORDS: [&str; 20] = [
        "string",
        "number",
        "integer",
        "boolean",
        "object",
        "required",
        "optional",
        "hidden",
        "masked",
        "redacted",
        "secret",
        "password",
        "passwd",
        "passphrase",
        "unknown",
        "undefined",
        "prompt",
        "disabled",
        "enabled",
        "default",
    ];
    WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

fn has_digit(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
}

fn has_letter(value: &str) -> bool {
    value.chars().any(char::is_alphabetic)
}

/// Up to the closing quote, or the end of the text. An escape hides a quote.
fn quoted_length(rest: &[u8], quote: u8) -> usize {
    let mut at = 0;
    while at < rest.len() && rest[at] != quote && !rest[at].is_ascii_whitespace() {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    // A space within: not a value, and `read` sees it.
    let space = rest.get(at).is_some_and(u8::is_ascii_whitespace);
    at.min(rest.len()) + usize::from(space)
}

/// Inside a string of another language the quotes are `\"`.
fn escaped_length(rest: &[u8]) -> usize {
    rest.iter().position(|byte| *byte == b'\\' || *byte == b'"').unwrap_or(rest.len())
}

fn unquoted_length(rest: &[u8]) -> usize {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b",;&<>(){}[]|\\\"'`".contains(byte);
    rest.iter().position(ends).unwrap_or(rest.len())
}
