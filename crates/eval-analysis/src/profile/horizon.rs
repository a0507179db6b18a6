//! How far an arm gets: at which turn trials end, and how many of those that get so far fail there.

use std::collections::BTreeMap;

use eval_findings::HorizonStep;
use eval_stats::wilson;
use eval_store::Run;
use polars::prelude::*;

use crate::compare::CONFIDENCE;
use crate::read_run::AnalyseError;
use crate::tables::{numbers, query, words};

/// Trials by the turn they end at: failed, succeeded.
type Ends = BTreeMap<u32, (u64, u64)>;

/// The horizon of each arm, over scored trials.
pub(super) fn horizons(run: &Run) -> Result<BTreeMap<String, Vec<HorizonStep>>, AnalyseError> {
    let ended = query(run, "trials", |trials| {
        trials
            .filter(col("outcome").neq(lit("infra")))
            .group_by([col("arm"), col("turns"), col("success")])
            .agg([len().alias("trials")])
    })?;
    let Some(ended) = ended else { return Ok(BTreeMap::new()) };
    let (arms, turns, trials) =
        (words(&ended, "arm")?, numbers(&ended, "turns")?, numbers(&ended, "trials")?);
    let success = numbers(&ended, "success")?;
    let mut by_arm: BTreeMap<&str, Ends> = BTreeMap::new();
    for row in 0..ended.height() {
        let turn = u32::try_from(turns[row]).unwrap_or(u32::MAX);
        let (failed, succeeded) = by_arm.entry(arms[row]).or_default().entry(turn).or_default();
        *(if success[row] == 1 { succeeded } else { failed }) += trials[row];
    }
    Ok(by_arm.into_iter().map(|(arm, ends)| (arm.to_owned(), steps(&ends))).collect())
}

fn steps(ends: &Ends) -> Vec<HorizonStep> {
    let mut at_risk: u64 = ends.values().map(|(failed, succeeded)| failed + succeeded).sum();
    let mut not_failed = 1.0;
    let mut steps = Vec::new();
    for (turn, (failed, succeeded)) in ends {
        let found = wilson(*failed, at_risk, CONFIDENCE);
        let hazard = found.estimate.unwrap_or_default();
        not_failed *= 1.0 - hazard;
        steps.push(HorizonStep {
            turn: *turn,
            at_risk,
            failed: *failed,
            succeeded: *succeeded,
            hazard,
            hazard_interval: found
                .interval
                .map_or([0.0, 1.0], |bounds| [bounds.lower, bounds.upper]),
            not_failed,
            success_of_ended: wilson(*succeeded, failed + succeeded, CONFIDENCE).estimate,
        });
        at_risk -= failed + succeeded;
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_succeed_leave_without_having_failed() {
        // Of ten trials two fail and three succeed at the first turn, one of the other five fails
        // at the second.
        let ends = Ends::from([(1, (2, 3)), (2, (1, 4))]);
        let steps = steps(&ends);
        assert_eq!([steps[0].at_risk, steps[1].at_risk], [10, 5]);
        assert!((steps[1].hazard - 0.2).abs() < 1e-12);
        assert!((steps[1].not_failed - 0.8 * 0.8).abs() < 1e-12);
    }
}
