//! Starlark values as JSON.

use std::fmt;

use serde_json::{Map, Number};
use starlark::values::dict::DictRef;
use starlark::values::float::StarlarkFloat;
use starlark::values::list::ListRef;
use starlark::values::tuple::TupleRef;
use starlark::values::{UnpackValue, Value, ValueLike};

/// The largest value that leaves Starlark, in bytes of JSON text (roughly:
/// escapes are not counted).
const MAX_BYTES: usize = 1 << 20;
/// The deepest nesting that leaves Starlark; also what stops a list that
/// contains itself.
const MAX_DEPTH: usize = 64;

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
        if self.path.is_empty() { Ok(()) } else { write!(formatter, " at {}", self.path) }
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
            let value = self.read(value).map_err(|problem| problem.inside(&format!("[{key:?}]")))?;
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

fn items<'v>(value: Value<'v>) -> Option<&'v [Value<'v>]> {
    ListRef::from_value(value)
        .map(|list| list.content())
        .or_else(|| TupleRef::from_value(value).map(|tuple| tuple.content()))
}

fn number(value: Value<'_>) -> Result<serde_json::Value, NotJson> {
    if let Some(float) = value.downcast_ref::<StarlarkFloat>() {
        let number = Number::from_f64(float.0);
        return number.map(Into::into).ok_or_else(|| NotJson::new(format!("{value} is no JSON number")));
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
