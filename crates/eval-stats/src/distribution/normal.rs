//! The standard normal distribution.

use statrs::distribution::{Continuous, ContinuousCDF, Normal};

/// The chance of a value of at most `x`.
#[must_use]
pub fn normal_cdf(x: f64) -> f64 {
    Normal::standard().cdf(x)
}

/// The chance of a value above `x`, exact in the far tail too.
#[must_use]
pub fn normal_survival(x: f64) -> f64 {
    Normal::standard().sf(x)
}

/// The density at `x`.
#[must_use]
pub fn normal_density(x: f64) -> f64 {
    Normal::standard().pdf(x)
}

/// The value that is not exceeded with probability `p`, infinite at 0 and 1.
///
/// `None` unless `p` lies between 0 and 1.
#[must_use]
pub fn normal_quantile(p: f64) -> Option<f64> {
    (0.0..=1.0).contains(&p).then(|| Normal::standard().inverse_cdf(p))
}
