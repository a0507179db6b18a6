//! One arm of a comparison.

use eval_findings::{Side, Unit};
use eval_stats::{Tally, rate};

use super::CONFIDENCE;
use crate::measured::{Cell, Measured};
use crate::paired::{PairedRow, clustered, tally};

/// What is said of an arm over the instances compared.
pub(crate) fn side(
    arm: &Measured,
    rows: &[PairedRow<'_>],
    unit: Unit,
    of: fn(&PairedRow<'_>) -> Cell,
) -> Side {
    let sum = |count: fn(&Cell) -> u32| rows.iter().map(|row| u64::from(count(&of(row)))).sum();
    let (estimate, interval) = rate_of(&clustered(rows, unit, |row| tally(&of(row))));
    let from = &arm.provenance;
    Side {
        arm: from.arm.clone(),
        source: from.source.clone(),
        run_id: from.run_id.clone(),
        created: from.created.clone(),
        suite: from.suite.clone(),
        harness_hash: from.harness_hash.clone(),
        model: from.model.clone(),
        model_hash: from.model_hash.clone(),
        trials: sum(|cell| cell.trials),
        scored: sum(|cell| cell.scored),
        infra: sum(Cell::infra),
        success: sum(|cell| cell.success),
        rate: estimate,
        interval,
    }
}

/// A success rate and its interval; neither where nothing was measured.
pub(crate) fn rate_of(clusters: &[Vec<Tally>]) -> (Option<f64>, Option<[f64; 2]>) {
    let found = rate(clusters, CONFIDENCE);
    let interval = found.interval.filter(|_| found.estimate.is_some());
    (found.estimate, interval.map(|bounds| [bounds.lower, bounds.upper]))
}
