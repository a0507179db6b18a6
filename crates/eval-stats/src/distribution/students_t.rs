//! Student's t distribution.
//!
//! `statrs` loses accuracy beyond 10⁴ degrees of freedom. There t is so near to the normal that
//! the first terms of the Cornish-Fisher expansion are exact to more than nine digits.
//!
//! **Source.** Hill (1970), Communications of the ACM 13; Abramowitz and Stegun 26.7.5.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::normal::{normal_quantile, normal_survival};
use crate::real::is_level;

/// From here on the expansion is used.
const NEARLY_NORMAL: f64 = 1e4;

/// The chance of a value of at most `x`; `None` unless `degrees_of_freedom` is above 0.
#[must_use]
pub fn t_cdf(x: f64, degrees_of_freedom: f64) -> Option<f64> {
    // Through the other tail, so that small probabilities keep their digits.
    t_survival(-x, degrees_of_freedom)
}

/// The chance of a value above `x`; `None` unless `degrees_of_freedom` is above 0.
#[must_use]
pub fn t_survival(x: f64, degrees_of_freedom: f64) -> Option<f64> {
    let distribution = StudentsT::new(0.0, 1.0, degrees_of_freedom).ok()?;
    if x.is_nan() {
        return None;
    }
    if degrees_of_freedom < NEARLY_NORMAL {
        return Some(distribution.sf(x));
    }
    let shrunk = x * (1.0 - 0.25 / degrees_of_freedom);
    Some(normal_survival(shrunk / (1.0 + x * x / (2.0 * degrees_of_freedom)).sqrt()))
}

/// The value that is not exceeded with probability `p`.
///
/// `None` unless `p` lies strictly between 0 and 1 and `degrees_of_freedom` is above 0.
#[must_use]
pub fn t_quantile(p: f64, degrees_of_freedom: f64) -> Option<f64> {
    let distribution = StudentsT::new(0.0, 1.0, degrees_of_freedom).ok()?;
    if !is_level(p) {
        return None;
    }
    if degrees_of_freedom >= NEARLY_NORMAL {
        return Some(expansion(normal_quantile(p)?, degrees_of_freedom));
    }
    let value = distribution.inverse_cdf(p);
    value.is_finite().then_some(value)
}

fn expansion(z: f64, degrees_of_freedom: f64) -> f64 {
    let first = (z.powi(3) + z) / 4.0;
    let second = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
    z + first / degrees_of_freedom + second / degrees_of_freedom.powi(2)
}

#[cfg(test)]
mod tests {
    use super::{t_quantile, t_survival};

    #[test]
    fn the_expansion_meets_the_distribution_where_it_takes_over() {
        for p in [0.001, 0.025, 0.2] {
            let below = t_quantile(p, 9_999.0).unwrap();
            let above = t_quantile(p, 10_000.0).unwrap();
            // One degree of freedom more moves the quantile by about z³ / (4 · 10⁸).
            assert!((below - above).abs() < 2e-7, "{p}: {below} {above}");
        }
    }

    #[test]
    fn quantile_and_survival_undo_each_other_for_many_degrees_of_freedom() {
        for degrees_of_freedom in [1e4, 1e5, 1e7] {
            let value = t_quantile(0.975, degrees_of_freedom).unwrap();
            let back = t_survival(value, degrees_of_freedom).unwrap();
            assert!((back - 0.025).abs() < 1e-8, "{degrees_of_freedom}: {back}");
        }
    }
}
