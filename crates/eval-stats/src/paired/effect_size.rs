//! The difference in standard deviations of the differences.
//!
//! ```text
//! dz = D / sd(d)      gz = dz · Γ(df/2) / (√(df/2) Γ((df-1)/2)),  df = n - 1
//! ```
//!
//! **Source.** Cohen (1988), Statistical Power Analysis; the correction for small n of Hedges
//! (1981), Journal of Educational Statistics 6, in its exact form.
//!
//! **Assumes** independent units.
//!
//! **Edges.** Differences that do not vary have no effect size. Two units: no correction exists.

use statrs::function::gamma::ln_gamma;

use crate::real::size;
use crate::t_mean::t_mean;

/// A mean difference in standard deviations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EffectSize {
    /// Cohen's dz.
    pub dz: f64,
    /// Hedges' gz, dz corrected for few units; none of two units.
    pub gz: Option<f64>,
}

/// The effect size of `differences`.
///
/// `None` of fewer than two, of differences that do not vary, or if one is not finite.
#[must_use]
pub fn effect_size(differences: &[f64]) -> Option<EffectSize> {
    let mean = t_mean(differences)?;
    if mean.is_degenerate() {
        return None;
    }
    let dz = mean.value / (mean.standard_error? * size(differences.len()).sqrt());
    Some(EffectSize { dz, gz: correction(mean.degrees_of_freedom).map(|factor| factor * dz) })
}

fn correction(degrees_of_freedom: f64) -> Option<f64> {
    let half = degrees_of_freedom / 2.0;
    let log = || ln_gamma(half) - ln_gamma(half - 0.5) - half.ln() / 2.0;
    (degrees_of_freedom > 1.0).then(|| log().exp())
}
