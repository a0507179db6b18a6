//! A set of parts that are on.

/// Which of up to 32 parts are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Coalition(u32);

impl Coalition {
    /// The most parts there may be.
    pub const MOST_PARTS: usize = 32;
    /// No part is on.
    pub const EMPTY: Self = Self(0);

    /// The first `parts` parts are on.
    #[must_use]
    pub fn all(parts: usize) -> Self {
        (0..parts).fold(Self::EMPTY, Self::with)
    }

    /// This one with `part` on too; parts beyond the most there may be are ignored.
    #[must_use]
    pub fn with(self, part: usize) -> Self {
        Self(self.0 | Self::bit(part))
    }

    /// This one with `part` off.
    #[must_use]
    pub fn without(self, part: usize) -> Self {
        Self(self.0 & !Self::bit(part))
    }

    /// Whether `part` is on.
    #[must_use]
    pub fn has(self, part: usize) -> bool {
        self.0 & Self::bit(part) != 0
    }

    /// How many parts are on.
    #[must_use]
    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether no part is on.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Its place among all coalitions: a bit a part, the first part the lowest.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }

    /// All coalitions of `parts` parts, in the order of their index; at most 20 parts.
    pub fn every(parts: usize) -> impl Iterator<Item = Self> {
        (0..1_u32 << parts.min(20)).map(Self)
    }

    fn bit(part: usize) -> u32 {
        u32::try_from(part).ok().and_then(|part| 1_u32.checked_shl(part)).unwrap_or(0)
    }
}
