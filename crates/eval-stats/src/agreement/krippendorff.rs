//! Krippendorff's alpha for categories without order: agreement beyond chance, ratings may be
//! missing.
//!
//! ```text
//! α = 1 - (n-1) Σ within-item disagreement / Σ disagreement of all ratings
//! ```
//!
//! **Source.** Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
//!
//! **Assumes** independent items.
//!
//! **Edges.** Items with fewer than two ratings are left out. One category used only: no alpha.

use crate::real::real;

/// Alpha of `items`, each of which counts the ratings in every category.
///
/// `None` unless all items have the same categories and there is disagreement to expect.
#[must_use]
pub fn krippendorff_alpha(items: &[Vec<u64>]) -> Option<f64> {
    let categories = items.first()?.len();
    if items.iter().any(|item| item.len() != categories) {
        return None;
    }
    let paired: Vec<&Vec<u64>> =
        items.iter().filter(|item| item.iter().sum::<u64>() >= 2).collect();
    // Ordered pairs of ratings in different categories.
    let unlike = |counts: &[f64]| {
        let all: f64 = counts.iter().sum();
        all * all - counts.iter().map(|count| count * count).sum::<f64>()
    };
    let (mut within, mut totals) = (0.0, vec![0.0; categories]);
    for item in paired {
        let counts: Vec<f64> = item.iter().map(|count| real(*count)).collect();
        within += unlike(&counts) / (counts.iter().sum::<f64>() - 1.0);
        for (total, count) in totals.iter_mut().zip(&counts) {
            *total += count;
        }
    }
    let n: f64 = totals.iter().sum();
    let expected = unlike(&totals);
    (expected > 0.0).then(|| 1.0 - (n - 1.0) * within / expected)
}
