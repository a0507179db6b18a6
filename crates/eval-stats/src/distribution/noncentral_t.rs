//! Student's t distribution around a centre other than 0: what power rests on.
//!
//! With S the square root of an independent chi-squared over its degrees of freedom,
//!
//! ```text
//! P(T ≤ x) = E[ Φ(x·S - nc) ]
//! ```
//!
//! and the expectation is an integral over the density of S, a narrow bell around 1.
//!
//! **Source.** The definition of the distribution, see Johnson, Kotz and Balakrishnan (1995),
//! chapter 31. Agrees with the algorithm AS 243 of Lenth (1989) to about ten digits.

use statrs::function::gamma::ln_gamma;

use super::normal::normal_cdf;
use super::quadrature::integrate;

/// How many standard deviations of S the integral reaches to either side.
const REACH: f64 = 12.0;
const PANELS: u64 = 40;

/// The chance of a value of at most `x` around `noncentrality`.
///
/// `None` unless `degrees_of_freedom` is at least 1 and all are finite.
#[must_use]
pub fn noncentral_t_cdf(x: f64, degrees_of_freedom: f64, noncentrality: f64) -> Option<f64> {
    let all_finite = x.is_finite() && degrees_of_freedom.is_finite() && noncentrality.is_finite();
    if !all_finite || degrees_of_freedom < 1.0 {
        return None;
    }
    let half = degrees_of_freedom / 2.0;
    let log_constant = std::f64::consts::LN_2 + half * half.ln() - ln_gamma(half);
    let log_density = |s: f64| log_constant + (2.0 * half - 1.0) * s.ln() - half * s * s;
    let deviation = (2.0 * degrees_of_freedom).sqrt().recip();
    let chance = integrate(
        |s| log_density(s).exp() * normal_cdf(x * s - noncentrality),
        (1.0 - REACH * deviation).max(0.0),
        1.0 + REACH * deviation,
        PANELS,
    );
    Some(chance.clamp(0.0, 1.0))
}
