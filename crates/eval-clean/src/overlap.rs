//! How much of a text is taken from texts held out.
//!
//! Near duplicates are much alike as a whole; a row can also hold a task of the held-out set
//! within much else. That is seen by long runs of words that occur in both: 13 words in a row
//! hardly do by chance (Brown et al. 2020, appendix C).

use std::collections::HashSet;

use crate::words::{self, HashedState};

/// How many words in a row are compared, by custom.
pub const WORDS: usize = 13;

/// The runs of words of the texts held out.
///
/// ```
/// use eval_clean::overlap::{HeldOut, WORDS};
///
/// let task = "Checkout fails for one customer in ten since the deploy at noon: find out \
///             which service is at fault and restart only that one.";
/// let mut held_out = HeldOut::new(WORDS, 1_000_000);
/// held_out.add(task);
///
/// let overlap = held_out.overlap(&format!("You are on call today. {task} Be quick."));
/// assert!(overlap.share().unwrap() > 0.5);
/// assert_eq!(held_out.overlap("Too short to tell.").share(), None);
/// ```
#[derive(Clone, Debug)]
pub struct HeldOut {
    n: usize,
    most: usize,
    grams: HashSet<u64, HashedState>,
    /// Only hashes that begin with so many zeros are compared.
    zeros: u32,
}

/// How many of a text's runs of words occur in texts held out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// Runs that were compared.
    pub compared: usize,
    /// Those of them that occur in texts held out.
    pub held_out: usize,
}

impl HeldOut {
    /// No texts yet. Runs have `n` words, at least 1.
    ///
    /// At most `most` runs are kept, at some 20 bytes each. If there are more, every second is
    /// dropped, here as in the texts compared, and so on: what is compared then is a sample, the
    /// same whatever the order of the texts.
    pub fn new(n: usize, most: usize) -> Self {
        Self { n: n.max(1), most: most.max(1), grams: HashSet::default(), zeros: 0 }
    }

    /// Adds a text held out.
    pub fn add(&mut self, text: &str) {
        for gram in words::grams(self.n, text) {
            if gram.leading_zeros() >= self.zeros {
                self.grams.insert(gram);
            }
            while self.grams.len() > self.most {
                self.zeros += 1;
                self.grams.retain(|gram| gram.leading_zeros() >= self.zeros);
            }
        }
    }

    /// One run of so many is compared: 1 unless there were more than are kept.
    pub fn one_in(&self) -> u64 {
        1_u64.checked_shl(self.zeros).unwrap_or(u64::MAX)
    }

    /// How much of this text occurs in texts held out.
    pub fn overlap(&self, text: &str) -> Overlap {
        let mut overlap = Overlap { compared: 0, held_out: 0 };
        for gram in words::grams(self.n, text).filter(|gram| gram.leading_zeros() >= self.zeros) {
            overlap.compared += 1;
            overlap.held_out += usize::from(self.grams.contains(&gram));
        }
        overlap
    }
}

impl Overlap {
    /// The share that occurs in texts held out; None if there was nothing to compare, as in a
    /// text of fewer words than a run has.
    #[expect(clippy::cast_precision_loss, reason = "no text has 2^52 words")]
    pub fn share(self) -> Option<f64> {
        (self.compared > 0).then(|| self.held_out as f64 / self.compared as f64)
    }
}
