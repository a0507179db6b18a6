//! The manifest's own hash: its last field, so that a changed byte shows.
//!
//! The tables are known by the hashes in the manifest; nothing else would tell
//! of a manifest that was altered.

/// What stands before the digits, and behind them to the end of the file.
const BEFORE: &[u8] = b",\n  \"seal\": \"";
const BEHIND: &[u8] = b"\"\n}\n";

/// The end of a manifest without a seal.
const END: &[u8] = b"\n}\n";

/// What a manifest says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SealCheck {
    /// The text is as it was written.
    Holds,
    /// It is not.
    Broken,
    /// There is no seal where it should stand.
    Absent,
}

/// The text of a manifest with its seal: BLAKE3 of the text as it was.
pub(crate) fn sealed(text: &[u8]) -> Vec<u8> {
    let seal = blake3::hash(text).to_hex();
    let fields = text.strip_suffix(END).unwrap_or(text);
    [fields, BEFORE, seal.as_bytes(), BEHIND].concat()
}

/// Holds the text of a manifest against the seal in it.
pub(crate) fn check_seal(text: &[u8]) -> SealCheck {
    let Some(at) = text.windows(BEFORE.len()).rposition(|window| window == BEFORE) else {
        return SealCheck::Absent;
    };
    let (fields, rest) = text.split_at(at);
    let mut hasher = blake3::Hasher::new();
    hasher.update(fields).update(END);
    let digits = rest[BEFORE.len()..].strip_suffix(BEHIND);
    // Compared as written: digits in capitals were not written here.
    let holds = digits == Some(hasher.finalize().to_hex().as_bytes());
    if holds { SealCheck::Holds } else { SealCheck::Broken }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &[u8] = b"{\n  \"planned\": 6,\n  \"tables\": []\n}\n";

    #[test]
    fn a_sealed_text_is_json_and_holds() {
        let sealed = sealed(TEXT);
        assert_eq!(check_seal(&sealed), SealCheck::Holds);
        let value: serde_json::Value = serde_json::from_slice(&sealed).unwrap_or_default();
        assert_eq!(value["seal"], blake3::hash(TEXT).to_hex().as_str());
        assert_eq!(value["planned"], 6);
    }

    #[test]
    fn any_bit_that_flips_is_seen() {
        let sealed = sealed(TEXT);
        for bit in 0..sealed.len() * 8 {
            let mut altered = sealed.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(check_seal(&altered), SealCheck::Holds, "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert_ne!(check_seal(&sealed[..length]), SealCheck::Holds, "{length} bytes");
        }
    }

    #[test]
    fn a_text_without_a_seal_says_so() {
        assert_eq!(check_seal(TEXT), SealCheck::Absent);
    }
}
