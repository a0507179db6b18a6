//! An estimate that follows Student's t distribution around what it estimates.
//!
//! Most methods here end in the same three numbers: a value, its standard error, and how many
//! degrees of freedom that standard error has. Intervals, one-sided bounds and tests follow from
//! them in one way, which is written down here once:
//!
//! ```text
//! interval  value ± t(df, 1 - (1-confidence)/2) · SE
//! test      t = (value - null) / SE
//! ```
//!
//! **Source.** Student (1908), Biometrika 6.
//!
//! **Assumes** that the value is a mean of enough independent units, or that these are normal.
//!
//! **Edges.** A standard error of 0 is a fact about the sample and no certainty: such an estimate
//! says of itself that it is degenerate, and refuses to be tested.

use crate::distribution::{t_cdf, t_critical_value, t_quantile, t_survival};
use crate::interval::Interval;

/// A standard error below this share of the estimate is what rounding left of 0.
const ROUNDING: f64 = 1e-12;

/// A value with its standard error, in the unit of the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// What was estimated.
    pub value: f64,
    /// Its standard error; none where the data do not show how far the value may be off.
    pub standard_error: Option<f64>,
    /// Degrees of freedom of the standard error; 0 where there is none.
    pub degrees_of_freedom: f64,
}

/// A t test of an estimate against a fixed value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TTest {
    /// How many standard errors the estimate lies above the fixed value.
    pub t: f64,
    /// Chance of so small a t or a smaller one, if the fixed value were true.
    pub p_less: f64,
    /// Chance of so large a t or a larger one, if the fixed value were true.
    pub p_greater: f64,
    /// Chance of a t so far from 0 on either side, if the fixed value were true.
    pub p_two_sided: f64,
}

impl Estimate {
    /// Whether the data show no spread at all, or too little of them to tell.
    ///
    /// An interval of such an estimate must not decide anything.
    #[must_use]
    pub fn is_degenerate(&self) -> bool {
        let rounding = ROUNDING * self.value.abs().max(1e-3);
        self.standard_error.is_none_or(|error| error <= rounding)
    }

    /// The two-sided t interval; `None` without a standard error, or if `confidence` does not lie
    /// strictly between 0 and 1. It is not clipped to any range.
    #[must_use]
    pub fn interval(&self, confidence: f64) -> Option<Interval> {
        let reach = t_critical_value(self.degrees_of_freedom, confidence)? * self.standard_error?;
        Some(Interval { lower: self.value - reach, upper: self.value + reach })
    }

    /// The one-sided lower bound at level 1 - `alpha`, under the same conditions as the interval.
    #[must_use]
    pub fn lower_bound(&self, alpha: f64) -> Option<f64> {
        // The quantile of a small tail is negative, so it is added.
        Some(self.value + t_quantile(alpha, self.degrees_of_freedom)? * self.standard_error?)
    }

    /// The one-sided upper bound at level 1 - `alpha`, under the same conditions as the interval.
    #[must_use]
    pub fn upper_bound(&self, alpha: f64) -> Option<f64> {
        Some(self.value - t_quantile(alpha, self.degrees_of_freedom)? * self.standard_error?)
    }

    /// Tests the estimate against `null`; `None` of a degenerate estimate.
    #[must_use]
    pub fn test(&self, null: f64) -> Option<TTest> {
        if self.is_degenerate() {
            return None;
        }
        let t = (self.value - null) / self.standard_error?;
        let p_less = t_cdf(t, self.degrees_of_freedom)?;
        let p_greater = t_survival(t, self.degrees_of_freedom)?;
        let p_two_sided = (2.0 * p_less.min(p_greater)).min(1.0);
        Some(TTest { t, p_less, p_greater, p_two_sided })
    }
}
