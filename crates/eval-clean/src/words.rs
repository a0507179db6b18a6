//! Runs of words as hashes.
//!
//! The hashes are this crate's own, so that no release of another crate changes an outcome.

/// Odd, with its bits evenly spread: 2^64 over the golden ratio.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash for every run of `n` words in a row, in order, with repeats. A text of fewer words
/// has none.
///
/// A word is a run of ASCII letters and digits, in either case, and of any other script's
/// characters. What stands between words does not count.
pub(crate) fn grams(n: usize, text: &str) -> impl Iterator<Item = u64> {
    let mut ring = vec![0_u64; n];
    let oldest_weight = (1..n).fold(1_u64, |weight, _| weight.wrapping_mul(SPREAD));
    let mut rolling = 0_u64;
    word_hashes(text).enumerate().filter_map(move |(at, word)| {
        // The run as the digits of a number to the base `SPREAD`: the oldest falls out.
        let oldest = std::mem::replace(&mut ring[at % n], word);
        rolling = rolling.wrapping_sub(oldest.wrapping_mul(oldest_weight));
        rolling = rolling.wrapping_mul(SPREAD).wrapping_add(word);
        (at + 1 >= n).then(|| mix(rolling))
    })
}

/// A hash for every word.
pub(crate) fn word_hashes(text: &str) -> impl Iterator<Item = u64> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let mut bytes = text.bytes();
    std::iter::from_fn(move || {
        let first = bytes.find(|byte| is_word(*byte))?;
        let rest = bytes.by_ref().take_while(|byte| is_word(*byte));
        Some(mix(std::iter::once(first).chain(rest).fold(SPREAD, with_byte)))
    })
}

fn with_byte(hash: u64, byte: u8) -> u64 {
    (hash.rotate_left(5) ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(SPREAD)
}

/// Every bit of the input moves every bit of the output (the finaliser of `SplitMix64`, Steele,
/// Lea and Flood 2014).
pub(crate) fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

/// Tables keyed by hashes need no second, random one.
pub(crate) type HashedState = std::hash::BuildHasherDefault<Hashed>;

/// Passes on what is a hash already, its bits spread over the whole width.
#[derive(Default)]
pub(crate) struct Hashed(u64);

impl std::hash::Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| with_byte(hash, *byte));
    }

    fn write_u32(&mut self, hash: u32) {
        self.0 = u64::from(hash).wrapping_mul(SPREAD);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash.wrapping_mul(SPREAD);
    }
}
