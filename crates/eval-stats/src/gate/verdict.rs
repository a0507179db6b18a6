//! What a gate says, and why.

/// What a gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// B is shown not to be worse than allowed.
    Pass,
    /// B is shown to be worse, and may be worse than allowed.
    Block,
    /// The data do not tell.
    Inconclusive,
    /// The data cannot be used.
    Invalid,
}

/// Why a gate says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Pass: the difference lies above the margin.
    NonInferior,
    /// Pass: so it does, and yet B is shown to be worse than A.
    WorseButWithinMargin,
    /// Block: B is shown to be worse, and the margin is not excluded.
    SignificantRegression,
    /// Inconclusive: both no difference and one beyond the margin are possible.
    IntervalSpansMargin,
    /// Inconclusive: too few independent units to say how they differ.
    TooFewUnits,
    /// Invalid: too large a share of the measurements is missing.
    TooManyMissing,
    /// Invalid: no unit was measured under both.
    NoData,
}

impl Verdict {
    /// Its name in lower case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Block => "block",
            Self::Inconclusive => "inconclusive",
            Self::Invalid => "invalid",
        }
    }
}

impl Reason {
    /// Its name in lower case, words joined by underscores.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NonInferior => "non_inferior",
            Self::WorseButWithinMargin => "worse_but_within_margin",
            Self::SignificantRegression => "significant_regression",
            Self::IntervalSpansMargin => "interval_spans_margin",
            Self::TooFewUnits => "too_few_units",
            Self::TooManyMissing => "too_many_missing",
            Self::NoData => "no_data",
        }
    }

    /// The verdict it belongs to.
    #[must_use]
    pub fn verdict(self) -> Verdict {
        match self {
            Self::NonInferior | Self::WorseButWithinMargin => Verdict::Pass,
            Self::SignificantRegression => Verdict::Block,
            Self::IntervalSpansMargin | Self::TooFewUnits => Verdict::Inconclusive,
            Self::TooManyMissing | Self::NoData => Verdict::Invalid,
        }
    }
}
