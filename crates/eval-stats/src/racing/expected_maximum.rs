//! How good the best of several looks that are all alike.
//!
//! ```text
//! E[max of M standard normals] = ∫ x M φ(x) Φ(x)^(M-1) dx
//! ```
//!
//! Times the standard error of a difference it is the inflation to expect of a race's winner.
//!
//! **Source.** David and Nagaraja (2003), Order Statistics, section 3.1.
//!
//! **Assumes** independent candidates. One: 0.

use crate::distribution::quadrature::integrate;
use crate::distribution::{normal_cdf, normal_density};
use crate::real::real;

/// The expected largest of `m` standard normal values; `None` of none.
#[must_use]
pub fn expected_maximum_of_normals(m: u64) -> Option<f64> {
    let others = m.checked_sub(1)?;
    let density = |x: f64| x * real(m) * normal_density(x) * normal_cdf(x).powf(real(others));
    Some(integrate(density, -12.0, 12.0, 48))
}
