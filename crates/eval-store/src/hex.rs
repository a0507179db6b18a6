//! Hashes as columns hold them.

use eval_trace::Digest;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The 32 hexadecimal digits of a hash, on the stack: a trial has some eighty
/// of them to write, and a `String` for each would be the costliest part.
pub(crate) struct Hex([u8; 32]);

impl Hex {
    pub(crate) fn of(digest: Digest) -> Self {
        let mut digits = [0; 32];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(digest.as_bytes()) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Self(digits)
    }
}

impl AsRef<str> for Hex {
    fn as_ref(&self) -> &str {
        // Only ASCII digits can stand here, so there is no other case.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_are_those_a_hash_prints() {
        let digest = Digest::of_bytes(b"pod");
        assert_eq!(Hex::of(digest).as_ref(), digest.to_string());
    }
}
