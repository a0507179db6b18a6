//! The beta distribution.

use statrs::distribution::{Beta, ContinuousCDF};

/// Beyond this shape `statrs` 0.19 loses too many digits to be asked.
pub const LARGEST_SHAPE: f64 = 1e4;

/// Below this probability the search of `statrs` 0.19 for a quantile may not end.
const SMALLEST_PROBABILITY: f64 = 1e-30;

/// The value that is not exceeded with probability `p`.
///
/// `None` unless both shapes lie above 0 and at most at [`LARGEST_SHAPE`], and `p` is 0, 1 or
/// between 10⁻³⁰ and 1.
#[must_use]
pub fn beta_quantile(p: f64, a: f64, b: f64) -> Option<f64> {
    let is_tame = a <= LARGEST_SHAPE && b <= LARGEST_SHAPE;
    let is_probability = p == 0.0 || (SMALLEST_PROBABILITY..=1.0).contains(&p);
    if !(is_tame && is_probability) {
        return None;
    }
    Some(Beta::new(a, b).ok()?.inverse_cdf(p))
}
