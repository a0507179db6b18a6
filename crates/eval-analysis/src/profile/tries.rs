//! How good an arm is at k tries, and how reliable.

use std::collections::BTreeSet;

use eval_findings::Tries;
use eval_stats::Tally;
use eval_stats::pass_k::{SuitePassK, pass_at_k, pass_hat_k, suite_pass_k};

use crate::compare::CONFIDENCE;
use crate::measured::Instance;
use crate::paired::tally;

/// The numbers of tries that are told, as far as there are so many epochs.
const TRIES: [u64; 6] = [1, 2, 3, 5, 10, 20];

/// pass@k and pass^k for the usual k, and for as many tries as there are.
pub(super) fn tries(instances: &[&Instance]) -> Vec<Tries> {
    let tallies: Vec<Tally> = instances
        .iter()
        .filter(|instance| instance.cell.scored > 0)
        .map(|instance| tally(&instance.cell))
        .collect();
    let most = tallies.iter().map(|tally| tally.n).max().unwrap_or(0);
    let mut each: BTreeSet<u64> = TRIES.into_iter().filter(|k| *k <= most).collect();
    each.extend((most > 0).then_some(most));
    each.into_iter()
        .map(|k| {
            let at_least_one = suite_pass_k(&tallies, pass_at_k, k, CONFIDENCE);
            let all = suite_pass_k(&tallies, pass_hat_k, k, CONFIDENCE);
            Tries {
                k,
                at_least_one: at_least_one.mean.map(|mean| mean.value),
                at_least_one_interval: clipped(&at_least_one),
                all: all.mean.map(|mean| mean.value),
                all_interval: clipped(&all),
                instances: all.values.len() as u64,
                dropped: all.dropped as u64,
            }
        })
        .collect()
}

fn clipped(found: &SuitePassK) -> Option<[f64; 2]> {
    found.interval.map(|bounds| [bounds.lower.max(0.0), bounds.upper.min(1.0)])
}
