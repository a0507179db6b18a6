//! The chi-squared distribution.

use statrs::distribution::{ChiSquared, ContinuousCDF};

/// The chance of a value above `x`; `None` unless `degrees_of_freedom` is above 0 and `x` a number.
#[must_use]
pub fn chi_squared_survival(x: f64, degrees_of_freedom: f64) -> Option<f64> {
    let distribution = ChiSquared::new(degrees_of_freedom).ok()?;
    (!x.is_nan()).then(|| if x <= 0.0 { 1.0 } else { distribution.sf(x) })
}
