//! International bank account numbers (ISO 13616).

use std::ops::Range;

use super::super::candidate::Candidate;

/// Each country with the length of its numbers (SWIFT IBAN registry, release 99).
const COUNTRIES: &str = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 \
    CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 \
    HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 \
    MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 \
    RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

pub(super) fn iban(candidate: &Candidate<'_>) -> Option<Range<usize>> {
    if !candidate.begins_word() {
        return None;
    }
    let start = candidate.matched.start;
    let text = &candidate.bytes()[start..];
    let length = country_length(&text[..2])?;
    let mut number = Vec::with_capacity(length);
    let mut at = 0;
    while number.len() < length {
        // Blocks of four, as on paper.
        if number.len().is_multiple_of(4) && text.get(at) == Some(&b' ') {
            at += 1;
        }
        let byte = *text.get(at).filter(|b| b.is_ascii_uppercase() || b.is_ascii_digit())?;
        number.push(byte);
        at += 1;
    }
    (candidate.ends_word(start + at) && passes_checksum(&number)).then_some(start..start + at)
}

fn country_length(code: &[u8]) -> Option<usize> {
    let mut countries = COUNTRIES.split_ascii_whitespace();
    let country = countries.find(|country| country.as_bytes()[..2] == *code)?;
    country[2..].parse().ok()
}

/// The first four at the end, letters as numbers from 10: the rest by 97 is 1 (ISO 7064).
fn passes_checksum(number: &[u8]) -> bool {
    let turned = number[4..].iter().chain(&number[..4]);
    let rest = turned.fold(0_u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    rest == 1
}
