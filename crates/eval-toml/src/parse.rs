//! From text to a tree of values, each with the bytes it stands at.

use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeFloat, DeInteger, DeTable, DeValue};

use crate::error::TomlError;
use crate::node::{Entry, Kind, Node, Table};
use crate::origin::Origin;
use crate::source::Source;
use crate::spelling::quoted;

/// Parses the text of `source`.
pub(crate) fn parse(source: &Arc<Source>) -> Result<Table, TomlError> {
    let reader = Reader { source };
    match DeTable::parse(source.text()) {
        Ok(root) => reader.table(root.into_inner()),
        Err(error) => Err(reader.syntax_error(&error)),
    }
}

struct Reader<'a> {
    source: &'a Arc<Source>,
}

impl Reader<'_> {
    fn table(&self, table: DeTable<'_>) -> Result<Table, TomlError> {
        let mut keys: Vec<_> = table.into_iter().collect();
        // The parser sorts keys by name; readers want them as they were written.
        keys.sort_by_key(|(key, _)| key.span().start);
        let entries = keys
            .into_iter()
            .map(|(key, value)| {
                Ok(Entry {
                    key_origin: self.origin(key.span()),
                    key: key.into_inner().into_owned(),
                    node: self.node(value)?,
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Table { entries })
    }

    fn node(&self, value: Spanned<DeValue<'_>>) -> Result<Node, TomlError> {
        let origin = self.origin(value.span());
        let kind = match value.into_inner() {
            DeValue::String(text) => Kind::String(text.into_owned()),
            DeValue::Integer(integer) => Kind::Integer(wide_integer(&integer, &origin)?),
            DeValue::Float(float) => Kind::Float(finite_float(&float, &origin)?),
            DeValue::Boolean(boolean) => Kind::Boolean(boolean),
            DeValue::Datetime(datetime) => Kind::Datetime(datetime.to_string()),
            DeValue::Array(items) => Kind::Array(
                items.into_iter().map(|item| self.node(item)).collect::<Result<_, _>>()?,
            ),
            DeValue::Table(table) => Kind::Table(Arc::new(self.table(table)?)),
        };
        Ok(Node { kind, origin })
    }

    fn origin(&self, span: Range<usize>) -> Origin {
        Origin::File { source: Arc::clone(self.source), span }
    }

    fn syntax_error(&self, error: &toml::de::Error) -> TomlError {
        let span = match error.span() {
            // Never empty, so that an error at the very start is not one about the whole file.
            Some(span) => span.start..span.end.max(1),
            None => 0..0,
        };
        let at = self.source.text().get(span.clone()).unwrap_or_default();
        TomlError::new(plain_words(error.message(), at), self.origin(span))
    }
}

/// The parser's message about the text `at`, in our words where its own say too little.
fn plain_words(message: &str, at: &str) -> String {
    match message {
        "duplicate key" => format!("duplicate key {}", quoted(at)),
        "recursion limit" | "cannot recurse further; max recursion depth met" => {
            "keys or values are nested too deep".to_owned()
        }
        message => message.replace('\n', " "),
    }
}

fn wide_integer(integer: &DeInteger<'_>, origin: &Origin) -> Result<i128, TomlError> {
    i128::from_str_radix(integer.as_str(), integer.radix()).map_err(|_| {
        let range = format!("{} to {}", i64::MIN, u64::MAX);
        TomlError::new(format!("an integer must lie in {range}"), origin.clone())
    })
}

/// No setting means anything by an infinity or by what is not a number.
fn finite_float(float: &DeFloat<'_>, origin: &Origin) -> Result<f64, TomlError> {
    match float.as_str().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        Ok(_) | Err(_) => Err(TomlError::new("a float must be finite", origin.clone())),
    }
}
