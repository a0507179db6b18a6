//! The rate of a set of units, with the interval that fits how they were measured.
//!
//! Every unit weighs the same, however often it was measured. Units measured once and unrelated to
//! each other get Wilson's interval; otherwise it is Wilson's on the effective number of
//! measurements ([`crate::wilson_neff()`]).
//!
//! **Source.** Both are there, in the files of the two methods.
//!
//! **Edges.** Nothing measured: no estimate, and the interval from 0 to 1. One cluster only: an
//! estimate and no interval, as nothing shows how clusters differ.

use super::wilson::wilson;
use super::wilson_neff::{effective_n, wilson_neff};
use crate::cluster::clustered_mean;
use crate::interval::Rate;
use crate::real::real;

/// How often one unit was measured, and how often it passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The measurements that passed, at most `n`.
    pub passes: u64,
    /// All measurements.
    pub n: u64,
}

/// The mean pass rate over all units of all `clusters`, with its interval.
///
/// A cluster holds the units that are related; unrelated units are clusters of one. Units never
/// measured, and tallies with more passes than measurements, count for nothing.
#[must_use]
pub fn rate(clusters: &[Vec<Tally>], confidence: f64) -> Rate {
    let measured: Vec<Vec<Tally>> = clusters
        .iter()
        .map(|cluster| cluster.iter().copied().filter(Tally::is_measured).collect())
        .filter(|cluster: &Vec<Tally>| !cluster.is_empty())
        .collect();
    match measured.as_slice() {
        [] => wilson(0, 0, confidence),
        [_, _, ..] if measured.iter().all(|cluster| is_single(cluster)) => {
            let passes = measured.iter().flatten().map(|tally| tally.passes).sum();
            wilson(passes, measured.len() as u64, confidence)
        }
        _ => clustered_rate(&measured, confidence),
    }
}

impl Tally {
    fn is_measured(&self) -> bool {
        self.n > 0 && self.passes <= self.n
    }

    fn mean(&self) -> f64 {
        real(self.passes) / real(self.n)
    }
}

/// Whether a cluster is one unit that was measured once.
fn is_single(cluster: &[Tally]) -> bool {
    matches!(cluster, [Tally { n: 1, .. }])
}

fn clustered_rate(clusters: &[Vec<Tally>], confidence: f64) -> Rate {
    let means: Vec<Vec<f64>> =
        clusters.iter().map(|cluster| cluster.iter().map(Tally::mean).collect()).collect();
    let measurements = clusters.iter().flatten().map(|tally| tally.n).sum();
    let mean = clustered_mean(&means);
    let interval = mean.and_then(|mean| {
        let effective_n = effective_n(&mean, measurements)?;
        let degrees_of_freedom = real(mean.clusters as u64 - 1);
        wilson_neff(mean.mean, effective_n, degrees_of_freedom, confidence)
    });
    Rate { estimate: mean.map(|mean| mean.mean), interval }
}
