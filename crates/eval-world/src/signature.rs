//! What a tool takes: the types of its parameters, their JSON Schema, and
//! whether given arguments fit.

use serde_json::{Map, Value, json};
use starlark::typing::{Ty, TyBasic};

use crate::nearest::suggestion;

/// The parameters of a tool, its `world` left out.
#[derive(Debug)]
pub(crate) struct Signature {
    pub(crate) parameters: Vec<Parameter>,
}

/// One parameter.
#[derive(Debug)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) default: Option<Value>,
}

/// The types that a parameter may have: those that JSON can carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `str`
    Text,
    /// `int`
    Integer,
    /// `float`
    Number,
    /// `bool`
    Boolean,
    /// `list[T]`
    List(Box<Kind>),
    /// `dict[str, T]`
    Map(Box<Kind>),
    /// `T | None`
    Optional(Box<Kind>),
    /// `typing.Any`
    Anything,
}

impl Signature {
    /// The JSON Schema of the arguments.
    pub(crate) fn schema(&self) -> Value {
        let properties: Map<_, _> =
            self.parameters.iter().map(|each| (each.name.clone(), each.schema())).collect();
        let required: Vec<_> =
            self.parameters.iter().filter(|each| each.default.is_none()).map(|each| &each.name).collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    /// The arguments as the tool takes them, or everything that is wrong with
    /// them, in words for whoever gave them.
    pub(crate) fn fit(&self, arguments: &Value) -> Result<Map<String, Value>, String> {
        let Some(given) = arguments.as_object() else {
            return Err(format!("the arguments must be an object, not {}", a_kind_of(arguments)));
        };
        let mut fitted = Map::new();
        let mut problems = Vec::new();
        for parameter in &self.parameters {
            let name = &parameter.name;
            match given.get(name) {
                Some(value) => match parameter.kind.fit(name, value) {
                    Ok(value) => drop(fitted.insert(name.clone(), value)),
                    Err(problem) => problems.push(problem),
                },
                None if parameter.default.is_some() => {}
                None => problems.push(format!("argument `{name}` is missing")),
            }
        }
        problems.extend(given.keys().filter_map(|name| self.unknown(name)));
        if problems.is_empty() { Ok(fitted) } else { Err(problems.join("; ")) }
    }

    fn unknown(&self, name: &str) -> Option<String> {
        let names: Vec<_> = self.parameters.iter().map(|each| each.name.as_str()).collect();
        if names.contains(&name) {
            return None;
        }
        let takes = match names.as_slice() {
            [] => "the tool takes none".to_owned(),
            names => format!("the tool takes `{}`", names.join("`, `")),
        };
        let suggestion = suggestion(name, names);
        Some(format!("there is no argument `{name}` ({takes}){suggestion}"))
    }
}

impl Parameter {
    fn schema(&self) -> Value {
        let mut schema = self.kind.schema();
        if let Some(description) = &self.description {
            schema.insert("description".to_owned(), description.as_str().into());
        }
        if let Some(default) = &self.default {
            schema.insert("default".to_owned(), default.clone());
        }
        schema.into()
    }
}

impl Kind {
    /// The kind that a Starlark type stands for; none for types that JSON has
    /// no counterpart of.
    pub(crate) fn of_type(ty: &Ty) -> Option<Self> {
        let none = Ty::none();
        let [none] = none.iter_union() else { return None };
        match ty.iter_union() {
            [basic] => Self::of_basic(basic),
            [one, other] if one == none => Self::of_basic(other).map(|kind| Self::Optional(Box::new(kind))),
            [one, other] if other == none => Self::of_basic(one).map(|kind| Self::Optional(Box::new(kind))),
            _ => None,
        }
    }

    fn of_basic(basic: &TyBasic) -> Option<Self> {
        let is = |ty: Ty| ty.iter_union() == std::slice::from_ref(basic);
        match basic {
            TyBasic::Any => Some(Self::Anything),
            TyBasic::List(item) => Some(Self::List(Box::new(Self::of_type(item)?))),
            TyBasic::Dict(key, value) => {
                let of_text = **key == Ty::string() || **key == Ty::any();
                let value = Self::of_type(value)?;
                of_text.then(|| Self::Map(Box::new(value)))
            }
            _ if is(Ty::string()) => Some(Self::Text),
            _ if is(Ty::int()) => Some(Self::Integer),
            _ if is(Ty::float()) => Some(Self::Number),
            _ if is(Ty::bool()) => Some(Self::Boolean),
            _ => None,
        }
    }

    fn schema(&self) -> Map<String, Value> {
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

    /// The value as the tool takes it: an integer becomes a float where one is
    /// wanted, since JSON does not tell them apart.
    fn fit(&self, path: &str, value: &Value) -> Result<Value, String> {
        match (self, value) {
            (Self::Anything, value) => Ok(value.clone()),
            (Self::Optional(_), Value::Null) => Ok(Value::Null),
            (Self::Optional(kind), value) => kind.fit(path, value),
            (Self::Text, Value::String(_)) | (Self::Boolean, Value::Bool(_)) => Ok(value.clone()),
            (Self::Integer, Value::Number(number)) if number.is_i64() => Ok(value.clone()),
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

/// What a value is, in words; its text as well where that is short.
fn a_kind_of(value: &Value) -> String {
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
