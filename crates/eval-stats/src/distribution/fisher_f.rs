//! Fisher's F distribution.

use statrs::distribution::{ContinuousCDF, FisherSnedecor};

/// The chance of a value above `x`; `None` unless both degrees of freedom are above 0 and `x` is a
/// number.
#[must_use]
pub fn f_survival(x: f64, numerator: f64, denominator: f64) -> Option<f64> {
    let distribution = FisherSnedecor::new(numerator, denominator).ok()?;
    (!x.is_nan()).then(|| match x {
        x if x <= 0.0 => 1.0,
        f64::INFINITY => 0.0,
        x => distribution.sf(x),
    })
}
