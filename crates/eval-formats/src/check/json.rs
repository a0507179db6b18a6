//! A row as a tree that borrows from its line.

use std::borrow::Cow;

use super::parse;

/// A value, as far as the checks tell values apart.
#[derive(Clone, Debug)]
pub(super) enum Json<'a> {
    Null,
    Bool(bool),
    Integer(i128),
    Fraction(f64),
    Text(Cow<'a, str>),
    List(Vec<Json<'a>>),
    Object(Vec<Entry<'a>>),
}

/// A key and its value.
pub(super) type Entry<'a> = (Cow<'a, str>, Json<'a>);

impl<'a> Json<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, parse::NotJson> {
        parse::parse(text)
    }

    /// The value under `key`, if this is an object that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let entries = self.as_object()?;
        entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The text under `key`, if there is one.
    pub(super) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn as_list(&self) -> Option<&[Self]> {
        if let Self::List(items) = self { Some(items) } else { None }
    }

    pub(super) fn as_object(&self) -> Option<&[Entry<'a>]> {
        if let Self::Object(entries) = self { Some(entries) } else { None }
    }

    pub(super) fn as_bool(&self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(*value) } else { None }
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// What a message calls a value of this type.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Integer(_) | Self::Fraction(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }
}

/// Equal as values: the order of keys does not count.
impl PartialEq for Json<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(one), Self::Bool(other)) => one == other,
            (Self::Integer(one), Self::Integer(other)) => one == other,
            (Self::Fraction(one), Self::Fraction(other)) => one == other,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::List(one), Self::List(other)) => one == other,
            (Self::Object(one), Self::Object(other)) => same_entries(one, other),
            _ => false,
        }
    }
}

fn same_entries(one: &[Entry<'_>], other: &[Entry<'_>]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    // Most are written by one program, in one order. Each value is compared once, however deep.
    if one.iter().zip(other).all(|((one, _), (other, _))| one == other) {
        return one.iter().zip(other).all(|((_, one), (_, other))| one == other);
    }
    sorted(one).into_iter().eq(sorted(other))
}

fn sorted<'e, 'a>(entries: &'e [Entry<'a>]) -> Vec<&'e Entry<'a>> {
    let mut sorted = Vec::from_iter(entries);
    sorted.sort_by(|(one, _), (other, _)| one.cmp(other));
    sorted
}
