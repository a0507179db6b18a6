//! What stands in place of a secret.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

use super::kind::Kind;
use super::redactor::{Finding, Redactor};

/// The placeholders of one row: the same secret gets the same one in all texts of the row,
/// another secret another number.
///
/// Two rows share nothing, so that no placeholder says that a secret occurs in both. It holds
/// the secrets as long as it lives, and never shows them.
#[derive(Default)]
pub struct Placeholders {
    by_secret: HashMap<String, String>,
    /// How many secrets of a kind have a placeholder.
    numbers: BTreeMap<Kind, usize>,
    counts: BTreeMap<Kind, usize>,
}

impl Placeholders {
    /// Those of a row of which no text was seen yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The text with placeholders for what the redactor finds: borrowed if that is nothing.
    ///
    /// The redactor finds nothing in what comes back, so a second call changes nothing.
    pub fn redact<'t>(&mut self, redactor: &Redactor, text: &'t str) -> Cow<'t, str> {
        self.until_clean(text, |text| redactor.scan(text))
    }

    /// As [`redact`](Self::redact), for a value that stands under a name.
    pub(super) fn redact_named<'t>(
        &mut self,
        redactor: &Redactor,
        name: &str,
        text: &'t str,
    ) -> Cow<'t, str> {
        self.until_clean(text, |text| redactor.scan_named(name, text))
    }

    /// How many findings of each kind were replaced so far.
    pub fn counts(&self) -> &BTreeMap<Kind, usize> {
        &self.counts
    }

    /// What was hidden by a secret next to it may be found once that is gone. Each round leaves
    /// less of the original, so it ends.
    fn until_clean<'t>(
        &mut self,
        text: &'t str,
        scan: impl Fn(&str) -> Vec<Finding>,
    ) -> Cow<'t, str> {
        let mut clean = Cow::Borrowed(text);
        loop {
            let findings = scan(&clean);
            if findings.is_empty() {
                return clean;
            }
            clean = Cow::Owned(self.replace(&findings, &clean));
        }
    }

    fn replace(&mut self, findings: &[Finding], text: &str) -> String {
        let mut replaced = String::with_capacity(text.len());
        let mut kept_from = 0;
        for Finding { kind, range } in findings {
            replaced.push_str(&text[kept_from..range.start]);
            replaced.push_str(self.placeholder(*kind, &text[range.clone()]));
            *self.counts.entry(*kind).or_default() += 1;
            kept_from = range.end;
        }
        replaced.push_str(&text[kept_from..]);
        replaced
    }

    fn placeholder(&mut self, kind: Kind, secret: &str) -> &str {
        self.by_secret.entry(secret.to_owned()).or_insert_with(|| {
            let number = self.numbers.entry(kind).or_default();
            *number += 1;
            format!("[{}_{number}]", kind.label())
        })
    }
}

/// Shows how many, never which.
impl fmt::Debug for Placeholders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Placeholders").field("counts", &self.counts).finish_non_exhaustive()
    }
}
