//! What an estimate looks like.

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
}

/// A rate between 0 and 1 with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The rate itself; none where nothing was measured.
    pub estimate: Option<f64>,
    /// Its confidence interval; none where the data cannot tell how far the estimate may be off.
    pub interval: Option<Interval>,
}
