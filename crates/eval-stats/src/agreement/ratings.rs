//! Two raters' ratings of the same items, as a table of counts.

use crate::real::size;

/// How often the first rater said one category and the second another.
#[derive(Clone, Debug, PartialEq)]
pub struct Ratings {
    /// The share of items in each cell; the first rater's category picks the row.
    pub(super) shares: Vec<Vec<f64>>,
    /// How many items there are.
    pub(super) n: f64,
}

impl Ratings {
    /// Counts the ratings `a` and `b`, item by item, in categories from 0 to `categories`.
    ///
    /// `None` without items, if there are not as many on both sides, or if a rating is no
    /// category.
    #[must_use]
    pub fn new(a: &[usize], b: &[usize], categories: usize) -> Option<Self> {
        let is_category = |rating: &usize| *rating < categories;
        if a.is_empty() || a.len() != b.len() || !a.iter().chain(b).all(is_category) {
            return None;
        }
        let n = size(a.len());
        let mut shares = vec![vec![0.0; categories]; categories];
        for (first, second) in a.iter().zip(b) {
            shares[*first][*second] += 1.0 / n;
        }
        Some(Self { shares, n })
    }

    /// The share of items on which both agree.
    #[must_use]
    pub fn agreement(&self) -> f64 {
        (0..self.shares.len()).map(|category| self.shares[category][category]).sum()
    }

    /// How often the first rater says each category.
    pub(super) fn first(&self) -> Vec<f64> {
        self.shares.iter().map(|row| row.iter().sum()).collect()
    }

    /// How often the second rater says each category.
    pub(super) fn second(&self) -> Vec<f64> {
        let column = |category: usize| self.shares.iter().map(|row| row[category]).sum();
        (0..self.shares.len()).map(column).collect()
    }
}
