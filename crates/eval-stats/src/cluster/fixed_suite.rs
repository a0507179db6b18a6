//! The mean over exactly these units, which stand for no others.
//!
//! Only the noise of repeating counts; that other units might do otherwise does not:
//!
//! ```text
//! SE² = n⁻² Σᵢ sᵢ² / kᵢ
//! ```
//!
//! **Source.** Miller (2024), arXiv 2411.00640, section on resampling.
//!
//! **Assumes** independent repeats. Never to be used for a claim beyond these units.
//!
//! **Edges.** A unit measured once shows no noise, so there is no standard error.

use crate::moments::{mean, variance};
use crate::real::size;

/// A mean over fixed units with the error that repeating them alone brings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FixedSuite {
    /// The mean of the units' means, each of which weighs the same.
    pub mean: f64,
    /// Its standard error; none if a unit was measured only once.
    pub standard_error: Option<f64>,
}

/// The mean of the means of all `units`; each holds the measurements of one.
///
/// `None` if there is no unit, one has no measurement, or one is not finite.
#[must_use]
pub fn fixed_suite(units: &[Vec<f64>]) -> Option<FixedSuite> {
    let means: Vec<f64> = units.iter().map(|unit| mean(unit)).collect::<Option<_>>()?;
    let noise: Option<f64> =
        units.iter().map(|unit| Some(variance(unit)? / size(unit.len()))).sum();
    let standard_error = noise.map(|noise| noise.sqrt() / size(units.len()));
    Some(FixedSuite { mean: mean(&means)?, standard_error })
}

/// The mean difference B - A over units measured under both, `a` and `b` in the same order.
///
/// `None` unless there are as many units on both sides, under the conditions of [`fixed_suite`].
#[must_use]
pub fn fixed_suite_difference(a: &[Vec<f64>], b: &[Vec<f64>]) -> Option<FixedSuite> {
    if a.len() != b.len() {
        return None;
    }
    let (a, b) = (fixed_suite(a)?, fixed_suite(b)?);
    let errors = a.standard_error.zip(b.standard_error);
    let standard_error = errors.map(|(a, b)| a.hypot(b));
    Some(FixedSuite { mean: b.mean - a.mean, standard_error })
}
