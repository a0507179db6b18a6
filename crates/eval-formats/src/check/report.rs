//! What a check found.

use std::collections::BTreeMap;
use std::fmt;

use super::origin::Origin;
use super::rule::Rule;
use crate::Format;

/// What is wrong with a file, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it was checked as.
    pub format: Format,
    /// How many lines it has, those that are no rows included.
    pub rows: u64,
    /// How many lines have at least one fault.
    pub refused: u64,
    /// The first hundred faults, in the order of the lines.
    pub faults: Vec<Fault>,
    /// How many lines break each rule, of all lines. A fault of the file counts once.
    pub fault_counts: BTreeMap<Rule, u64>,
    /// The first hundred things that may be meant, but seldom are.
    pub warnings: Vec<Fault>,
    /// How many lines, or columns, each warning is about.
    pub warning_counts: BTreeMap<Rule, u64>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1; none if it is about the file as a whole.
    pub line: Option<u64>,
    /// The rule that is broken.
    pub rule: Rule,
    /// Where the rule comes from.
    pub origin: Origin,
    /// Where in the row, such as `messages[3].tool_calls[0]`; empty for the row itself.
    pub at: String,
    /// What is wrong there.
    pub message: String,
}

impl Fault {
    /// What to do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        self.rule.help()
    }
}

/// On one line: where, what, and the rule's name.
impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(formatter, "line {line}: ")?;
        }
        if !self.at.is_empty() {
            write!(formatter, "{}: ", self.at)?;
        }
        write!(formatter, "{} [{}/{}]", self.message, self.origin.name(), self.rule)
    }
}

impl Report {
    /// How many faults and warnings are kept with their places.
    pub const KEPT: usize = 100;

    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            rows: 0,
            refused: 0,
            faults: Vec::new(),
            fault_counts: BTreeMap::new(),
            warnings: Vec::new(),
            warning_counts: BTreeMap::new(),
        }
    }

    /// Whether a trainer takes every row, and the file.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.fault_counts.is_empty()
    }

    pub(super) fn add(&mut self, fault: Fault) {
        let (kept, counts) = if fault.rule.is_warning() {
            (&mut self.warnings, &mut self.warning_counts)
        } else {
            (&mut self.faults, &mut self.fault_counts)
        };
        *counts.entry(fault.rule).or_default() += 1;
        if kept.len() < Self::KEPT {
            kept.push(fault);
        }
    }
}
