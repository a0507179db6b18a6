//! How large things are, exactly.

use std::collections::BTreeMap;

use serde::Serialize;

/// Sizes, from the smallest to the largest. A quantile is the smallest size that
/// at least so many of all do not exceed, and so one that occurs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// All together.
    pub total: u64,
    /// The smallest.
    pub min: u64,
    /// What half of them do not exceed.
    pub median: u64,
    /// What nine of ten do not exceed.
    pub p90: u64,
    /// What 99 of a hundred do not exceed.
    pub p99: u64,
    /// The largest.
    pub max: u64,
}

/// How often each size occurs.
#[derive(Clone, Debug, Default)]
pub(super) struct Histogram {
    counts: BTreeMap<u64, u64>,
    n: u64,
    total: u64,
}

impl Histogram {
    pub(super) fn add(&mut self, size: u64) {
        *self.counts.entry(size).or_default() += 1;
        self.n += 1;
        self.total = self.total.saturating_add(size);
    }

    /// All zeros if there is nothing.
    pub(super) fn spread(&self) -> Spread {
        let size = |key: Option<(&u64, &u64)>| key.map_or(0, |(size, _)| *size);
        Spread {
            total: self.total,
            min: size(self.counts.first_key_value()),
            median: self.quantile(50),
            p90: self.quantile(90),
            p99: self.quantile(99),
            max: size(self.counts.last_key_value()),
        }
    }

    fn quantile(&self, percent: u64) -> u64 {
        let rank = (self.n * percent).div_ceil(100);
        let mut seen = 0;
        let reaches = |(_, count): &(&u64, &u64)| {
            seen += **count;
            seen >= rank
        };
        self.counts.iter().find(reaches).map_or(0, |(size, _)| *size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_sizes_that_occur() {
        let mut sizes = Histogram::default();
        assert_eq!(sizes.spread(), Spread::default());
        (1..=100).for_each(|size| sizes.add(size));
        let expected = Spread { total: 5050, min: 1, median: 50, p90: 90, p99: 99, max: 100 };
        assert_eq!(sizes.spread(), expected);
        sizes.add(1000);
        assert_eq!((sizes.spread().median, sizes.spread().max), (51, 1000));
    }
}
