//! JSON as Starlark values, and back.

use std::fmt;

use serde_json::{Map, Number};
use starlark::values::dict::{AllocDict, DictRef};
use starlark::values::float::StarlarkFloat;
use starlark::values::list::{AllocList, ListRef};
use starlark::values::tuple::TupleRef;
use starlark::values::{Heap, UnpackValue, Value, ValueLike};

/// The largest value that leaves Starlark, in bytes of JSON text (roughly:
/// escapes are not counted).
const MAX_BYTES: usize = 1 << 20;
/// The deepest nesting that leaves Starlark; also what stops a list that
/// contains itself.
const MAX_DEPTH: usize = 64;
/// The most characters of a path that an error shows.
const MAX_PATH: usize = 60;

/// Why a Starlark value is not JSON, and where in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct NotJson {
    /// From the outside in, such as `["pods"][3]`.
    path: String,
    reason: String,
}

impl fmt::Display for NotJson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.reason)?;
        match self.path.char_indices().nth(MAX_PATH) {
            None if self.path.is_empty() => Ok(()),
            None => write!(formatter, " at {}", self.path),
            Some((end, _)) => write!(formatter, " at {}…", &self.path[..end]),
        }
    }
}

impl std::error::Error for NotJson {}

impl NotJson {
    fn new(reason: impl Into<String>) -> Self {
        Self { path: String::new(), reason: reason.into() }
    }

    fn inside(mut self, step: &str) -> Self {
        self.path.insert_str(0, step);
        self
    }
}

/// The JSON as a Starlark value.
///
/// Spelled out because Starlark's own conversion panics on a number such as
/// `1e999`, and a model may write that.
pub(crate) fn to_value<'v>(json: &serde_json::Value, heap: Heap<'v>) -> Value<'v> {
    match json {
        serde_json::Value::Null => Value::new_none(),
        serde_json::Value::Bool(truth) => Value::new_bool(*truth),
        serde_json::Value::Number(number) => number_to_value(number, heap),
        serde_json::Value::String(text) => heap.alloc(text.as_str()),
        serde_json::Value::Array(items) => {
            heap.alloc(AllocList(items.iter().map(|item| to_value(item, heap))))
        }
        serde_json::Value::Object(fields) => {
            let fields = fields.iter().map(|(name, field)| (name.as_str(), to_value(field, heap)));
            heap.alloc(AllocDict(fields))
        }
    }
}

fn number_to_value<'v>(number: &Number, heap: Heap<'v>) -> Value<'v> {
    match (number.as_i64(), number.as_u64()) {
        (Some(integer), _) => heap.alloc(integer),
        (None, Some(integer)) => heap.alloc(integer),
        // What no float can hold is infinite, as in Python.
        (None, None) => heap.alloc(number.as_f64().unwrap_or(f64::INFINITY)),
    }
}

/// The value as JSON. Lists and tuples become arrays.
pub(crate) fn of_value(value: Value<'_>) -> Result<serde_json::Value, NotJson> {
    Reader { bytes_left: MAX_BYTES, depth_left: MAX_DEPTH }.read(value)
}

struct Reader {
    bytes_left: usize,
    depth_left: usize,
}

impl Reader {
    fn read(&mut self, value: Value<'_>) -> Result<serde_json::Value, NotJson> {
        // A comma, or the shortest value there is.
        self.spend(1)?;
        if let Some(text) = value.unpack_str() {
            self.spend(text.len() + 2)?;
            return Ok(text.into());
        }
        if value.is_none() {
            return Ok(serde_json::Value::Null);
        }
        if let Some(truth) = value.unpack_bool() {
            return Ok(truth.into());
        }
        if let Some(items) = items(value) {
            return self.nested(|reader| reader.array(items));
        }
        if let Some(dict) = DictRef::from_value(value) {
            return self.nested(|reader| reader.object(&dict));
        }
        number(value)
    }

    fn array(&mut self, items: &[Value<'_>]) -> Result<serde_json::Value, NotJson> {
        let read = |(index, item): (usize, &Value<'_>)| {
            self.read(*item).map_err(|problem| problem.inside(&format!("[{index}]")))
        };
        items.iter().enumerate().map(read).collect()
    }

    fn object(&mut self, dict: &DictRef<'_>) -> Result<serde_json::Value, NotJson> {
        let mut object = Map::new();
        for (key, value) in dict.iter() {
            let Some(key) = key.unpack_str() else {
                let reason = format!("a key is of type {}, not a string", key.get_type());
                return Err(NotJson::new(reason));
            };
            self.spend(key.len() + 3)?;
            let value =
                self.read(value).map_err(|problem| problem.inside(&format!("[{key:?}]")))?;
            object.insert(key.to_owned(), value);
        }
        Ok(object.into())
    }

    fn nested(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<serde_json::Value, NotJson>,
    ) -> Result<serde_json::Value, NotJson> {
        if self.depth_left == 0 {
            return Err(NotJson::new(format!("it is nested more than {MAX_DEPTH} deep")));
        }
        self.depth_left -= 1;
        let value = read(self);
        self.depth_left += 1;
        value
    }

    fn spend(&mut self, bytes: usize) -> Result<(), NotJson> {
        let left = self.bytes_left.checked_sub(bytes);
        self.bytes_left =
            left.ok_or_else(|| NotJson::new(format!("it is larger than {MAX_BYTES} bytes")))?;
        Ok(())
    }
}

fn items(value: Value<'_>) -> Option<&[Value<'_>]> {
    let list = ListRef::from_value(value).map(ListRef::content);
    list.or_else(|| TupleRef::from_value(value).map(TupleRef::content))
}

fn number(value: Value<'_>) -> Result<serde_json::Value, NotJson> {
    if let Some(float) = value.downcast_ref::<StarlarkFloat>() {
        let number = Number::from_f64(float.0);
        return number
            .map(Into::into)
            .ok_or_else(|| NotJson::new(format!("{value} is no JSON number")));
    }
    match i64::unpack_value(value) {
        Ok(Some(integer)) => Ok(integer.into()),
        Ok(None) | Err(_) if value.get_type() == "int" => {
            Err(NotJson::new("an integer does not fit in 64 bits"))
        }
        Ok(None) | Err(_) => {
            Err(NotJson::new(format!("a value of type {} has no JSON form", value.get_type())))
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn there_and_back(json: &serde_json::Value) -> Result<serde_json::Value, String> {
        Heap::temp(|heap| of_value(to_value(json, heap)).map_err(|problem| problem.to_string()))
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(|truth| json!(truth)),
            any::<i64>().prop_map(|integer| json!(integer)),
            (-1e9..1e9).prop_map(|float: f64| json!(float)),
            ".{0,8}".prop_map(|text| json!(text)),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(|items| json!(items)),
                prop::collection::btree_map(".{0,4}", inner, 0..4).prop_map(|fields| json!(fields)),
            ]
        })
    }

    proptest! {
        #[test]
        fn json_comes_back_as_it_went(json in any_json()) {
            prop_assert_eq!(there_and_back(&json), Ok(json));
        }
    }

    #[test]
    fn a_number_that_nothing_can_hold_does_not_panic() {
        for text in ["1e999", "-1e999", "123456789012345678901234567890", "18446744073709551615"] {
            let json = serde_json::from_str(text).unwrap_or(json!(1.5));
            let _ = there_and_back(&json);
        }
    }
}
