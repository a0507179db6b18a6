//! Units measured under both A and B, and what is left of them as differences.
//!
//! A unit's measurements are averaged first, so each unit weighs the same however often it was
//! measured. Measurements that failed for reasons outside (`None`) count for nothing; a unit is
//! dropped only if one side has none left.

use std::collections::BTreeMap;

use crate::cluster::{ClusteredMean, clustered_mean};
use crate::estimate::Estimate;
use crate::moments::mean;
use crate::real::size;
use crate::t_mean::t_mean;

/// One unit, its measurements under A and under B.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedUnit {
    /// The cluster it belongs to; none if it is related to no other unit.
    pub cluster: Option<usize>,
    /// The measurements under A; `None` for one that is missing.
    pub a: Vec<Option<f64>>,
    /// The measurements under B; `None` for one that is missing.
    pub b: Vec<Option<f64>>,
}

/// The differences B - A of all units measured under both.
#[derive(Clone, Debug, PartialEq)]
pub struct PairedDifferences {
    /// The difference of the means of each unit, in the order of the units.
    pub differences: Vec<f64>,
    /// The cluster of each difference: the unit itself unless every unit has a cluster.
    pub clusters: Vec<usize>,
    /// Whether the clusters are those of the units, so that they are the unit of inference.
    pub clustered: bool,
    /// Units left out because one side has no measurement.
    pub dropped: usize,
    /// Valid measurements in the units that are used, both sides together.
    pub measurements: usize,
}

impl PairedUnit {
    /// B's mean less A's; `None` if one side has no measurement.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        Some(mean(&valid(&self.b))? - mean(&valid(&self.a))?)
    }

    fn measurements(&self) -> usize {
        self.a.iter().chain(&self.b).flatten().count()
    }
}

/// The measurements that are there.
pub(crate) fn valid(measurements: &[Option<f64>]) -> Vec<f64> {
    measurements.iter().flatten().copied().collect()
}

/// Reduces `units` to their differences.
///
/// Clusters count only if every used unit has one; with a single exception the unit is the unit.
#[must_use]
pub fn paired_differences(units: &[PairedUnit]) -> PairedDifferences {
    let used: Vec<(&PairedUnit, f64)> =
        units.iter().filter_map(|unit| Some((unit, unit.difference()?))).collect();
    let named: Option<Vec<usize>> = used.iter().map(|(unit, _)| unit.cluster).collect();
    let clustered = !used.is_empty() && named.is_some();
    PairedDifferences {
        differences: used.iter().map(|(_, difference)| *difference).collect(),
        clusters: named.unwrap_or_else(|| (0..used.len()).collect()),
        clustered,
        dropped: units.len() - used.len(),
        measurements: used.iter().map(|(unit, _)| unit.measurements()).sum(),
    }
}

impl PairedDifferences {
    /// The differences by cluster.
    #[must_use]
    pub fn by_cluster(&self) -> Vec<Vec<f64>> {
        let mut clusters: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for (difference, cluster) in self.differences.iter().zip(&self.clusters) {
            clusters.entry(*cluster).or_default().push(*difference);
        }
        clusters.into_values().collect()
    }

    /// The sum of the differences of each cluster.
    #[must_use]
    pub fn cluster_sums(&self) -> Vec<f64> {
        self.by_cluster().iter().map(|cluster| cluster.iter().sum()).collect()
    }

    /// The mean difference as if no units were related.
    #[must_use]
    pub fn plain(&self) -> Option<Estimate> {
        t_mean(&self.differences)
    }

    /// The mean difference with a standard error that knows the clusters.
    #[must_use]
    pub fn clustered(&self) -> Option<ClusteredMean> {
        clustered_mean(&self.by_cluster())
    }

    /// How often a unit was measured under one side, on average; `None` without units.
    #[must_use]
    pub fn mean_measurements(&self) -> Option<f64> {
        let sides = 2 * self.differences.len();
        (sides > 0).then(|| size(self.measurements) / size(sides))
    }
}
