//! Phone numbers in forms that are hardly anything else.

use std::ops::{Range, RangeInclusive};

use super::super::candidate::Candidate;
use super::stands_alone;

/// Country codes of one and two digits (ITU-T E.164). All other codes have three.
const SHORT_CODES: &str = "1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 \
    56 57 58 60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98";
/// The first two digits of the codes of three.
const LONG_CODES: &str = "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99";

/// The fewest digits of a number that is written without any separator.
const FEWEST_UNSEPARATED: usize = 10;
/// The fewest and the most digits of a number with separators. E.164 allows fifteen, but no
/// country uses them all, and numbers like to stand in a row.
const SEPARATED: RangeInclusive<usize> = 9..=13;

/// `+44 20 7183 8750`, `+442071838750`.
pub(super) fn international(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    // `a+44` is a sum, `++44` code.
    if !candidate.begins_word() || matches!(candidate.before(), Some(b'+' | b'-' | b'.' | b')')) {
        return None;
    }
    let number = candidate.matched_text();
    let country = country_code(&number[1..])?;
    let separated = !number[1..].bytes().all(|byte| byte.is_ascii_digit());
    let allowed = match country {
        // North America and Russia: always ten digits after the code.
        "1" | "7" => 11..=11,
        _ if separated => SEPARATED,
        _ => FEWEST_UNSEPARATED..=*SEPARATED.end(),
    };
    let start = candidate.matched.start;
    // What follows too many digits is another number in the same row.
    let ends = ends_of_groups(number, &allowed).into_iter().map(|end| start + end);
    let end = ends.rev().find(|end| candidate.ends_number(*end))?;
    Some(start..end)
}

/// `415-555-0132`, `(415) 555-0132`, `1-415-555-0132`.
pub(super) fn american(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    stands_alone(candidate).then(|| candidate.matched.clone())
}

fn country_code(digits: &str) -> Option<&str> {
    let is_short = |length| {
        let code = digits.get(..length)?;
        SHORT_CODES.split_ascii_whitespace().any(|short| short == code).then_some(code)
    };
    let is_long = |code: &&str| LONG_CODES.split_ascii_whitespace().any(|l| code.starts_with(l));
    is_short(1).or_else(|| is_short(2)).or_else(|| digits.get(..3).filter(is_long))
}

/// Where a group of digits ends and as many digits were seen as are allowed.
fn ends_of_groups(number: &str, allowed: &RangeInclusive<usize>) -> Vec<usize> {
    let bytes = number.as_bytes();
    let mut digits = 0;
    let mut ends = Vec::new();
    for (at, _) in bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
        digits += 1;
        let group_ends = bytes.get(at + 1).is_none_or(|next| !next.is_ascii_digit());
        if group_ends && allowed.contains(&digits) {
            ends.push(at + 1);
        }
    }
    ends
}
