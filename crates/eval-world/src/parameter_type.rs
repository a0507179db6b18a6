//! The types that a parameter of a tool may have.

use serde_json::{Map, Number, Value, json};
use starlark::typing::{Ty, TyBasic};

/// The types that a parameter may have: those that JSON can carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ParameterType {
    /// `str`
    Text,
    /// `int`
    Integer,
    /// `float`
    Number,
    /// `bool`
    Boolean,
    /// `list[T]`
    List(Box<ParameterType>),
    /// `dict[str, T]`
    Map(Box<ParameterType>),
    /// `T | None`
    Optional(Box<ParameterType>),
    /// `typing.Any`
    Anything,
}

impl ParameterType {
    /// The type that a Starlark type stands for; none for types that JSON has
    /// no counterpart of.
    pub(crate) fn of(ty: &Ty) -> Option<Self> {
        match ty.iter_union() {
            [basic] => Self::of_basic(basic),
            [none, basic] | [basic, none] if is(none, &Ty::none()) => {
                Some(Self::Optional(Box::new(Self::of_basic(basic)?)))
            }
            _ => None,
        }
    }

    fn of_basic(basic: &TyBasic) -> Option<Self> {
        match basic {
            TyBasic::Any => Some(Self::Anything),
            TyBasic::List(item) => Some(Self::List(Box::new(Self::of(item)?))),
            TyBasic::Dict(key, value) if [Ty::string(), Ty::any()].contains(key) => {
                Some(Self::Map(Box::new(Self::of(value)?)))
            }
            _ if is(basic, &Ty::string()) => Some(Self::Text),
            _ if is(basic, &Ty::int()) => Some(Self::Integer),
            _ if is(basic, &Ty::float()) => Some(Self::Number),
            _ if is(basic, &Ty::bool()) => Some(Self::Boolean),
            _ => None,
        }
    }

    /// The JSON Schema of its values.
    pub(crate) fn schema(&self) -> Map<String, Value> {
        let schema = match self {
            Self::Text => json!({ "type": "string" }),
            Self::Integer => json!({ "type": "integer" }),
            Self::Number => json!({ "type": "number" }),
            Self::Boolean => json!({ "type": "boolean" }),
            Self::List(item) => json!({ "type": "array", "items": item.schema() }),
            Self::Map(value) => json!({ "type": "object", "additionalProperties": value.schema() }),
            Self::Optional(kind) => json!({ "anyOf": [kind.schema(), { "type": "null" }] }),
            Self::Anything => json!({}),
        };
        match schema {
            Value::Object(schema) => schema,
            _ => Map::new(),
        }
    }

    /// The value as the tool takes it. Numbers come out in one spelling, and an
    /// integer becomes a float where one is wanted: JSON does not tell them
    /// apart.
    pub(crate) fn fit(&self, path: &str, value: &Value) -> Result<Value, String> {
        match (self, value) {
            (Self::Anything, value) => Ok(value.clone()),
            (Self::Optional(_), Value::Null) => Ok(Value::Null),
            (Self::Optional(kind), value) => kind.fit(path, value),
            (Self::Text, Value::String(_)) | (Self::Boolean, Value::Bool(_)) => Ok(value.clone()),
            (Self::Integer, Value::Number(number)) => {
                whole(number).map(Value::from).ok_or_else(|| self.misfit(path, value))
            }
            (Self::Number, Value::Number(number)) => {
                number.as_f64().map(Value::from).ok_or_else(|| self.misfit(path, value))
            }
            (Self::List(item), Value::Array(values)) => {
                let fit = |(index, value)| item.fit(&format!("{path}[{index}]"), value);
                values.iter().enumerate().map(fit).collect()
            }
            (Self::Map(kind), Value::Object(values)) => {
                let fit = |(key, value): (&String, &Value)| {
                    Ok((key.clone(), kind.fit(&format!("{path}.{key}"), value)?))
                };
                values.iter().map(fit).collect()
            }
            _ => Err(self.misfit(path, value)),
        }
    }

    fn misfit(&self, path: &str, value: &Value) -> String {
        format!("argument `{path}` must be {}, not {}", self.words(), a_kind_of(value))
    }

    fn words(&self) -> String {
        match self {
            Self::Text => "a string".to_owned(),
            Self::Integer => "an integer".to_owned(),
            Self::Number => "a number".to_owned(),
            Self::Boolean => "a boolean".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) => "an object".to_owned(),
            Self::Optional(kind) => format!("{} or null", kind.words()),
            Self::Anything => "anything".to_owned(),
        }
    }
}

/// The number as an integer; to JSON Schema `5.0` is one too.
fn whole(number: &Number) -> Option<i64> {
    /// From here on a float no longer tells neighbouring integers apart.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    number.as_i64().or_else(|| {
        let float = number.as_f64().filter(|float| float.fract() == 0.0 && float.abs() < EXACT)?;
        #[expect(clippy::cast_possible_truncation, reason = "whole and small enough, just checked")]
        let integer = float as i64;
        Some(integer)
    })
}

fn is(basic: &TyBasic, ty: &Ty) -> bool {
    ty.iter_union() == std::slice::from_ref(basic)
}

/// What a value is, in words; its text as well where that is short.
pub(crate) fn a_kind_of(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) if text.chars().count() <= 40 => format!("the string {value}"),
        Value::String(_) => "a string".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
