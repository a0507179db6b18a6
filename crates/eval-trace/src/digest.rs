//! Identity by content.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The first 128 bits of a BLAKE3 hash; written as 32 hexadecimal digits.
///
/// Half of BLAKE3's output is enough to name contents (collisions are not
/// expected below 2^64 of them) and halves the widest columns of a trace.
/// Files are sealed with the whole 256 bits, see [`crate::TableFile`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The digest of raw bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::from_hash(blake3::hash(bytes))
    }

    /// The digest of a value's canonical form: compact JSON, fields in
    /// declared order, the keys of free-form objects sorted.
    ///
    /// # Panics
    ///
    /// Never for the types of this workspace: their keys are strings and they
    /// hold no number that JSON cannot write.
    #[must_use]
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        // BLAKE3 is fastest over what lies in one piece; JSON comes in crumbs.
        let mut json = Vec::with_capacity(2_048);
        #[expect(
            clippy::expect_used,
            reason = "a value of ours that JSON cannot write is a bug, not an input"
        )]
        serde_json::to_writer(&mut json, value).expect("the value has a canonical form");
        Self::of_bytes(&json)
    }

    /// The sixteen bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// A digest from its sixteen bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The first eight hexadecimal digits, for people.
    #[must_use]
    pub fn short(&self) -> String {
        self.to_string()[..8].to_owned()
    }

    fn from_hash(hash: blake3::Hash) -> Self {
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Self(bytes)
    }
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The 32 hexadecimal digits of a digest, on the stack: a trial has some eighty
/// of them to write, and a `String` for each would be the costliest part.
#[derive(Clone, Copy)]
pub struct Hex([u8; 32]);

impl From<Digest> for Hex {
    fn from(digest: Digest) -> Self {
        let mut digits = [0; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(digest.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Self(digits)
    }
}

impl AsRef<str> for Hex {
    fn as_ref(&self) -> &str {
        // Only the sixteen ASCII digits above can stand here.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(Hex::from(*self).as_ref())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// What a hexadecimal digit stands for.
const fn value(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

impl FromStr for Digest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || format!("`{text}` is not a digest: 32 hexadecimal digits are wanted");
        let digits: &[u8; 32] = text.as_bytes().try_into().map_err(|_| refused())?;
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            let (high, low) = (value(pair[0]), value(pair[1]));
            *byte = high.zip(low).map(|(high, low)| high << 4 | low).ok_or_else(refused)?;
        }
        Ok(Self(bytes))
    }
}

/// Digits where people may read it, sixteen bytes elsewhere.
impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(Hex::from(*self).as_ref())
        } else {
            self.0.serialize(serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if !deserializer.is_human_readable() {
            return <[u8; 16]>::deserialize(deserializer).map(Self);
        }
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_survives_its_text_form() {
        let digest = Digest::of_bytes(b"pod");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!(digest.to_string().len(), 32);
    }

    #[test]
    fn what_is_no_digest_is_refused() {
        assert!("xyz".parse::<Digest>().is_err());
        assert!("é".repeat(16).parse::<Digest>().is_err());
    }

    /// The canonical form leans on this: a dependency that switched on
    /// `serde_json/preserve_order` would change every hash in the house.
    #[test]
    fn free_form_objects_are_sorted() {
        let one: serde_json::Value = serde_json::from_str(r#"{"b":1,"a":2}"#).unwrap();
        let two: serde_json::Value = serde_json::from_str(r#"{"a":2,"b":1}"#).unwrap();
        assert_eq!(serde_json::to_string(&one).unwrap(), r#"{"a":2,"b":1}"#);
        assert_eq!(Digest::of(&one), Digest::of(&two));
    }
}
