//! JSON as template values, whose keys stay in the order in which they were written.

use std::fmt;
use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// The only key of what `serde_json` hands out for a number, if any crate of the build has
/// switched on its feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

/// What the JSON text says.
pub(super) fn of_json(text: &str) -> Result<Value, serde_json::Error> {
    serde_json::from_str(text).map(|Json(value)| value)
}

/// An object with these entries.
pub(super) fn object<'a>(entries: impl IntoIterator<Item = (&'a str, Value)>) -> Value {
    let entries = entries.into_iter().map(|(key, value)| (key.into(), value)).collect();
    Value::from_object(Entries(entries))
}

/// The engine's own maps sort their keys.
#[derive(Debug)]
struct Entries(Vec<(Arc<str>, Value)>);

impl Object for Entries {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.get_value_by_str(key.as_str()?)
    }

    fn get_value_by_str(self: &Arc<Self>, key: &str) -> Option<Value> {
        self.0.iter().find(|(name, _)| **name == *key).map(|(_, value)| value.clone())
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.0.iter().map(|(name, _)| Value::from(Arc::clone(name))).collect())
    }
}

struct Json(Value);

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(Tree).map(Self)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::from(()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Json(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(list.into())
    }

    /// A key that comes twice keeps its place and takes the last value, as in Python.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries: Vec<(Arc<str>, Value)> = Vec::new();
        while let Some((key, Json(value))) = map.next_entry::<Arc<str>, Json>()? {
            if entries.is_empty()
                && *key == *NUMBER
                && let Some(digits) = value.as_str()
            {
                return number(digits);
            }
            match entries.iter_mut().find(|(name, _)| *name == key) {
                Some((_, before)) => *before = value,
                None => entries.push((key, value)),
            }
        }
        Ok(Value::from_object(Entries(entries)))
    }
}

/// The number that is written so.
fn number<E: de::Error>(digits: &str) -> Result<Value, E> {
    if let Ok(integer) = digits.parse::<i128>() {
        return Ok(integer.into());
    }
    digits.parse::<f64>().map(Value::from).map_err(E::custom)
}
