//! The ratio of means: by what factor all of B costs more than all of A.
//!
//! ```text
//! r = Σb / Σa      SE = sd(b - r a) / (√n mean(a))
//! ```
//!
//! **Source.** The delta method; Cochran (1977), Sampling Techniques, section 2.11.
//!
//! **Assumes** independent pairs, and a mean of A well away from 0. With heavy tails bootstrap it.
//! It follows the dearest units and may point the other way than the geometric ratio.
//!
//! **Edges.** A mean of A that is 0: no ratio. One pair: no standard error.

use crate::estimate::Estimate;
use crate::moments::{mean, variance};
use crate::real::size;
use crate::resample::{Bootstrap, bootstrap};

/// The ratio of the means of pairs (a, b), B to A, with n - 1 degrees of freedom.
///
/// `None` without pairs, if a value is not finite, or if the mean of A is not above 0.
#[must_use]
pub fn ratio_of_means(pairs: &[(f64, f64)]) -> Option<Estimate> {
    let (a, b): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let mean_a = mean(&a).filter(|mean| *mean > 0.0)?;
    let value = mean(&b)? / mean_a;
    let rest: Vec<f64> = pairs.iter().map(|(a, b)| b - value * a).collect();
    let n = size(pairs.len());
    let standard_error = variance(&rest).map(|variance| (variance / n).sqrt() / mean_a);
    Some(Estimate { value, standard_error, degrees_of_freedom: n - 1.0 })
}

/// Bootstraps the ratio of sums Σb / Σa over units (a, b): cost per success, for one.
///
/// Resamples whose sum of A is not above 0 have no ratio and are counted as undefined. `None` if
/// the data themselves have none.
#[must_use]
pub fn bootstrap_ratio_of_sums(
    units: &[(f64, f64)],
    resamples: u64,
    seed: u64,
) -> Option<Bootstrap> {
    let ratio = |drawn: &[&(f64, f64)]| {
        let a: f64 = drawn.iter().map(|(a, _)| a).sum();
        let b: f64 = drawn.iter().map(|(_, b)| b).sum();
        (a > 0.0).then(|| b / a)
    };
    bootstrap(units, ratio, resamples, seed)
}
