//! Gwet's AC1: agreement beyond chance that does not collapse where one category is rare.
//!
//! ```text
//! pe = Σ π(1 - π) / (q - 1)      π the mean share of each of q categories
//! ```
//!
//! **Source.** Gwet (2008), British Journal of Mathematical and Statistical Psychology 61.
//!
//! **Assumes** independent items.
//!
//! **Edges.** One category only: no choice, so no AC1. One of several used only: 1.

use super::ratings::Ratings;
use crate::real::size;

/// AC1 of `ratings`; `None` with a single category.
#[must_use]
pub fn gwet_ac1(ratings: &Ratings) -> Option<f64> {
    let others = size(ratings.shares.len()) - 1.0;
    let (first, second) = (ratings.first(), ratings.second());
    let spread = |(a, b): (&f64, &f64)| {
        let share = f64::midpoint(*a, *b);
        share * (1.0 - share)
    };
    let expected = first.iter().zip(&second).map(spread).sum::<f64>() / others;
    (others > 0.0).then(|| (ratings.agreement() - expected) / (1.0 - expected))
}
