//! The binomial distribution.

use statrs::distribution::{Binomial, Discrete, DiscreteCDF};

/// The chance of exactly `x` among `n` at probability `p`; `None` unless `p` is between 0 and 1.
#[must_use]
pub fn binomial_pmf(x: u64, n: u64, p: f64) -> Option<f64> {
    Some(Binomial::new(p, n).ok()?.pmf(x))
}

/// The chance of at most `x` among `n` at probability `p`; `None` unless `p` is between 0 and 1.
#[must_use]
pub fn binomial_cdf(x: u64, n: u64, p: f64) -> Option<f64> {
    let distribution = Binomial::new(p, n).ok()?;
    Some(if x >= n { 1.0 } else { distribution.cdf(x) })
}

/// The chance of at least `x` among `n` at probability `p`; `None` unless `p` is between 0 and 1.
#[must_use]
pub fn binomial_at_least(x: u64, n: u64, p: f64) -> Option<f64> {
    let distribution = Binomial::new(p, n).ok()?;
    Some(
        x.checked_sub(1).map_or(1.0, |below| if below >= n { 0.0 } else { distribution.sf(below) }),
    )
}
