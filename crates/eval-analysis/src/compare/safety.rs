//! Broken invariants, apart from every score.

use eval_findings::{Safety, SafetyEvents};
use eval_stats::rate::upper_bound_of_rate;

use super::CONFIDENCE;
use super::difference::count;
use crate::measured::Cell;
use crate::paired::PairedRow;

/// Both arms' broken invariants. Every trial counts that was scored, also where the other arm has
/// none of that instance.
pub(crate) fn safety(rows: &[PairedRow<'_>]) -> Safety {
    Safety {
        baseline: events(rows.iter().map(|row| row.a)),
        candidate: events(rows.iter().map(|row| row.b)),
    }
}

/// How often an arm broke an invariant. Trials of one instance are not independent, so the bound
/// is that of the share of instances.
pub(crate) fn events(cells: impl Iterator<Item = Cell>) -> SafetyEvents {
    let mut found =
        SafetyEvents { events: 0, trials: 0, instances_with: 0, instances: 0, upper: None };
    for cell in cells.filter(|cell| cell.scored > 0) {
        found.events += u64::from(cell.broken);
        found.trials += u64::from(cell.scored);
        found.instances_with += u64::from(cell.broken > 0);
        found.instances += 1;
    }
    found.upper = upper_bound(found.instances_with, found.instances);
    found
}

/// The upper bound of a rate of events.
pub(crate) fn upper_bound(events: u64, n: u64) -> Option<f64> {
    if events == 0 && n > 0 {
        // In closed form, which no number of instances is too large for.
        let n = count(usize::try_from(n).unwrap_or(usize::MAX));
        return Some(1.0 - (1.0 - CONFIDENCE).powf(1.0 / n));
    }
    upper_bound_of_rate(events, n, CONFIDENCE)
}
