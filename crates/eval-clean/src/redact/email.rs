//! E-mail addresses.

use std::ops::Range;

use super::candidate::{Candidate, ends_in_escape};
use super::kind::Kind;
use super::rules::Rule;

/// What stands before the `@` is at most this long (RFC 5321, 4.5.3.1.1).
const LONGEST_LOCAL_PART: usize = 64;

/// The pattern begins at the `@`, which is rare, and the address is read backwards from there.
/// The `@` may be escaped, as in a URL or in JSON.
pub(super) fn rule() -> Rule {
    let pattern = r"(?:@|%40|\\u0040)(?:[A-Za-z0-9\-]+\.)+[A-Za-z]{2,24}";
    Rule::new(Kind::Email, pattern, address)
}

fn address(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let start = local_part(candidate)?;
    let local = &candidate.text[start..candidate.matched.start];
    // `git@github.com:…` is how a repository is cloned, `icon@2x.png` a picture.
    let pictures = [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"];
    let is_picture = pictures.iter().any(|end| candidate.matched_text().ends_with(end));
    (local != "git" && !is_picture).then_some(start..candidate.matched.end)
}

/// Where the address begins: at a letter or digit as far back as its characters go.
fn local_part(candidate: &Candidate<'_>) -> Option<usize> {
    let end = candidate.matched.start;
    let mut start = None;
    for (at, c) in candidate.text[candidate.floor..end].char_indices().rev() {
        let at = candidate.floor + at;
        let after = at + c.len_utf8();
        let belongs = c.is_alphanumeric() || "._+-'".contains(c);
        if !belongs || end - at > LONGEST_LOCAL_PART {
            break;
        }
        if start == Some(after) && ends_in_escape(&candidate.bytes()[..after]) {
            break;
        }
        if c.is_alphanumeric() || c == '_' {
            start = Some(at);
        }
    }
    start
}
