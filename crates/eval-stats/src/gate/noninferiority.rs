//! The gate: is B shown to be no worse than allowed, or shown to be worse?
//!
//! With L and U the one-sided bounds at level α of the guarded difference,
//!
//! ```text
//! pass          L > -margin
//! block         U < 0 and L ≤ -margin
//! inconclusive  otherwise
//! ```
//!
//! A false block at no difference, and a false pass at the margin, each happen at most about α of
//! the time: up to .05 and .08 in simulation with clusters given, .11 in the hardest corner (20
//! units, high rates, repeats that hardly differ), and more if related units pass for unrelated
//! ones.
//!
//! **Source.** The non-inferiority t-test, Schuirmann (1987), Journal of Pharmacokinetics and
//! Biopharmaceutics 15, with the standard error of [`super::guarded_difference`].
//!
//! **Assumes** scores between 0 and 1 and independent clusters. Below 20 clusters a pass is
//! provisional.
//!
//! **Edges.** No unit measured under both, or too much missing: invalid. Fewer clusters than
//! demanded: inconclusive, with the difference and no bounds.

use super::guarded::guarded_difference;
use super::verdict::{Reason, Verdict};
use crate::estimate::Estimate;
use crate::interval::Interval;
use crate::paired::{PairedUnit, missing, paired_differences, worst_for_a, worst_for_b};

/// What a gate demands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GateSettings {
    /// By how much B may be worse, in the unit of the scores.
    pub margin: f64,
    /// The one-sided level of each bound.
    pub alpha: f64,
    /// The largest share of measurements that may be missing.
    pub max_missing: f64,
    /// The smallest number of clusters to judge by.
    pub min_units: usize,
    /// The guard of the standard error, in squared scores.
    pub floor: f64,
}

impl Default for GateSettings {
    /// A margin of 10 points at 5 %, 5 % missing, 5 clusters and a guard of 2.
    fn default() -> Self {
        Self { margin: 0.1, alpha: 0.05, max_missing: 0.05, min_units: 5, floor: 2.0 }
    }
}

/// What the gate found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// Why it says what it says.
    pub reason: Reason,
    /// The share of measurements that is missing; none where none was to be made.
    pub missing_share: Option<f64>,
    /// Units measured under both.
    pub units_used: usize,
    /// Units left out because one side has no measurement.
    pub dropped: usize,
    /// Independent clusters among them; none where the data cannot be used.
    pub clusters: Option<usize>,
    /// Whether the clusters given are the unit of inference.
    pub clustered: bool,
    /// The mean difference B - A with its guarded error; none where the data cannot be used.
    pub difference: Option<Estimate>,
    /// The one-sided bounds of the difference, not clipped; none with too few clusters.
    pub bounds: Option<Interval>,
    /// How often a unit was measured under one side, on average.
    pub mean_measurements: Option<f64>,
}

impl Gate {
    /// What it says.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.reason.verdict()
    }
}

/// Judges B against A over `units`.
///
/// ```
/// use eval_stats::gate::{GateSettings, Verdict, gate};
/// use eval_stats::paired::PairedUnit;
///
/// // Thirty units, three times each, all passed under A and under B.
/// let passed = PairedUnit { cluster: None, a: vec![Some(1.0); 3], b: vec![Some(1.0); 3] };
/// let found = gate(&vec![passed; 30], &GateSettings::default());
/// assert_eq!(found.verdict(), Verdict::Pass);
/// // That nothing varied is no certainty.
/// assert!(found.bounds.unwrap().lower < -0.04);
/// ```
#[must_use]
pub fn gate(units: &[PairedUnit], settings: &GateSettings) -> Gate {
    let missing_share = missing(units).map(|missing| missing.share);
    let differences = paired_differences(units);
    let unusable = |reason| Gate {
        reason,
        missing_share,
        units_used: differences.differences.len(),
        dropped: differences.dropped,
        clusters: None,
        clustered: differences.clustered,
        difference: None,
        bounds: None,
        mean_measurements: differences.mean_measurements(),
    };
    let Some(difference) = guarded_difference(&differences, settings.floor) else {
        return unusable(Reason::NoData);
    };
    if missing_share.is_none_or(|share| share > settings.max_missing) {
        return unusable(Reason::TooManyMissing);
    }
    let clusters = differences.by_cluster().len();
    let bounds = bounds(difference, settings).filter(|_| clusters >= settings.min_units);
    let reason = bounds.map_or(Reason::TooFewUnits, |bounds| judge(bounds, settings.margin));
    let clusters = Some(clusters);
    Gate { reason, clusters, difference: Some(difference), bounds, ..unusable(reason) }
}

fn bounds(difference: Estimate, settings: &GateSettings) -> Option<Interval> {
    let lower = difference.lower_bound(settings.alpha)?;
    let upper = difference.upper_bound(settings.alpha)?;
    Some(Interval { lower, upper })
}

fn judge(bounds: Interval, margin: f64) -> Reason {
    let is_worse = bounds.upper < 0.0;
    match (bounds.lower > -margin, is_worse) {
        (true, false) => Reason::NonInferior,
        (true, true) => Reason::WorseButWithinMargin,
        (false, true) => Reason::SignificantRegression,
        (false, false) => Reason::IntervalSpansMargin,
    }
}

/// The gate with every missing measurement at its worst, once for each side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorstCases {
    /// Missing ones passed under A and failed under B.
    pub for_b: Gate,
    /// Missing ones failed under A and passed under B.
    pub for_a: Gate,
}

/// Judges both worst cases; `None` where nothing is missing.
///
/// Where either verdict differs from that of [`gate`], what is missing decides.
#[must_use]
pub fn gate_worst_cases(units: &[PairedUnit], settings: &GateSettings) -> Option<WorstCases> {
    let missing = missing(units)?;
    (missing.share > 0.0).then(|| WorstCases {
        for_b: gate(&worst_for_b(units), settings),
        for_a: gate(&worst_for_a(units), settings),
    })
}
