//! How well rankings point at the truth: top-1, top-k, mean reciprocal rank.
//!
//! Beside them stand what always naming the commonest truth would get, and the chance to do as
//! well by guessing.
//!
//! **Source.** Voorhees (1999), TREC-8, for the reciprocal rank; the exact binomial test; Wilson's
//! interval.
//!
//! **Assumes** independent cases. Where they come from few units, take the interval of
//! [`crate::rate()`] over clusters instead.
//!
//! **Edges.** A truth that is not ranked has reciprocal rank 0.

use std::collections::BTreeMap;

use crate::distribution::binomial_at_least;
use crate::interval::Rate;
use crate::rate::wilson;
use crate::real::{is_level, real, size};

/// How well rankings point at the truth.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    /// How often the truth is ranked first.
    pub top_1: Rate,
    /// How often it is among the first k, for k from 1 to the longest ranking.
    pub top: Vec<f64>,
    /// The mean of 1 over its rank.
    pub mean_reciprocal_rank: f64,
    /// The share of cases with the commonest truth.
    pub majority_baseline: f64,
    /// The chance to rank the truth first as often by guessing among as many as are ranked.
    pub p_by_guessing: f64,
}

/// Compares `rankings`, best first, with the `truth` of each case.
///
/// `None` without cases, if there are not as many rankings, if all are empty, or if `confidence`
/// does not lie strictly between 0 and 1.
#[must_use]
pub fn ranking<T: Ord>(truth: &[T], rankings: &[Vec<T>], confidence: f64) -> Option<Ranking> {
    let longest = rankings.iter().map(Vec::len).max().filter(|longest| *longest > 0)?;
    if truth.len() != rankings.len() || !is_level(confidence) {
        return None;
    }
    let n = size(truth.len());
    let place = |(truth, ranking): (&T, &Vec<T>)| ranking.iter().position(|each| each == truth);
    let places: Vec<Option<usize>> = truth.iter().zip(rankings).map(place).collect();
    let found: Vec<usize> = places.iter().flatten().copied().collect();
    let within = |k: usize| found.iter().filter(|place| **place < k).count();
    let hits = within(1) as u64;
    let mut counts: BTreeMap<&T, u64> = BTreeMap::new();
    for each in truth {
        *counts.entry(each).or_default() += 1;
    }
    let commonest = counts.into_values().max()?;
    Some(Ranking {
        top_1: wilson(hits, truth.len() as u64, confidence),
        top: (1..=longest).map(|k| size(within(k)) / n).collect(),
        mean_reciprocal_rank: found.iter().map(|place| 1.0 / size(place + 1)).sum::<f64>() / n,
        majority_baseline: real(commonest) / n,
        p_by_guessing: binomial_at_least(hits, truth.len() as u64, 1.0 / size(longest))?,
    })
}
