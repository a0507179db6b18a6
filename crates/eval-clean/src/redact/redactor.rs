//! One pass over a text for all kinds.

use std::ops::Range;

use regex_automata::meta::Regex;
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input};

use super::candidate::Candidate;
use super::context;
use super::kind::Kind;
use super::rules::{Rule, rules};

/// Where a secret stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it looks like.
    pub kind: Kind,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// Finds secrets and personal data.
#[derive(Clone, Debug)]
pub struct Redactor {
    /// The rules by the number of their pattern.
    rules: Vec<Rule>,
    patterns: Regex,
}

/// Looks for all kinds but public IP addresses, which logs are full of.
impl Default for Redactor {
    fn default() -> Self {
        Self::new(Kind::ALL.into_iter().filter(|kind| *kind != Kind::PublicIp))
    }
}

impl Redactor {
    /// A redactor that looks for these kinds. Building one takes milliseconds, so make it once.
    ///
    /// # Panics
    ///
    /// Never: the patterns are part of this crate, and its tests build them all.
    pub fn new(kinds: impl IntoIterator<Item = Kind>) -> Self {
        let kinds: Vec<Kind> = kinds.into_iter().collect();
        let rules: Vec<Rule> = rules().into_iter().filter(|r| kinds.contains(&r.kind)).collect();
        let patterns: Vec<&str> = rules.iter().map(|rule| rule.pattern.as_ref()).collect();
        #[expect(clippy::expect_used, reason = "the patterns are part of this crate")]
        let patterns = Regex::builder()
            .syntax(syntax::Config::new().unicode(false))
            .build_many(&patterns)
            .expect("every pattern is well-formed");
        Self { rules, patterns }
    }

    /// What is found in the text, in order and without overlap. Of two that begin at the same
    /// place the more telling kind stays.
    pub fn scan(&self, text: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut floor = 0;
        let mut at = 0;
        while let Some(found) = self.patterns.search(&Input::new(text).range(at..)) {
            let rule = &self.rules[found.pattern()];
            let candidate = Candidate { text, floor, matched: found.range() };
            let Some(range) = (rule.accept)(&candidate) else {
                at = text.ceil_char_boundary(found.start() + 1);
                continue;
            };
            let finding = self.named(rule, text, range);
            floor = finding.range.end;
            at = floor;
            findings.push(finding);
        }
        findings
    }

    /// What is found in a value that stands under a name, as in a JSON object: the name may
    /// tell that the value is a secret.
    pub(super) fn scan_named(&self, name: &str, value: &str) -> Vec<Finding> {
        let told = context::by_name(name, value).and_then(|(kind, range)| {
            let rule = self.rules.iter().find(|rule| rule.kind == kind)?;
            Some(self.named(rule, value, range))
        });
        told.map_or_else(|| self.scan(value), |finding| vec![finding])
    }

    /// A value that was told by what stands before it may have a form of its own, which tells
    /// more.
    fn named(&self, rule: &Rule, text: &str, range: Range<usize>) -> Finding {
        let from_context = Finding { kind: rule.kind, range: range.clone() };
        if !rule.kind.is_told_by_context() {
            return from_context;
        }
        let here = Input::new(text).range(range.start..).anchored(Anchored::Yes);
        let Some(found) = self.patterns.search(&here) else { return from_context };
        let own = &self.rules[found.pattern()];
        if !own.kind.has_own_form() {
            return from_context;
        }
        let candidate = Candidate { text, floor: range.start, matched: found.range() };
        match (own.accept)(&candidate) {
            Some(whole) if whole.start == range.start && whole.end >= range.end => {
                Finding { kind: own.kind, range: whole }
            }
            Some(_) | None => from_context,
        }
    }
}
