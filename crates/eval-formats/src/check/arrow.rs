//! What a loader that keeps rows as Arrow columns makes of a file.
//!
//! Hugging Face `datasets` before 4.7, to which LLaMA-Factory pins itself, gives each column one
//! type: a column with two does not load, and an object gets every key that any row has there,
//! null where the row has none. A template then prints the nulls, and the model learns to write
//! every tool's arguments in every call. Any struct-typed Parquet has the same nulls in the file.

use super::findings::readable;
use super::json::Json;
use super::origin::Origin;
use super::report::Fault;
use super::rule::Rule;

/// As many places as are remembered, so that keys without end need no memory without end.
const MOST_PLACES: usize = 20_000;

/// As many keys as are told apart in one place.
const MOST_KEYS: usize = 256;

/// Longer keys are passed over.
const LONGEST_KEY: usize = 200;

/// What types of values are told apart; null is of any.
const KINDS: [&str; 5] = ["a boolean", "a number", "a string", "a list", "an object"];

/// Every place of all rows, and what was seen there.
#[derive(Debug, Default)]
pub(super) struct Columns {
    root: Place,
    places: usize,
}

/// One place, such as `messages[].content`, over all rows.
#[derive(Debug, Default)]
struct Place {
    /// The first line that has each of [`KINDS`] here; 0 if none has.
    first: [u64; KINDS.len()],
    /// How many objects stood here.
    objects: u64,
    /// Their keys, and in how many of them each was.
    keys: Vec<(Box<str>, u64, Place)>,
    /// The items of the lists that stood here.
    items: Option<Box<Place>>,
}

impl Columns {
    /// Remembers what a row has where.
    pub(super) fn see(&mut self, row: &Json<'_>, line: u64) {
        self.root.see(row, line, &mut self.places);
    }

    /// What such a loader would do.
    pub(super) fn warnings(&self) -> Vec<Fault> {
        let mut warnings = Vec::new();
        self.root.warn(&mut String::new(), false, &mut warnings);
        warnings
    }
}

impl Place {
    fn see(&mut self, value: &Json<'_>, line: u64, places: &mut usize) {
        let Some(kind) = kind(value) else { return };
        if self.first[kind] == 0 {
            self.first[kind] = line;
        }
        if let Some(items) = value.as_list() {
            let place = self.items.get_or_insert_default();
            for item in items {
                place.see(item, line, places);
            }
        }
        if let Some(entries) = value.as_object() {
            self.objects += 1;
            for (turn, (key, value)) in entries.iter().enumerate() {
                if let Some((_, times, place)) = self.key(key, turn, places) {
                    *times += 1;
                    place.see(value, line, places);
                }
            }
        }
    }

    /// The place under `key`, which in the last object came in the same `turn`.
    fn key(
        &mut self,
        key: &str,
        turn: usize,
        places: &mut usize,
    ) -> Option<&mut (Box<str>, u64, Place)> {
        let known = match self.keys.get(turn) {
            Some((name, ..)) if **name == *key => Some(turn),
            Some(_) | None => self.keys.iter().position(|(name, ..)| **name == *key),
        };
        if let Some(known) = known {
            return self.keys.get_mut(known);
        }
        if self.keys.len() == MOST_KEYS || *places == MOST_PLACES || key.len() > LONGEST_KEY {
            return None;
        }
        *places += 1;
        self.keys.push((key.into(), 0, Self::default()));
        self.keys.last_mut()
    }

    /// Warns of this place and those below it; of the topmost only, where one explains the others.
    fn warn(&self, at: &mut String, printed: bool, warnings: &mut Vec<Fault>) {
        if self.has_two_kinds() {
            return warnings.push(warning(Rule::MixedTypes, at, self.name_kinds()));
        }
        if let Some((key, times, _)) = self.keys.iter().find(|(_, times, _)| *times < self.objects)
            && printed
        {
            let said = format!("`{key}` is in {times} of {} objects", self.objects);
            return warnings.push(warning(Rule::LegacyArrow, at, said));
        }
        let length = at.len();
        for (key, _, place) in &self.keys {
            let top = at.is_empty();
            at.push_str(if top { "" } else { "." });
            at.push_str(key);
            // Templates print these whole; of messages they print the keys that they know.
            let printed = printed || (top && &**key == "tools") || &**key == "arguments";
            place.warn(at, printed, warnings);
            at.truncate(length);
        }
        if let Some(items) = &self.items {
            at.push_str("[]");
            items.warn(at, printed, warnings);
            at.truncate(length);
        }
    }

    fn has_two_kinds(&self) -> bool {
        self.first.iter().filter(|line| **line > 0).count() > 1
    }

    fn name_kinds(&self) -> String {
        let kinds = KINDS.iter().zip(self.first).filter(|(_, line)| *line > 0);
        let named: Vec<_> = kinds.map(|(kind, line)| format!("{kind} in line {line}")).collect();
        named.join(", ")
    }
}

fn warning(rule: Rule, at: &str, message: String) -> Fault {
    Fault {
        line: None,
        rule,
        origin: Origin::Arrow,
        at: readable(at.to_owned()),
        message: readable(message),
    }
}

/// Which of [`KINDS`] it is; null is of any.
const fn kind(value: &Json<'_>) -> Option<usize> {
    match value {
        Json::Null => None,
        Json::Bool(_) => Some(0),
        Json::Integer(_) | Json::Fraction(_) => Some(1),
        Json::Text(_) => Some(2),
        Json::List(_) => Some(3),
        Json::Object(_) => Some(4),
    }
}
