//! What a document is made of.

use std::cmp::Ordering;

use crate::words;

/// A document as a set of hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shingles {
    /// In order, none twice.
    hashes: Vec<u64>,
}

impl Shingles {
    /// Every run of `n` words, or the whole text if it has fewer; `n` counts as at least 1.
    ///
    /// Case and what stands between words do not count. A script without spaces between words
    /// makes very long words: there use [`Shingles::of_hashes`].
    pub fn words(n: usize, text: &str) -> Self {
        let n = n.max(1);
        let grams = Self::of_hashes(words::grams(n, text));
        if !grams.is_empty() {
            return grams;
        }
        let n_words = words::word_hashes(text).count();
        Self::of_hashes((n_words > 0).then(|| words::grams(n_words, text)).into_iter().flatten())
    }

    /// The set of these hashes, in any order and with any repeats. What is hashed, and how, is
    /// the caller's choice; equal things need equal hashes, on every machine.
    pub fn of_hashes(hashes: impl IntoIterator<Item = u64>) -> Self {
        let mut hashes: Vec<u64> = hashes.into_iter().collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    /// Whether the document has nothing to compare. Such a document is near to none.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// The set's hashes in ascending order.
    pub fn hashes(&self) -> &[u64] {
        &self.hashes
    }

    /// How much two documents have in common: shingles in both over shingles in either, 0 if
    /// there are none.
    pub fn jaccard(&self, other: &Self) -> f64 {
        let common = self.common(other);
        let either = self.len() + other.len() - common;
        if either == 0 { 0.0 } else { share(common, either) }
    }

    fn common(&self, other: &Self) -> usize {
        let (mut left, mut right) = (self.hashes.as_slice(), other.hashes.as_slice());
        let mut common = 0;
        while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
            match first.cmp(second) {
                Ordering::Less => left = left_rest,
                Ordering::Greater => right = right_rest,
                Ordering::Equal => {
                    common += 1;
                    (left, right) = (left_rest, right_rest);
                }
            }
        }
        common
    }
}

#[expect(clippy::cast_precision_loss, reason = "no document has 2^52 shingles")]
fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}
