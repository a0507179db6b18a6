//! A table being read strictly.

use std::path::Path;
use std::sync::Arc;

use crate::convert::{Field, FromToml, ToToml, Value};
use crate::effective::{Effective, Log};
use crate::error::TomlError;
use crate::node::{Entry, Kind, Node, Table};
use crate::origin::Origin;
use crate::spelling::{self, quoted, quoted_list};
use crate::unknown::{unknown_keys, unknown_word};

/// A table being read strictly: every key must be asked for before [`Section::finish`].
///
/// A section is its own, so the sections read out of it can be handed on and finished alone.
#[derive(Debug)]
#[must_use = "a section that is not finished lets unknown keys through"]
pub struct Section {
    table: Arc<Table>,
    path: String,
    origin: Origin,
    asked: Vec<String>,
    log: Log,
}

impl Section {
    pub(crate) fn root(table: Arc<Table>, origin: Origin) -> Self {
        Self { table, path: String::new(), origin, asked: Vec::new(), log: Log::default() }
    }

    /// Reads the value of a key that must be there.
    ///
    /// # Errors
    ///
    /// When the key is missing or its value is not a `T`.
    pub fn required<T: FromToml>(&mut self, key: &str) -> Result<T, TomlError> {
        self.optional(key)?.ok_or_else(|| self.missing(key))
    }

    /// Reads the value of a key that may be there.
    ///
    /// # Errors
    ///
    /// When the value is not a `T`.
    pub fn optional<T: FromToml>(&mut self, key: &str) -> Result<Option<T>, TomlError> {
        self.allow(key);
        let Some(field) = self.field(key) else {
            return Ok(None);
        };
        let value = T::from_toml(&field)?;
        self.log.record(field.path(), field.node());
        Ok(Some(value))
    }

    /// Reads the value of a key, or takes `default` and records that it did.
    ///
    /// # Errors
    ///
    /// When the value is not a `T`.
    pub fn or<T: FromToml + ToToml>(&mut self, key: &str, default: T) -> Result<T, TomlError> {
        if let Some(value) = self.optional(key)? {
            return Ok(value);
        }
        self.record_default(key, default.to_toml());
        Ok(default)
    }

    /// Reads a word out of a fixed list and gives what stands beside it in the list.
    ///
    /// # Errors
    ///
    /// When the value is not a string, or a word that is not in the list.
    pub fn choice<T: Clone>(
        &mut self,
        key: &str,
        choices: &[(&str, T)],
    ) -> Result<Option<T>, TomlError> {
        self.allow(key);
        let Some(field) = self.field(key) else {
            return Ok(None);
        };
        let word = String::from_toml(&field)?;
        let Some((_, chosen)) = choices.iter().find(|(choice, _)| *choice == word) else {
            let words: Vec<_> = choices.iter().map(|(choice, _)| *choice).collect();
            return Err(unknown_word(&field, key, &word, &words));
        };
        self.log.record(field.path(), field.node());
        Ok(Some(chosen.clone()))
    }

    /// Reads a word out of a fixed list that must be there.
    ///
    /// # Errors
    ///
    /// When the key is missing or its value is not a word in the list.
    pub fn required_choice<T: Clone>(
        &mut self,
        key: &str,
        choices: &[(&str, T)],
    ) -> Result<T, TomlError> {
        self.choice(key, choices)?.ok_or_else(|| {
            let words = choices.iter().map(|(choice, _)| *choice);
            self.missing(key).with_help(format!("it is one of {}", quoted_list(words)))
        })
    }

    /// Reads a word out of a fixed list, or takes `default` and records that it did.
    ///
    /// # Errors
    ///
    /// When the value is not a word in the list.
    pub fn choice_or<T: Clone + PartialEq>(
        &mut self,
        key: &str,
        choices: &[(&str, T)],
        default: T,
    ) -> Result<T, TomlError> {
        if let Some(chosen) = self.choice(key, choices)? {
            return Ok(chosen);
        }
        if let Some((word, _)) = choices.iter().find(|(_, choice)| *choice == default) {
            self.record_default(key, spelling::string(word));
        }
        Ok(default)
    }

    /// Reads a sub-table that may be there.
    ///
    /// # Errors
    ///
    /// When the value is not a table.
    pub fn section(&mut self, key: &str) -> Result<Option<Self>, TomlError> {
        self.allow(key);
        match self.field(key) {
            Some(field) => self.inner(&field).map(Some),
            None => Ok(None),
        }
    }

    /// Reads a sub-table, or an empty one in its place, so that defaults in it are recorded.
    ///
    /// # Errors
    ///
    /// When the value is not a table.
    pub fn section_or_empty(&mut self, key: &str) -> Result<Self, TomlError> {
        let empty = Self {
            table: Arc::default(),
            path: spelling::join(&self.path, key),
            origin: self.origin.clone(),
            asked: Vec::new(),
            log: self.log.clone(),
        };
        Ok(self.section(key)?.unwrap_or(empty))
    }

