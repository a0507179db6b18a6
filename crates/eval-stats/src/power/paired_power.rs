//! How likely a difference is seen, and how many units that takes.
//!
//! ```text
//! power  P(|T| > t_{n-1, 1-α/2}),  T noncentral around Δ/√(Var(d)/n)
//! n      (z_{1-α/2} + z_{power})² Var(d) / Δ²
//! ```
//!
//! **Source.** Cohen (1988), Statistical Power Analysis.
//!
//! **Assumes** independent units and a two-sided paired t test.
//!
//! **Edges.** One unit: no power to speak of.

use crate::distribution::{
    noncentral_t_cdf, normal_critical_value, normal_quantile, t_critical_value,
};
use crate::real::{real, whole_up};

/// The chance that a true `difference` is seen over `n` units at two-sided level `alpha`.
///
/// `None` with fewer than two units, unless `variance` is above 0 and `alpha` strictly between 0
/// and 1.
#[must_use]
pub fn power(n: u64, variance: f64, difference: f64, alpha: f64) -> Option<f64> {
    if n < 2 || variance.is_nan() || variance <= 0.0 {
        return None;
    }
    let degrees_of_freedom = real(n) - 1.0;
    let critical_value = t_critical_value(degrees_of_freedom, 1.0 - alpha)?;
    let centre = difference / (variance / real(n)).sqrt();
    let below = noncentral_t_cdf(critical_value, degrees_of_freedom, centre)?;
    let far_below = noncentral_t_cdf(-critical_value, degrees_of_freedom, centre)?;
    Some((1.0 - below + far_below).clamp(0.0, 1.0))
}

/// How many units it takes to see a true `difference` with probability `wanted`.
///
/// `None` if the difference is 0, or unless `alpha` and `wanted` lie strictly between 0 and 1.
#[must_use]
pub fn units_needed(variance: f64, difference: f64, alpha: f64, wanted: f64) -> Option<u64> {
    let reach = normal_critical_value(1.0 - alpha)? + normal_quantile(wanted)?;
    let is_usable = variance >= 0.0 && difference != 0.0;
    whole_up(reach.powi(2) * variance / difference.powi(2)).filter(|_| is_usable)
}

/// The variance to plan with where units come in families of `family_size` whose differences
/// correlate by `icc`; negative correlations count as 0.
#[must_use]
pub fn with_families(variance: f64, family_size: f64, icc: f64) -> f64 {
    variance * (1.0 + (family_size - 1.0).max(0.0) * icc.max(0.0))
}
