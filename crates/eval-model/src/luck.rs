//! Luck: random streams that depend on what they are for, never on the arm.

use eval_trace::Digest;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// The luck of a trial. Both arms of a comparison get the same: it is keyed by
/// run seed, scenario, instance and epoch, and here by purpose and index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    key: Digest,
}

impl Luck {
    /// The luck of that key.
    #[must_use]
    pub fn new(key: Digest) -> Self {
        Self { key }
    }

    /// A stream for one purpose, such as the third answer of a trial. Streams
    /// of other purposes or indices share nothing with it, so what one arm
    /// draws more of does not shift what comes after.
    #[must_use]
    pub(crate) fn stream(&self, purpose: &str, index: u32) -> ChaCha8Rng {
        let digest = Digest::of(&(self.key, purpose, index));
        let mut seed = [0; 32];
        seed[..16].copy_from_slice(digest.as_bytes());
        ChaCha8Rng::from_seed(seed)
    }

    /// A seed for whoever draws by itself.
    #[must_use]
    pub fn seed(&self, purpose: &str) -> u64 {
        let digest = Digest::of(&(self.key, purpose));
        let mut seed = [0; 8];
        seed.copy_from_slice(&digest.as_bytes()[..8]);
        u64::from_le_bytes(seed)
    }

    /// Whether something of that probability happens.
    #[must_use]
    pub(crate) fn strikes(&self, probability: f64, purpose: &str, index: u32) -> bool {
        use rand::RngExt as _;
        self.stream(purpose, index).random::<f64>() < probability
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luck_is_the_same_for_the_same_purpose_and_fair() {
        let luck = Luck::new(Digest::of_bytes(b"trial"));
        let draws: Vec<bool> = (0..4000).map(|n| luck.strikes(0.3, "answer", n)).collect();
        let again: Vec<bool> = (0..4000).map(|n| luck.strikes(0.3, "answer", n)).collect();
        assert_eq!(draws, again);
        let n_struck = draws.iter().filter(|struck| **struck).count();
        // Five standard deviations of a binomial(4000, 0.3).
        assert!((1055..=1345).contains(&n_struck), "{n_struck}");
    }

    #[test]
    fn certainties_are_certain() {
        let luck = Luck::new(Digest::of_bytes(b"trial"));
        assert!((0..100).all(|n| luck.strikes(1.0, "x", n) && !luck.strikes(0.0, "x", n)));
    }
}
