//! What was read, and where it came from.

use std::cell::RefCell;
use std::rc::Rc;

use crate::node::{Kind, Node};
use crate::origin::Origin;
use crate::spelling;

/// A value as the reader took it, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effective {
    /// Its dotted path, such as `guardrails.budget` or `arm[2].name`.
    pub path: String,
    /// The value as TOML on one line.
    pub value: String,
    /// Where it came from.
    pub origin: Origin,
}

/// Everything read so far, shared by all sections of one reading.
#[derive(Clone, Debug, Default)]
pub(crate) struct Log {
    entries: Rc<RefCell<Vec<Effective>>>,
}

impl Log {
    /// Records a value that stood in the document, leaf by leaf.
    pub(crate) fn record(&self, path: &str, node: &Node) {
        match &node.kind {
            Kind::Table(table) if !table.entries.is_empty() => {
                for entry in &table.entries {
                    self.record(&spelling::join(path, &entry.key), &entry.node);
                }
            }
            _ => self.add(path.to_owned(), spelling::value(node), node.origin.clone()),
        }
    }

    /// Records one value, once, however often it is read.
    pub(crate) fn add(&self, path: String, value: String, origin: Origin) {
        let mut entries = self.entries.borrow_mut();
        if entries.iter().all(|entry| entry.path != path) {
            entries.push(Effective { path, value, origin });
        }
    }

    pub(crate) fn entries(&self) -> Vec<Effective> {
        self.entries.borrow().clone()
    }
}
