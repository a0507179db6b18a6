//! Streams of random numbers, one for each replicate.
//!
//! **Source.** `ChaCha` of Bernstein (2008), with 8 rounds: the seed gives the key, the number of the
//! replicate the stream. Numbers below n are drawn as in Lemire (2019), ACM Transactions on
//! Modeling and Computer Simulation 29, without the last correction: what it would mend is below
//! n in 2⁶⁴. It is written out here so that no other crate's change can move a result.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use rayon::prelude::*;

/// All streams of a seed.
#[derive(Clone, Debug)]
pub struct Streams {
    key: ChaCha8Rng,
}

/// The random numbers of one replicate.
#[derive(Clone, Debug)]
pub struct Stream {
    numbers: ChaCha8Rng,
}

impl Streams {
    /// The streams of `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { key: ChaCha8Rng::seed_from_u64(seed) }
    }

    /// The stream of one replicate.
    #[must_use]
    pub fn stream(&self, replicate: u64) -> Stream {
        let mut numbers = self.key.clone();
        numbers.set_stream(replicate);
        Stream { numbers }
    }

    /// `draw` for each replicate from 0 on, in order; side by side, each with its own stream.
    pub fn replicates<T: Send>(
        &self,
        count: u64,
        draw: impl Fn(&mut Stream) -> T + Sync,
    ) -> Vec<T> {
        let numbers: Vec<u64> = (0..count).collect();
        numbers.into_par_iter().map(|replicate| draw(&mut self.stream(replicate))).collect()
    }
}

impl Stream {
    /// A whole number below `limit`, each with the same chance; 0 where `limit` is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let wide = u128::from(self.numbers.next_u64()) * limit as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// A number from 0 to just below 1, on a grid of 2⁵³.
    pub fn unit(&mut self) -> f64 {
        crate::real::real(self.numbers.next_u64() >> 11) * (-53.0_f64).exp2()
    }

    /// How many of so many fair coins show heads.
    pub fn heads_of(&mut self, coins: usize) -> u32 {
        let whole: u32 = (0..coins / 64).map(|_| self.numbers.next_u64().count_ones()).sum();
        let rest = u32::try_from(coins % 64).unwrap_or_default();
        if rest == 0 {
            whole
        } else {
            whole + (self.numbers.next_u64() >> (64 - rest)).count_ones()
        }
    }

    /// The sum of values, each with a sign that is as likely to be the one as the other.
    pub fn signed_sum(&mut self, values: &[f64]) -> f64 {
        let mut sum = 0.0;
        for chunk in values.chunks(64) {
            let mut coins = self.numbers.next_u64();
            for value in chunk {
                sum += if coins & 1 == 1 { *value } else { -*value };
                coins >>= 1;
            }
        }
        sum
    }

    /// As many of `items` as there are, each drawn from all of them.
    pub fn resample<'a, T>(&mut self, items: &'a [T]) -> Vec<&'a T> {
        (0..items.len()).map(|_| &items[self.below(items.len())]).collect()
    }

    /// Puts `items` into an order that is as likely as any other.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
