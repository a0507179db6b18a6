//! Every rule: a pattern that is cheap to look for, and what it takes to accept a match.

use std::borrow::Cow;
use std::ops::Range;

use super::candidate::Candidate;
use super::kind::Kind;
use super::{context, email, numbers, tokens};

/// How one kind is found, or one form of it.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) kind: Kind,
    /// No look-around and no Unicode classes, so that all patterns run as one automaton.
    pub(super) pattern: Cow<'static, str>,
    pub(super) accept: Accept,
}

/// Refuses a match, or says which bytes to hide.
pub(super) type Accept = fn(&Candidate<'_>) -> Option<Range<usize>>;

/// Of two patterns that match at the same place the first wins.
pub(super) fn rules() -> Vec<Rule> {
    let mut rules = tokens::rules();
    rules.extend(context::rules());
    rules.push(email::rule());
    rules.extend(numbers::rules());
    rules
}

impl Rule {
    pub(super) fn new(kind: Kind, pattern: impl Into<Cow<'static, str>>, accept: Accept) -> Self {
        Self { kind, pattern: pattern.into(), accept }
    }
}

impl Kind {
    /// Whether the kind is known by what stands before it.
    pub(super) fn is_told_by_context(self) -> bool {
        matches!(self, Self::UrlPassword | Self::AuthToken | Self::ApiKey | Self::Password)
    }

    /// Whether the kind is a secret known by its own form.
    pub(super) fn has_own_form(self) -> bool {
        self < Self::UrlPassword && self != Self::AwsSecret
    }
}
