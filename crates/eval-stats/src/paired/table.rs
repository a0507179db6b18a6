//! Units that passed or failed once under A and once under B.

use crate::real::real;

/// How many units went which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PairedTable {
    /// Passed under both.
    pub both_pass: u64,
    /// Passed under A and failed under B.
    pub a_only: u64,
    /// Failed under A and passed under B.
    pub b_only: u64,
    /// Failed under both.
    pub both_fail: u64,
}

impl PairedTable {
    /// All units.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.both_pass + self.discordant() + self.both_fail
    }

    /// Units that went differently under A and B.
    #[must_use]
    pub fn discordant(&self) -> u64 {
        self.a_only + self.b_only
    }

    /// B's pass rate less A's; `None` without units.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        (self.n() > 0).then(|| (real(self.b_only) - real(self.a_only)) / real(self.n()))
    }

    /// The pass rates under A and under B; `None` without units.
    #[must_use]
    pub fn rates(&self) -> Option<(f64, f64)> {
        let rate = |passes| real(passes) / real(self.n());
        (self.n() > 0).then(|| (rate(self.a_passes()), rate(self.b_passes())))
    }

    /// Passes under A.
    #[must_use]
    pub fn a_passes(&self) -> u64 {
        self.both_pass + self.a_only
    }

    /// Passes under B.
    #[must_use]
    pub fn b_passes(&self) -> u64 {
        self.both_pass + self.b_only
    }

    /// The same table with A and B swapped.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { a_only: self.b_only, b_only: self.a_only, ..self }
    }
}
