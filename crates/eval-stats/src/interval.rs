//! What an uncertain number looks like.

/// Two bounds, the lower one first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower bound.
    pub lower: f64,
    /// The upper bound.
    pub upper: f64,
}

impl Interval {
    /// From 0 to 1: all that is known of a rate nobody measured.
    pub(crate) const ANYWHERE: Self = Self { lower: 0.0, upper: 1.0 };

    /// How far apart the bounds are, in the unit of the bounds.
    #[must_use]
    pub fn width(self) -> f64 {
        self.upper - self.lower
    }

    /// Whether `value` lies between the bounds or on one of them.
    #[must_use]
    pub fn holds(self, value: f64) -> bool {
        self.lower <= value && value <= self.upper
    }

    /// The part of it between `lower` and `upper`.
    #[must_use]
    pub fn clipped(self, lower: f64, upper: f64) -> Self {
        Self { lower: self.lower.clamp(lower, upper), upper: self.upper.clamp(lower, upper) }
    }

    /// Both bounds through a function that keeps their order.
    pub(crate) fn map(self, function: impl Fn(f64) -> f64) -> Self {
        Self { lower: function(self.lower), upper: function(self.upper) }
    }
}

/// A rate between 0 and 1 with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The rate itself; none where nothing was measured.
    pub estimate: Option<f64>,
    /// Its confidence interval; none where the data cannot tell how far the estimate may be off.
    pub interval: Option<Interval>,
}
