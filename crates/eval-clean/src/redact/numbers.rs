//! Personal data in digits: accounts, cards, social security, phones, addresses of machines.

use std::ops::Range;

use super::candidate::Candidate;
use super::kind::Kind;
use super::rules::Rule;

mod card;
mod iban;
mod phone;
mod ip;

pub(super) fn rules() -> Vec<Rule> {
    vec![
        Rule::new(
            Kind::Iban,
            r"[A-Z]{2}[0-9]{2} ?[A-Z0-9]{4} ?[A-Z0-9]{4} ?[A-Z0-9]{3}",
            iban::iban,
        ),
        Rule::new(Kind::CreditCard, r"[2-6][0-9]{3}[ \-]?[0-9]{4,6}[ \-]?[0-9]{4}", card::card),
        Rule::new(Kind::Ssn, r"[0-9]{3}-[0-9]{2}-[0-9]{4}", ssn),
        Rule::new(
            Kind::Phone,
            r"\+[1-9][0-9]{0,2}(?:[ .\-]?\(?[0-9]{1,4}\)?){2,6}",
            phone::international,
        ),
        Rule::new(
            Kind::Phone,
            r"(?:\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[.\-]|(?:1[.\-])?[2-9][0-9]{2}(?:-[2-9][0-9]{2}-|\.[2-9][0-9]{2}\.))[0-9]{4}",
            phone::american,
        ),
        Rule::new(Kind::PublicIp, r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", ip::public),
    ]
}

/// `123-45-6789`, less the numbers that are never given out (SSA POMS RM 10201.035).
fn ssn(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    let number = candidate.matched_text();
    let (area, group, serial) = (&number[..3], &number[4..6], &number[7..]);
    let given_out = area != "000"
        && area != "666"
        && !area.starts_with('9')
        && group != "00"
        && serial != "0000";
    (given_out && stands_alone(candidate)).then(|| candidate.matched.clone())
}

/// Whether the match is no part of a longer number, word, or chain of numbers.
fn stands_alone(candidate: &Candidate<'_>) -> bool {
    let end = candidate.matched.end;
    candidate.begins_word()
        && !matches!(candidate.before(), Some(b'-' | b'.'))
        && candidate.ends_number(end)
        && candidate.bytes().get(end) != Some(&b'-')
}
