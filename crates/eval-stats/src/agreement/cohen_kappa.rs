//! Cohen's kappa: agreement beyond what both raters' habits would give.
//!
//! ```text
//! κ = (po - pe) / (1 - pe)
//! ```
//!
//! **Source.** Cohen (1960), Educational and Psychological Measurement 20; the standard error of
//! Fleiss, Cohen and Everitt (1969), Psychological Bulletin 72.
//!
//! **Assumes** independent items. Where one category is rare it may be low at high agreement.
//!
//! **Edges.** Both raters used one and the same category only: no kappa.

use super::ratings::Ratings;
use crate::distribution::normal_critical_value;
use crate::interval::Interval;

/// Kappa with its uncertainty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CohenKappa {
    /// The share of items on which both agree.
    pub observed: f64,
    /// The share expected of their habits alone.
    pub expected: f64,
    /// Kappa; none where agreement is all that could be expected.
    pub kappa: Option<f64>,
    /// Its standard error.
    pub standard_error: Option<f64>,
    /// Its interval by the normal distribution, not clipped.
    pub interval: Option<Interval>,
}

/// Kappa of `ratings`.
///
/// `None` if `confidence` does not lie strictly between 0 and 1.
#[must_use]
pub fn cohen_kappa(ratings: &Ratings, confidence: f64) -> Option<CohenKappa> {
    let z = normal_critical_value(confidence)?;
    let (first, second) = (ratings.first(), ratings.second());
    let observed = ratings.agreement();
    let expected: f64 = first.iter().zip(&second).map(|(a, b)| a * b).sum();
    let chance_left = 1.0 - expected;
    if chance_left <= 1e-12 {
        let (kappa, standard_error, interval) = (None, None, None);
        return Some(CohenKappa { observed, expected, kappa, standard_error, interval });
    }
    let kappa = (observed - expected) / chance_left;
    let variance = variance(ratings, &first, &second, kappa, expected);
    let error = variance.max(0.0).sqrt();
    let interval = Interval { lower: kappa - z * error, upper: kappa + z * error };
    Some(CohenKappa {
        observed,
        expected,
        kappa: Some(kappa),
        standard_error: Some(error),
        interval: Some(interval),
    })
}

fn variance(ratings: &Ratings, first: &[f64], second: &[f64], kappa: f64, expected: f64) -> f64 {
    let rest = 1.0 - kappa;
    let (mut agreeing, mut disagreeing) = (0.0, 0.0);
    for (row, shares) in ratings.shares.iter().enumerate() {
        for (column, share) in shares.iter().enumerate() {
            if row == column {
                agreeing += share * (1.0 - (first[row] + second[row]) * rest).powi(2);
            } else {
                disagreeing += share * (second[row] + first[column]).powi(2);
            }
        }
    }
    let habit = kappa - expected * rest;
    let sum = agreeing + rest.powi(2) * disagreeing - habit.powi(2);
    sum / ((1.0 - expected).powi(2) * ratings.n)
}
