//! A tree of values in which every value knows its origin.

use std::sync::Arc;

use serde_json::{Map, Number, Value};

use crate::origin::Origin;

/// A value and where it came from.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) origin: Origin,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    String(String),
    /// Wide enough for every `i64` and every `u64`.
    Integer(i128),
    /// Always finite.
    Float(f64),
    Boolean(bool),
    /// As written: nothing here computes with dates.
    Datetime(String),
    Array(Vec<Node>),
    Table(Arc<Table>),
}

/// Keys with their values, in the order in which people wrote them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub(crate) entries: Vec<Entry>,
}

/// One key of a table.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: String,
    /// Where the key itself stands; an unknown key is shown there.
    pub(crate) key_origin: Origin,
    pub(crate) node: Node,
}

impl Table {
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(&entry.node)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let entry = self.entries.iter_mut().find(|entry| entry.key == key)?;
        Some(&mut entry.node)
    }

    /// Puts `entry` in the place of the entry of the same key, or at the end.
    pub(crate) fn put(&mut self, entry: Entry) {
        match self.entries.iter_mut().find(|old| old.key == entry.key) {
            Some(old) => *old = entry,
            None => self.entries.push(entry),
        }
    }

    /// Lays this table over `base`: tables merge, everything else replaces.
    pub(crate) fn over(self: Arc<Self>, base: Arc<Self>) -> Arc<Self> {
        let mut merged = Arc::unwrap_or_clone(base);
        for mut entry in Arc::unwrap_or_clone(self).entries {
            if let Kind::Table(table) = &entry.node.kind
                && let Some(Node { kind: Kind::Table(below), .. }) = merged.get(&entry.key)
            {
                entry.node.kind = Kind::Table(Arc::clone(table).over(Arc::clone(below)));
            }
            merged.put(entry);
        }
        Arc::new(merged)
    }
}

impl Node {
    /// Takes over a plain value; `None` if it holds a null, which TOML lacks.
    pub(crate) fn from_value(value: Value, origin: &Origin) -> Option<Self> {
        let kind = match value {
            Value::Null => return None,
            Value::Bool(boolean) => Kind::Boolean(boolean),
            Value::Number(number) => number_kind(&number)?,
            Value::String(string) => Kind::String(string),
            Value::Array(items) => Kind::Array(
                items
                    .into_iter()
                    .map(|item| Self::from_value(item, origin))
                    .collect::<Option<_>>()?,
            ),
            Value::Object(members) => Kind::Table(Arc::new(Table::from_members(members, origin)?)),
        };
        Some(Self { kind, origin: origin.clone() })
    }

    /// The value without its origins; `None` if it holds an integer beyond 64 bits.
    pub(crate) fn to_value(&self) -> Option<Value> {
        Some(match &self.kind {
            Kind::String(text) | Kind::Datetime(text) => Value::from(text.as_str()),
            Kind::Integer(integer) => Value::Number(number_of_64_bits(*integer)?),
            Kind::Float(float) => Value::from(*float),
            Kind::Boolean(boolean) => Value::from(*boolean),
            Kind::Array(items) => items.iter().map(Self::to_value).collect::<Option<_>>()?,
            Kind::Table(table) => table
                .entries
                .iter()
                .map(|entry| Some((entry.key.clone(), entry.node.to_value()?)))
                .collect::<Option<_>>()?,
        })
    }

    /// What the value is, for a message that says what was found.
    pub(crate) fn kind_name(&self) -> &'static str {
        match self.kind {
            Kind::String(_) => "a string",
            Kind::Integer(_) => "an integer",
            Kind::Float(_) => "a float",
            Kind::Boolean(_) => "a boolean",
            Kind::Datetime(_) => "a datetime",
            Kind::Array(_) => "an array",
            Kind::Table(_) => "a table",
        }
    }
}

impl Table {
    fn from_members(members: Map<String, Value>, origin: &Origin) -> Option<Self> {
        let entry = |(key, value)| {
            Some(Entry { key, key_origin: origin.clone(), node: Node::from_value(value, origin)? })
        };
        let entries = members.into_iter().map(entry).collect::<Option<_>>()?;
        Some(Self { entries })
    }
}

/// `Number::from_i128` would let wider ones through where another crate of the
/// build switches on `serde_json`'s `arbitrary_precision`.
fn number_of_64_bits(integer: i128) -> Option<Number> {
    let signed = i64::try_from(integer).map(Number::from);
    signed.or_else(|_| u64::try_from(integer).map(Number::from)).ok()
}

fn number_kind(number: &Number) -> Option<Kind> {
    number.as_i128().map(Kind::Integer).or_else(|| number.as_f64().map(Kind::Float))
}
