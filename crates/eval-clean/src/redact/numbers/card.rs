//! Payment cards: first digits and length of a scheme, digits grouped as on a card, and the
//! check digit (ISO/IEC 7812-1).

use std::ops::Range;

use super::super::candidate::Candidate;

/// The most digits a card number has.
const MOST_DIGITS: usize = 19;

/// The match is only the beginning: the scheme says how long the number is, and a security
/// code may follow it.
pub(super) fn card(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    // The decimals of a number are no card.
    if !candidate.begins_word() || candidate.before() == Some(b'.') {
        return None;
    }
    let start = candidate.matched.start;
    let digits = Digits::read(&candidate.bytes()[start..]);
    lengths(&digits.values).iter().find_map(|length| {
        let end = start + digits.ends.get(length - 1)?;
        let is_card = digits.is_grouped(*length)
            && candidate.ends_number(end)
            && passes_luhn(&digits.values[..*length]);
        is_card.then_some(start..end)
    })
}

/// Digits, with where each ends in the text.
struct Digits {
    values: Vec<u8>,
    ends: Vec<usize>,
}

impl Digits {
    /// As many digits as follow each other with at most one separator between, always the same.
    fn read(text: &[u8]) -> Self {
        let mut digits = Self { values: Vec::new(), ends: Vec::new() };
        let mut separator = None;
        let mut at = 0;
        while digits.values.len() < MOST_DIGITS {
            if let Some(byte @ (b' ' | b'-')) = text.get(at)
                && *separator.get_or_insert(*byte) == *byte
            {
                at += 1;
            }
            let Some(digit @ b'0'..=b'9') = text.get(at) else { break };
            at += 1;
            digits.values.push(digit - b'0');
            digits.ends.push(at);
        }
        digits
    }

    /// Whether the first `length` are in one block, or in blocks as on a card.
    fn is_grouped(&self, length: usize) -> bool {
        let gaps = |at: &usize| self.ends[*at] - self.ends[*at - 1] > 1;
        let gaps: Vec<usize> = (1..length).filter(gaps).collect();
        let expected: &[usize] = match length {
            14 | 15 => &[4, 10],
            16 => &[4, 8, 12],
            17..=19 => &[4, 8, 12, 16],
            _ => &[],
        };
        gaps.is_empty() || gaps == expected
    }
}

/// How long the card numbers of the scheme are that begins with these digits.
fn lengths(digits: &[u8]) -> &'static [usize] {
    let head = digits.iter().take(4).fold(0, |head, digit| head * 10 + u32::from(*digit));
    match head {
        // American Express.
        3400..=3499 | 3700..=3799 => &[15],
        // Diners Club.
        3000..=3059 | 3600..=3699 | 3800..=3999 => &[14],
        // JCB, Visa, Mastercard, Discover.
        3528..=3589 | 4000..=4999 | 2221..=2720 | 5100..=5599 | 6011 | 6440..=6599 => &[16],
        // UnionPay.
        6200..=6299 => &[16, 17, 18, 19],
        _ => &[],
    }
}

fn passes_luhn(digits: &[u8]) -> bool {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let weigh = |(at, digit): (usize, &u8)| if at % 2 == 1 { doubled(*digit) } else { *digit };
    let sum: u32 = digits.iter().rev().enumerate().map(|digit| u32::from(weigh(digit))).sum();
    sum.is_multiple_of(10)
}