    /// Reads the tables of `[[key]]`, or of an array of inline tables; none if the key is absent.
    ///
    /// # Errors
    ///
    /// When the value is not an array of tables.
    pub fn sections(&mut self, key: &str) -> Result<Vec<Self>, TomlError> {
        self.allow(key);
        let Some(field) = self.field(key) else {
            return Ok(Vec::new());
        };
        let Some(elements) = field.elements() else {
            let help = format!("write each of them under its own [[{}]]", field.path());
            return Err(field.must_be("an array of tables").with_help(help));
        };
        elements.map(|element| self.inner(&element)).collect()
    }

    /// Reads the tables `[key.NAME]` with their names, in the order of the file.
    ///
    /// # Errors
    ///
    /// When the value is not a table of tables.
    pub fn named_sections(&mut self, key: &str) -> Result<Vec<(String, Self)>, TomlError> {
        let Some(outer) = self.section(key)? else {
            return Ok(Vec::new());
        };
        let named = |entry: &Entry| {
            let path = spelling::join(&outer.path, &entry.key);
            let section = outer.inner(&Field::new(path, &entry.node))?;
            Ok((entry.key.clone(), section))
        };
        outer.table.entries.iter().map(named).collect()
    }

    /// Reads a free-form value, whatever it holds.
    ///
    /// # Errors
    ///
    /// When an integer in it does not fit into 64 bits.
    pub fn value(&mut self, key: &str) -> Result<Option<Value>, TomlError> {
        self.optional(key)
    }

    /// The keys of the table, in the order of the file.
    #[must_use]
    pub fn keys(&self) -> Vec<String> {
        let entries = self.table.entries.iter();
        entries.map(|entry| entry.key.clone()).collect()
    }

    /// The dotted path of the table: empty at the root, `arm[2]` for the third of `[[arm]]`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The file the table stands in; none if an override gave it.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.origin.file()
    }

    /// Where the value of a key came from; none if the key is absent.
    #[must_use]
    pub fn origin_of(&self, key: &str) -> Option<Origin> {
        Some(self.table.get(key)?.origin.clone())
    }

    /// An error that points at the header of the table.
    #[must_use]
    pub fn error(&self, message: impl Into<String>) -> TomlError {
        TomlError::new(message, self.origin.clone())
    }

    /// An error that points at the value of a key, or at the table if the key is absent.
    #[must_use]
    pub fn error_at(&self, key: &str, message: impl Into<String>) -> TomlError {
        let place = self.origin_of(key).unwrap_or_else(|| self.origin.clone());
        TomlError::new(message, place)
    }

    /// The error that says that a key is missing.
    #[must_use]
    pub fn missing(&self, key: &str) -> TomlError {
        let path = spelling::join(&self.path, key);
        let missing = self.error(format!("missing key {}", quoted(&path)));
        let strays = self.table.entries.iter().map(|entry| entry.key.as_str());
        let strays = strays.filter(|stray| !self.asked.iter().any(|asked| asked == stray));
        match crate::nearest(key, strays) {
            Some(stray) => missing.with_help(format!("is it {}, misspelt?", quoted(stray))),
            None => missing,
        }
    }

    /// Ends the reading of this table: every key in it must have been asked for.
    ///
    /// # Errors
    ///
    /// When there are other keys, all of which the error names, with those that would be right.
    pub fn finish(self) -> Result<(), TomlError> {
        let entries = self.table.entries.iter();
        let unknown: Vec<_> = entries.filter(|entry| !self.asked.contains(&entry.key)).collect();
        if unknown.is_empty() { Ok(()) } else { Err(unknown_keys(&unknown, &self.asked)) }
    }

    /// Everything read so far in this reading of the document, defaults included, in the order of
    /// reading.
    #[must_use]
    pub fn effective(&self) -> Vec<Effective> {
        self.log.entries()
    }

    /// Remembers that `key` is a valid key of this table.
    fn allow(&mut self, key: &str) {
        if !self.asked.iter().any(|asked| asked == key) {
            self.asked.push(key.to_owned());
        }
    }

    fn field(&self, key: &str) -> Option<Field<'_>> {
        let node = self.table.get(key)?;
        Some(Field::new(spelling::join(&self.path, key), node))
    }

    /// The table at `field`, as a section of the same reading.
    fn inner(&self, field: &Field<'_>) -> Result<Self, TomlError> {
        let node: &Node = field.node();
        let Kind::Table(table) = &node.kind else {
            return Err(field.must_be("a table"));
        };
        Ok(Self {
            table: Arc::clone(table),
            path: field.path().to_owned(),
            origin: node.origin.clone(),
            asked: Vec::new(),
            log: self.log.clone(),
        })
    }

    fn record_default(&self, key: &str, value: String) {
        let path = spelling::join(&self.path, key);
        self.log.add(path, value, Origin::Default);
    }
}
