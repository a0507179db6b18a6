//! The mean of unrelated values, with Student's t around it.
//!
//! ```text
//! SE = s / √n,   df = n - 1
//! ```
//!
//! **Source.** Student (1908), Biometrika 6.
//!
//! **Assumes** independent values; with few of them, values that are roughly normal.
//!
//! **Edges.** No value, or one that is not finite: nothing. One value: no standard error.

use crate::estimate::Estimate;
use crate::moments::{mean, variance};
use crate::real::size;

/// The mean of `values` with its ordinary standard error.
///
/// ```
/// let mean = eval_stats::t_mean(&[0.0, 1.0, 1.0, 2.0]).unwrap();
/// assert_eq!((mean.value, mean.degrees_of_freedom), (1.0, 3.0));
/// assert!(mean.interval(0.95).unwrap().lower < 0.0);
/// ```
#[must_use]
pub fn t_mean(values: &[f64]) -> Option<Estimate> {
    let value = mean(values)?;
    let standard_error = variance(values).map(|variance| (variance / size(values.len())).sqrt());
    Some(Estimate { value, standard_error, degrees_of_freedom: size(values.len()) - 1.0 })
}
