//! The jackknife: a statistic with each unit left out in turn.
//!
//! ```text
//! SE² = (n-1)/n Σ (θᵢ - θ̄)²      acceleration = Σ (θ̄ - θᵢ)³ / 6 (Σ (θ̄ - θᵢ)²)^(3/2)
//! ```
//!
//! **Source.** Tukey (1958), Annals of Mathematical Statistics 29; the acceleration of Efron
//! (1987), JASA 82.
//!
//! **Assumes** independent units and a smooth statistic; for a median its error is wrong.
//!
//! **Edges.** All alike: the error and the acceleration are 0.

use crate::moments::{mean, squares_around};
use crate::real::size;

/// A statistic with each unit left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Jackknife {
    /// The statistic without each unit, in their order.
    pub estimates: Vec<f64>,
    /// The standard error of the statistic.
    pub standard_error: f64,
    /// How its standard error moves with its value, as `BCa` needs it.
    pub acceleration: f64,
}

/// Jackknifes `statistic` over `units`.
///
/// `None` of fewer than two units, or if leaving one out leaves the statistic undefined.
pub fn jackknife<T>(units: &[T], statistic: impl Fn(&[&T]) -> Option<f64>) -> Option<Jackknife> {
    let all: Vec<&T> = units.iter().collect();
    let estimates = left_out(&all, &statistic)?;
    let squares = squares_around(mean(&estimates)?, &estimates);
    let n = size(estimates.len());
    let standard_error = ((n - 1.0) / n * squares).sqrt();
    let acceleration = acceleration(&estimates)?;
    Some(Jackknife { estimates, standard_error, acceleration })
}

/// The statistic without each unit in turn; `None` of fewer than two, or if one is undefined.
pub(super) fn left_out<T>(
    units: &[&T],
    statistic: &impl Fn(&[&T]) -> Option<f64>,
) -> Option<Vec<f64>> {
    if units.len() < 2 {
        return None;
    }
    let without = |left_out: usize| {
        let mut rest = units.to_vec();
        rest.remove(left_out);
        statistic(&rest).filter(|value| value.is_finite())
    };
    (0..units.len()).map(without).collect()
}

/// The acceleration of leave-one-out estimates; 0 if they are all alike.
pub(super) fn acceleration(estimates: &[f64]) -> Option<f64> {
    let centre = mean(estimates)?;
    let squares = squares_around(centre, estimates);
    let cubes: f64 = estimates.iter().map(|estimate| (centre - estimate).powi(3)).sum();
    // Below this it is what rounding left of estimates that are all alike.
    let spread = (squares / size(estimates.len())).sqrt();
    if spread <= 1e-14 * centre.abs().max(1e-3) {
        return Some(0.0);
    }
    Some(cubes / (6.0 * squares.powf(1.5)))
}
