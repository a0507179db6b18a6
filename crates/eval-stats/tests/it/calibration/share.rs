//! How often something happened in a simulation, and what that allows to say.

use std::fmt;

use super::population::Population;

/// In how many of the runs something happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Share {
    hits: u32,
    runs: u32,
}

impl Share {
    /// How many of `held` are true.
    pub(super) fn of(held: impl Iterator<Item = bool>) -> Self {
        let count =
            |Self { hits, runs }, held| Self { hits: hits + u32::from(held), runs: runs + 1 };
        held.fold(Self { hits: 0, runs: 0 }, count)
    }

    fn value(self) -> f64 {
        f64::from(self.hits) / f64::from(self.runs)
    }

    /// The standard error of a simulation of this size where the truth is `rate`.
    fn error(self, rate: f64) -> f64 {
        (rate * (1.0 - rate) / f64::from(self.runs)).sqrt()
    }

    /// The largest share that a truth of at most `bound` explains.
    fn limit(self, bound: f64) -> f64 {
        bound + 3.0 * self.error(bound)
    }

    /// Fails where `what` happens more often than `bound`, by more than three standard errors.
    #[track_caller]
    pub(super) fn assert_within(self, bound: f64, what: &str, cell: &Population) {
        let limit = self.limit(bound);
        assert!(
            self.value() <= limit,
            "{what} {self}, more than {bound} allows ({limit:.4}): {cell}"
        );
    }

    /// Fails where `what` would have passed [`Share::assert_within`].
    #[track_caller]
    pub(super) fn assert_breaks(self, bound: f64, what: &str, cell: &Population) {
        let limit = self.limit(bound);
        assert!(self.value() > limit, "{what} {self}, which {bound} allows ({limit:.4}): {cell}");
    }

    /// Fails where `what` happens less often than `planned`, by more than two standard errors.
    #[track_caller]
    pub(super) fn assert_reaches(self, planned: f64, what: &str, cell: &Population) {
        let limit = planned - 2.0 * self.error(planned);
        assert!(
            self.value() >= limit,
            "{what} {self}, less than {planned:.3} allows ({limit:.4}): {cell}"
        );
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "in {:.4} of {} runs", self.value(), self.runs)
    }
}
