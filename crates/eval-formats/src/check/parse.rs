//! Strict JSON, read into a tree.
//!
//! `serde_json` keeps the last of two equal keys, as does Python: what the first one said is lost
//! unseen. All else that is no JSON it refuses by itself: `NaN`, one half of a surrogate pair,
//! nesting without end.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use super::json::{Entry, Json};

/// The only key of what `serde_json` hands out for a number, if any crate of the build has
/// switched on its feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// How the message on a second equal key begins; no message of `serde_json` does.
const TWICE: &str = "key given twice: ";

/// Up to this many keys are compared with each other, more are hashed.
const FEW_KEYS: usize = 16;

/// Why a text is not strict JSON.
#[derive(Debug)]
pub(super) struct NotJson {
    /// What is wrong, without the place.
    pub(super) message: String,
    /// The byte it was found at, counted from 1.
    pub(super) column: usize,
    /// Whether it is JSON but for a key that is given twice.
    pub(super) key_twice: bool,
}

pub(super) fn parse(text: &str) -> Result<Json<'_>, NotJson> {
    serde_json::from_str(text).map_err(|error| explain(&error, text))
}

fn explain(error: &serde_json::Error, text: &str) -> NotJson {
    let said = error.to_string();
    let plain = said.split(" at line ").next().unwrap_or(&said);
    let column = error.column();
    let message = if plain.contains("hex escape") {
        "a \\u escape is cut off or is one half of a surrogate pair".to_owned()
    } else if plain.contains("recursion limit") {
        "nested deeper than 127 levels".to_owned()
    } else if let Some(word) = no_number(text, column) {
        format!("{word} is no JSON value")
    } else {
        plain.to_owned()
    };
    NotJson { message, column, key_twice: plain.starts_with(TWICE) }
}

/// What Python writes for a number that JSON does not have, if that is at `column`.
fn no_number(text: &str, column: usize) -> Option<&'static str> {
    let rest = text.as_bytes().get(column.checked_sub(1)?..)?;
    ["NaN", "Infinity"].into_iter().find(|word| rest.starts_with(word.as_bytes()))
}

impl<'de: 'a, 'a> Deserialize<'de> for Json<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Integer(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(Json::Integer(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Json::Fraction(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Borrowed(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json<'de>, E> {
        Ok(Json::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json<'de>, A::Error> {
        let mut entries: Vec<Entry<'de>> = Vec::new();
        let mut many = HashSet::new();
        while let Some(Key(key)) = map.next_key()? {
            if is_twice(&key, &entries, &mut many) {
                return Err(A::Error::custom(format_args!("{TWICE}`{key}`")));
            }
            let value = map.next_value()?;
            if entries.is_empty()
                && key == NUMBER
                && let Json::Text(digits) = &value
            {
                return number(digits);
            }
            entries.push((key, value));
        }
        Ok(Json::Object(entries))
    }
}

fn is_twice(key: &str, before: &[Entry<'_>], many: &mut HashSet<String>) -> bool {
    if before.len() <= FEW_KEYS {
        return before.iter().any(|(name, _)| name == key);
    }
    if many.is_empty() {
        many.extend(before.iter().map(|(name, _)| name.to_string()));
    }
    !many.insert(key.to_owned())
}

/// The number that is written so.
fn number<'de, E: de::Error>(digits: &str) -> Result<Json<'de>, E> {
    if let Ok(integer) = digits.parse::<i128>() {
        return Ok(Json::Integer(integer));
    }
    match digits.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Json::Fraction(value)),
        Ok(_) | Err(_) => Err(E::custom("number out of range")),
    }
}

/// A key, borrowed where it has no escape.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Json::deserialize(deserializer)? {
            Json::Text(text) => Ok(Self(text)),
            other => Err(D::Error::custom(format_args!("a key is {}", other.kind()))),
        }
    }
}
