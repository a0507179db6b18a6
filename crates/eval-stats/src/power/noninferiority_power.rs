//! How likely the gate passes, and how many units that takes.
//!
//! ```text
//! n      (z_{1-α} + z_{power})² Var(d) / (margin + Δ)²
//! power  P(T > t_{n-1, 1-α}),  T noncentral around (margin + Δ)/√(Var(d)/n)
//! ```
//!
//! **Source.** Julious (2004), Statistics in Medicine 23.
//!
//! **Assumes** independent units and the plain one-sided t test; the guard of the gate costs a
//! little more with few measurements.
//!
//! **Edges.** A true difference at the margin or beyond: no number of units is enough.

use crate::distribution::{noncentral_t_cdf, normal_quantile, t_quantile};
use crate::real::{real, whole_up};

/// How many units it takes to pass with probability `wanted` at a true `difference` B - A.
///
/// `None` if the difference is not above -`margin`, or unless `alpha` and `wanted` lie strictly
/// between 0 and 1.
#[must_use]
pub fn units_needed_for_noninferiority(
    variance: f64,
    margin: f64,
    difference: f64,
    alpha: f64,
    wanted: f64,
) -> Option<u64> {
    let reach = normal_quantile(1.0 - alpha)? + normal_quantile(wanted)?;
    let room = margin + difference;
    whole_up(reach.powi(2) * variance / room.powi(2)).filter(|_| room > 0.0)
}

/// The chance to pass over `n` units at a true `difference` B - A.
///
/// `None` with fewer than two units, unless `variance` is above 0 and `alpha` strictly between 0
/// and 1.
#[must_use]
pub fn noninferiority_power(
    n: u64,
    variance: f64,
    margin: f64,
    difference: f64,
    alpha: f64,
) -> Option<f64> {
    if n < 2 || variance.is_nan() || variance <= 0.0 {
        return None;
    }
    let degrees_of_freedom = real(n) - 1.0;
    let critical_value = -t_quantile(alpha, degrees_of_freedom)?;
    let centre = (margin + difference) / (variance / real(n)).sqrt();
    Some(1.0 - noncentral_t_cdf(critical_value, degrees_of_freedom, centre)?)
}
