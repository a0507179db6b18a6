//! Chance for `setup`.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Chance that follows from the scenario's name and the instance seed alone:
/// what an instance holds must not move with the run, the arm or the variant.
///
/// The ways to draw are spelled out here rather than taken from a library, as
/// a library may change them from version to version, and with them every
/// instance.
#[derive(Debug)]
pub(crate) struct Dice(ChaCha8Rng);

impl Dice {
    pub(crate) fn new(scenario: &str, seed: u64) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(b"eval-world dice 1");
        hasher.update(&seed.to_le_bytes());
        hasher.update(scenario.as_bytes());
        Self(ChaCha8Rng::from_seed(*hasher.finalize().as_bytes()))
    }

    /// An integer from `low` to `high`, both included; `low` where `high` is
    /// lower.
    pub(crate) fn integer(&mut self, low: i64, high: i64) -> i64 {
        if high <= low {
            return low;
        }
        let drawn = match high.abs_diff(low).checked_add(1) {
            Some(bound) => self.below(bound),
            None => self.0.next_u64(),
        };
        low.wrapping_add_unsigned(drawn)
    }

    /// An index into a list of that length; 0 where it is empty.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(length as u64)).unwrap_or_default()
    }

    /// Moves `count` items to the front, each drawn from those that are left
    /// (Fisher and Yates).
    pub(crate) fn bring_forward<T>(&mut self, items: &mut [T], count: usize) {
        for place in 0..count {
            let drawn = place + self.index(items.len() - place);
            items.swap(place, drawn);
        }
    }

    /// True with that probability.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "53 bits are what a float holds")]
        let drawn = (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64;
        drawn < probability
    }

    /// A number below `bound`, each equally likely; 0 where `bound` is 0.
    fn below(&mut self, bound: u64) -> u64 {
        if bound == 0 {
            return 0;
        }
        // The topmost draws would favour small remainders; they are thrown away.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let drawn = self.0.next_u64();
            if drawn < limit {
                return drawn % bound;
            }
        }
    }
}
