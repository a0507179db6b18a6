//! From TOML to Rust types, and back to TOML for defaults.

use std::path::PathBuf;

use crate::error::TomlError;
use crate::node::{Kind, Node};
use crate::spelling::{self, quoted};

/// A plain value without origins, for overrides and free-form data; datetimes are strings in it.
pub type Value = serde_json::Value;

/// A type that can be read out of a TOML value.
///
/// A type of your own reads one of the types below and refuses what it does not like:
///
/// ```
/// use eval_toml::{Field, FromToml, TomlError};
///
/// struct Port(u32);
///
/// impl FromToml for Port {
///     fn from_toml(field: &Field<'_>) -> Result<Self, TomlError> {
///         match u32::from_toml(field)? {
///             0 => Err(field.error("a port cannot be 0")),
///             port => Ok(Port(port)),
///         }
///     }
/// }
/// ```
pub trait FromToml: Sized {
    /// Reads the value, or says what was expected and what was found.
    ///
    /// # Errors
    ///
    /// When the value is of another type, or out of range.
    fn from_toml(field: &Field<'_>) -> Result<Self, TomlError>;
}

/// A type whose values can be written as TOML, so that a default can be shown.
pub trait ToToml {
    /// The value as TOML on one line.
    fn to_toml(&self) -> String;
}

/// One value of a document, with the path it stands at.
#[derive(Debug)]
pub struct Field<'a> {
    path: String,
    node: &'a Node,
}

impl<'a> Field<'a> {
    pub(crate) fn new(path: String, node: &'a Node) -> Self {
        Self { path, node }
    }

    /// The dotted path of the value.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// An error that points at the value.
    #[must_use]
    pub fn error(&self, message: impl Into<String>) -> TomlError {
        TomlError::new(message, self.node.origin.clone())
    }

    pub(crate) fn must_be(&self, expected: &str) -> TomlError {
        let found = self.node.kind_name();
        self.error(format!("{} must be {expected}, found {found}", quoted(&self.path)))
    }

    pub(crate) fn node(&self) -> &'a Node {
        self.node
    }

    /// The elements of an array, each with its index in its path.
    pub(crate) fn elements(&self) -> Option<impl Iterator<Item = Field<'a>>> {
        let Kind::Array(items) = &self.node.kind else {
            return None;
        };
        let element = |(index, node)| Field::new(format!("{}[{index}]", self.path), node);
        Some(items.iter().enumerate().map(element))
    }
}

impl FromToml for String {
    fn from_toml(field: &Field<'_>) -> Result<Self, TomlError> {
        match &field.node.kind {
            Kind::String(text) => Ok(text.clone()),
            _ => Err(field.must_be("a string")),
        }
    }
}

impl FromToml for PathBuf {
    fn from_toml(field: &Field<'_>) -> Result<Self, TomlError> {
        match &field.node.kind {
            Kind::String(text) => Ok(Self::from(text)),
            _ => Err(field.must_be("a path")),
        }
    }
}

impl FromToml for bool {
    fn from_toml(field: &Field<'_>) -> Result<Self, TomlError> {
        match field.node.kind {
            Kind::Boolean(boolean) => Ok(boolean),
            _ => Err(field.must_be("a boolean")),
        }
    }
}

impl FromToml for f64 {
    fn from_toml(field: &Field<'_>) -> Result<Self, TomlError> {
        match field.node.kind {
            Kind::Float(float) => Ok(float),
            // Rounding a huge whole number is what a float does anyway.
            #[expect(clippy::cast_precision_loss, reason = "a float was asked for")]
            Kind::Integer(integer) => Ok(integer as Self),
            _ => Err(field.must_be("a number")),
        }
    }
}

/// Integers share one rule: the value fits, or the error names the range.
macro_rules! integer {
    ($($integer:ty)*) => {$(
        impl FromToml for $integer {
            fn from_toml(field: &Field<'_>) -> Result<Self, TomlError> {
                let Kind::Integer(integer) = field.node.kind else {
                    return Err(field.must_be("an integer"));
                };
                Self::try_from(integer).map_err(|_| {
                    let path = quoted(&field.path);
                    let (least, most) = (Self::MIN, Self::MAX);
                    field.error(format!(
                        "{path} must be an integer from {least} to {most}, found {integer}"
                    ))
                })
            }
        }

        impl ToToml for $integer {
            fn to_toml(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

integer!(u32 u64 usize i64);

impl<T: FromToml> FromToml for Vec<T> {
    fn from_toml(field: &Field<'_>) -> Result<Self, TomlError> {
        match field.elements() {
            Some(mut elements) => elements.try_fold(Self::new(), |mut items, element| {
                items.push(T::from_toml(&element)?);
                Ok(items)
            }),
            None => Err(field.must_be("an array")),
        }
    }
}

impl FromToml for Value {
    fn from_toml(field: &Field<'_>) -> Result<Self, TomlError> {
        let too_wide = || field.error("an integer here must fit into 64 bits");
        field.node.to_value().ok_or_else(too_wide)
    }
}

impl ToToml for String {
    fn to_toml(&self) -> String {
        spelling::string(self)
    }
}

impl ToToml for PathBuf {
    fn to_toml(&self) -> String {
        spelling::string(&self.to_string_lossy())
    }
}

impl ToToml for bool {
    fn to_toml(&self) -> String {
        self.to_string()
    }
}

impl ToToml for f64 {
    fn to_toml(&self) -> String {
        spelling::float(*self)
    }
}

impl<T: ToToml> ToToml for Vec<T> {
    fn to_toml(&self) -> String {
        spelling::array(self.iter().map(T::to_toml))
    }
}
