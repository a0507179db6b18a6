//! A place in a text that may be a secret, and what stands around it.

use std::ops::Range;

/// What a rule's pattern matched, for the rule to accept or refuse.
#[derive(Clone)]
pub(super) struct Candidate<'a> {
    pub(super) text: &'a str,
    /// Where the last finding ended. No finding begins before.
    pub(super) floor: usize,
    /// What the pattern matched.
    pub(super) matched: Range<usize>,
}

impl<'a> Candidate<'a> {
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    pub(super) fn matched_text(&self) -> &'a str {
        &self.text[self.matched.clone()]
    }

    /// Whether the match begins where a word begins.
    pub(super) fn begins_word(&self) -> bool {
        let before = &self.bytes()[..self.matched.start];
        before.last().is_none_or(|last| !is_word(*last)) || ends_in_escape(before)
    }

    /// The byte before the match.
    pub(super) fn before(&self) -> Option<u8> {
        self.matched.start.checked_sub(1).map(|at| self.bytes()[at])
    }

    /// Whether no letter, digit or underscore follows at `end`.
    pub(super) fn ends_word(&self, end: usize) -> bool {
        self.bytes().get(end).is_none_or(|next| !is_word(*next))
    }

    /// Whether a number ends at `end`: no word goes on there, nor a decimal part.
    pub(super) fn ends_number(&self, end: usize) -> bool {
        let decimals = self.bytes().get(end..end + 2);
        let goes_on = decimals.is_some_and(|next| next[0] == b'.' && next[1].is_ascii_digit());
        self.ends_word(end) && !goes_on
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether the text ends in a letter or digit that belongs to an escape, not to a word: `\n`,
/// `\u003d`, `%3D`, or the `[32m` by which a terminal changes colour.
pub(super) fn ends_in_escape(text: &[u8]) -> bool {
    match text {
        [.., b'\\', b'n' | b'r' | b't' | b'b' | b'f'] => true,
        [.., b'\\', b'u', a, b, c, d] if [a, b, c, d].iter().all(|hex| hex.is_ascii_hexdigit()) => {
            true
        }
        [.., b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => true,
        [colour @ .., b'm'] => {
            let numbers = colour.iter().rev().take(16);
            let inner = numbers.take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
            colour.len() > inner && colour[colour.len() - inner - 1] == b'['
        }
        _ => false,
    }
}
