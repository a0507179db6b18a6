//! The exact interval for measurements that are not independent.
//!
//! Clopper and Pearson's interval is given the effective number of measurements, shrunk once more
//! because the standard error behind it is itself estimated:
//!
//! ```text
//! n* = n_eff · (z / t(df))²
//! ```
//!
//! **Source.** Korn and Graubard (1998), Survey Methodology 24.
//!
//! **Assumes** independent clusters. Conservative: 96 to 98 % where 95 % are promised.
//!
//! **Edges.** As Clopper and Pearson's: at a rate of 0 the lower bound is 0, at 1 the upper is 1.

use super::clopper_pearson::exact_interval;
use crate::distribution::{normal_critical_value, t_critical_value};
use crate::interval::Interval;

/// The exact interval around `estimate`, as if from `effective_n` independent measurements.
///
/// `None` under the conditions of [`crate::wilson_neff()`] and [`super::clopper_pearson`].
#[must_use]
pub fn korn_graubard(
    estimate: f64,
    effective_n: f64,
    degrees_of_freedom: f64,
    confidence: f64,
) -> Option<Interval> {
    let normal = normal_critical_value(confidence)?;
    let shrunk = effective_n * (normal / t_critical_value(degrees_of_freedom, confidence)?).powi(2);
    let is_usable = (0.0..=1.0).contains(&estimate) && shrunk > 0.0 && shrunk.is_finite();
    if !is_usable {
        return None;
    }
    exact_interval(estimate * shrunk, (1.0 - estimate) * shrunk, confidence)
}
