//! Fleiss' kappa: agreement beyond chance of as many raters for every item.
//!
//! **Source.** Fleiss (1971), Psychological Bulletin 76.
//!
//! **Assumes** independent items, each rated by the same number of raters.
//!
//! **Edges.** One category used only: no kappa.

use crate::real::{real, size};

/// Fleiss' kappa of `items`, each of which counts the ratings in every category.
///
/// `None` without items, unless all have the same number of ratings, two or more, and of
/// categories, or where agreement is all that could be expected.
#[must_use]
pub fn fleiss_kappa(items: &[Vec<u64>]) -> Option<f64> {
    let first = items.first()?;
    let (raters, categories) = (first.iter().sum::<u64>(), first.len());
    let is_like_first =
        |item: &Vec<u64>| item.iter().sum::<u64>() == raters && item.len() == categories;
    if raters < 2 || !items.iter().all(is_like_first) {
        return None;
    }
    let pairs = |item: &Vec<u64>| item.iter().map(|count| real(count * count)).sum::<f64>();
    let (n, raters) = (size(items.len()), real(raters));
    let squares: f64 = items.iter().map(pairs).sum();
    let observed = (squares / n - raters) / (raters * (raters - 1.0));
    let share =
        |category: usize| items.iter().map(|item| real(item[category])).sum::<f64>() / (n * raters);
    let expected: f64 = (0..categories).map(|category| share(category).powi(2)).sum();
    (1.0 - expected > 1e-12).then(|| (observed - expected) / (1.0 - expected))
}
