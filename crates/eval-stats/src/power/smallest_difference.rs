//! The smallest difference that would be seen.
//!
//! With the normal distribution it is (z_{1-α/2} + z_{power}) √(Var(d)/n); with Student's t, which
//! matters for few units, it is searched for.
//!
//! **Source.** Cohen (1988), Statistical Power Analysis; Bloom (1995), Evaluation Review 19.
//!
//! **Assumes** independent units; for families see [`super::with_families`].
//!
//! **Edges.** One unit has no smallest difference by t. No variance: every difference is seen.

use super::paired_power::power;
use crate::distribution::{normal_critical_value, normal_quantile};
use crate::real::{is_level, real};

/// The smallest difference seen with probability `wanted` at two-sided level `alpha`, by the
/// normal distribution.
///
/// `None` without units, or unless `alpha` and `wanted` lie strictly between 0 and 1.
#[must_use]
pub fn smallest_difference_normal(n: u64, variance: f64, alpha: f64, wanted: f64) -> Option<f64> {
    let is_usable = n > 0 && variance >= 0.0 && is_level(wanted);
    let reach = normal_critical_value(1.0 - alpha)? + normal_quantile(wanted)?;
    is_usable.then(|| reach * (variance / real(n)).sqrt())
}

/// The same by Student's t.
///
/// `None` with fewer than two units, unless `alpha` and `wanted` lie strictly between 0 and 1, or
/// if `wanted` is not above `alpha`.
#[must_use]
pub fn smallest_difference(n: u64, variance: f64, alpha: f64, wanted: f64) -> Option<f64> {
    if !(alpha < wanted && wanted < 1.0) || n < 2 || variance.is_nan() || variance < 0.0 {
        return None;
    }
    if variance == 0.0 {
        return Some(0.0);
    }
    let error = (variance / real(n)).sqrt();
    let is_seen = |errors: f64| Some(power(n, variance, errors * error, alpha)? >= wanted);
    let mut high = 1.0;
    while !is_seen(high)? {
        high *= 2.0;
    }
    let mut low = 0.0;
    while high - low > 1e-9 * high {
        let middle = f64::midpoint(low, high);
        if is_seen(middle)? { high = middle } else { low = middle }
    }
    Some(high * error)
}
