//! A file, or several laid over each other, ready to be read.

use std::path::Path;
use std::sync::Arc;

use crate::convert::Value;
use crate::dotted;
use crate::error::TomlError;
use crate::node::{Entry, Kind, Node, Table};
use crate::origin::Origin;
use crate::parse;
use crate::section::Section;
use crate::source::Source;
use crate::spelling::quoted;

/// A tree of values, each of which knows where it came from.
#[derive(Clone, Debug)]
pub struct Document {
    root: Arc<Table>,
    origin: Origin,
}

impl Document {
    /// Reads and parses the file at `path`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, is not UTF-8 or is not TOML.
    pub fn load(path: &Path) -> Result<Self, TomlError> {
        let bytes = std::fs::read(path).map_err(|error| TomlError::unread(path, &error))?;
        match String::from_utf8(bytes) {
            Ok(text) => Self::parse(path, &text),
            Err(error) => Err(TomlError::not_text(path, &error)),
        }
    }

    /// Parses `text` as what stands in the file at `path`.
    ///
    /// # Errors
    ///
    /// When the text is not TOML, or holds a float that is not finite.
    pub fn parse(path: &Path, text: &str) -> Result<Self, TomlError> {
        let source = Arc::new(Source::new(path, text));
        let root = Arc::new(parse::parse(&source)?);
        let origin = Origin::File { source, span: 0..0 };
        Ok(Self { root, origin })
    }

    /// The text of the file; of the upper one, where documents lie over each other.
    pub fn text(&self) -> &str {
        match &self.origin {
            Origin::File { source, .. } => source.text(),
            Origin::Override(_) | Origin::Default => "",
        }
    }

    /// Lays this document over `base`: tables merge, arrays and everything else replace.
    #[must_use]
    pub fn over(self, base: Self) -> Self {
        Self { root: self.root.over(base.root), origin: self.origin }
    }

    /// Puts `value` at a dotted key such as `guardrails.budget`, in the place of what was there.
    ///
    /// Tables on the way that do not exist yet come into being.
    ///
    /// # Errors
    ///
    /// When the key is not a dotted key or leads through something that is not a table, or when
    /// the value holds a null.
    pub fn set(&mut self, dotted_key: &str, value: Value, origin: Origin) -> Result<(), TomlError> {
        let Some(parts) = dotted::parts(dotted_key) else {
            let message = format!("{} is not a dotted key", quoted(dotted_key));
            return Err(TomlError::new(message, origin));
        };
        let Some(node) = Node::from_value(value, &origin) else {
            let message = format!("{} cannot be null", quoted(dotted_key));
            return Err(TomlError::new(message, origin));
        };
        put(&mut self.root, &parts, node).map_err(|Obstacle { key, kind }| {
            let (dotted_key, key) = (quoted(dotted_key), quoted(&key));
            let message = format!("cannot set {dotted_key}, as {key} is {kind} and not a table");
            TomlError::new(message, origin)
        })
    }

    /// The root table, for one strict reading; what it reads is recorded apart from other readings.
    pub fn read(&self) -> Section {
        Section::root(Arc::clone(&self.root), self.origin.clone())
    }
}

/// What stands where a dotted key needs a table.
struct Obstacle {
    key: String,
    kind: &'static str,
}

fn put(root: &mut Arc<Table>, parts: &[String], node: Node) -> Result<(), Obstacle> {
    let Some((last, way)) = parts.split_last() else {
        return Ok(());
    };
    let mut table = root;
    for key in way {
        table = inner_table(table, key, &node.origin)?;
    }
    Arc::make_mut(table).put(Entry { key: last.clone(), key_origin: node.origin.clone(), node });
    Ok(())
}

/// The table at `key`, or a new one.
fn inner_table<'a>(
    table: &'a mut Arc<Table>,
    key: &str,
    origin: &Origin,
) -> Result<&'a mut Arc<Table>, Obstacle> {
    let table = Arc::make_mut(table);
    if table.get(key).is_none() {
        table.put(Entry {
            key: key.to_owned(),
            key_origin: origin.clone(),
            node: Node { kind: Kind::Table(Arc::default()), origin: origin.clone() },
        });
    }
    let obstacle = |kind| Obstacle { key: key.to_owned(), kind };
    match table.get_mut(key) {
        Some(Node { kind: Kind::Table(inner), .. }) => Ok(inner),
        Some(node) => Err(obstacle(node.kind_name())),
        None => Err(obstacle("nothing")),
    }
}
