//! What is found in one row, as it is found.

use super::at::At;
use super::report::Fault;
use super::rule::Rule;
use crate::Format;

/// The faults of one line, at most one a rule: where one mistake is made throughout a row, its
/// first place says it all.
#[derive(Debug)]
pub(super) struct Findings {
    line: u64,
    hosted: bool,
    found: Vec<Fault>,
}

impl Findings {
    pub(super) fn new(line: u64, format: Format) -> Self {
        Self { line, hosted: is_hosted(format), found: Vec::new() }
    }

    pub(super) fn add(&mut self, rule: Rule, at: &At<'_>, message: impl Into<String>) {
        if self.has(rule) {
            return;
        }
        self.found.push(Fault {
            line: Some(self.line),
            rule,
            origin: rule.origin(self.hosted),
            at: at.to_string(),
            message: readable(message.into()),
        });
    }

    pub(super) fn has(&self, rule: Rule) -> bool {
        self.found.iter().any(|fault| fault.rule == rule)
    }

    pub(super) fn is_first_line(&self) -> bool {
        self.line == 1
    }

    /// Whether a trainer can take the row as far as it is known.
    pub(super) fn is_good(&self) -> bool {
        self.found.iter().all(|fault| fault.rule.is_warning())
    }

    pub(super) fn into_faults(self) -> Vec<Fault> {
        self.found
    }
}

/// A message may quote the file: it is kept to a length, and from telling a terminal what to do.
pub(super) fn readable(message: String) -> String {
    let longest = 300;
    if message.len() <= longest && !message.contains(char::is_control) {
        return message;
    }
    let shown = message.chars().take(longest);
    let shown =
        shown.map(|char| if char.is_control() { char::REPLACEMENT_CHARACTER } else { char });
    let mut shown: String = shown.collect();
    if shown.len() < message.len() {
        shown.push('…');
    }
    shown
}

/// Whether the trainer runs at a vendor's.
pub(super) const fn is_hosted(format: Format) -> bool {
    matches!(format, Format::OpenaiSft | Format::OpenaiDpo | Format::OpenaiRft)
}
