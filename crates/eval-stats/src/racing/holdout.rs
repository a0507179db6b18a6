//! Setting clusters aside before a race, for the one look at its winner.
//!
//! **Source.** Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning,
//! section 7.2.
//!
//! **Assumes** independent clusters; whole ones are set aside, so that no relative of a holdout
//! unit runs in the race.
//!
//! **Edges.** At least 30 % and at least 20 clusters are set aside; where that leaves none to race
//! on, there is no split.

use crate::real::{size, whole_up};
use crate::resample::Streams;

/// The smallest share of the clusters that is set aside.
const SHARE: f64 = 0.3;
/// The smallest number of clusters that is set aside.
const LEAST: usize = 20;

/// Clusters for the race, and clusters for the look at its winner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holdout {
    /// The clusters to race on, in ascending order.
    pub race: Vec<usize>,
    /// The clusters set aside, in ascending order; touched once.
    pub holdout: Vec<usize>,
}

/// Splits the clusters 0 to `clusters` at random under `seed`; `None` with 20 or fewer.
#[must_use]
pub fn split_for_holdout(clusters: usize, seed: u64) -> Option<Holdout> {
    let share = usize::try_from(whole_up(SHARE * size(clusters))?).ok()?;
    let aside = share.max(LEAST);
    if aside >= clusters {
        return None;
    }
    let mut order: Vec<usize> = (0..clusters).collect();
    Streams::new(seed).stream(0).shuffle(&mut order);
    let mut race = order.split_off(aside);
    race.sort_unstable();
    order.sort_unstable();
    Some(Holdout { race, holdout: order })
}
