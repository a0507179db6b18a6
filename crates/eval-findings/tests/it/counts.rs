//! What is counted of an arm and of a run.

use eval_findings::Unit;
use eval_trace::Outcome::{Failed, Infra, Recovered, Success, Unsafe};
use eval_trace::{Recoverability, RunStatus, StopReason, TrialRecord};

use crate::trials::{manifest, mine, model, summed_up, trial};

#[test]
fn recovered_counts_as_success() {
    let trials = [trial(0, 0, Success), trial(1, 0, Recovered), trial(2, 0, Failed)];
    let arm = mine(&trials);
    assert_eq!((arm.success, arm.scored), (2, 3));
    assert_eq!(arm.outcomes["recovered"], 1);
    assert_eq!(arm.rate, Some(2.0 / 3.0));
}

#[test]
fn unsafe_counts_as_failure() {
    let arm = mine(&[trial(0, 0, Success), trial(1, 0, Unsafe)]);
    assert_eq!((arm.success, arm.scored, arm.rate), (1, 2, Some(0.5)));
}

#[test]
fn infra_is_counted_and_stands_in_nothing_else() {
    let alone = mine(&[trial(0, 0, Success), trial(1, 0, Failed)]);
    let lost = |instance, epoch| TrialRecord {
        turns: 99,
        tool_calls: 99,
        verified: Some(true),
        ..trial(instance, epoch, Infra)
    };
    let arm =
        mine(&[trial(0, 0, Success), trial(1, 0, Failed), lost(0, 1), lost(1, 1), lost(2, 0)]);
    assert_eq!((arm.trials, arm.scored, arm.infra), (5, 2, 3));
    assert_eq!((arm.outcomes["infra"], arm.stops["infra"]), (3, 3));
    assert_eq!((arm.units, arm.dropped_instances), (2, 1));
    assert_eq!((arm.rate, arm.interval), (alone.rate, alone.interval));
    assert_eq!((arm.mean_turns, arm.mean_tool_calls), (Some(4.0), Some(3.0)));
    assert_eq!((arm.verified, arm.verifiable), (0, 0));
}

#[test]
fn every_trial_is_lost_to_infra() {
    let arm = mine(&[trial(0, 0, Infra), trial(0, 1, Infra), trial(1, 0, Infra)]);
    assert_eq!((arm.trials, arm.scored, arm.infra, arm.success), (3, 0, 3, 0));
    assert_eq!((arm.rate, arm.interval), (None, None));
    assert_eq!((arm.units, arm.dropped_instances), (0, 2));
    assert_eq!((arm.mean_turns, arm.mean_tool_calls), (None, None));
}

#[test]
fn an_arm_without_trials_shows_all_the_same() {
    let manifest = manifest(&["theirs", "mine"]);
    let summary = summed_up(&manifest, &[trial(0, 0, Success)]);
    let names: Vec<&str> = summary.arms.iter().map(|arm| arm.name.as_str()).collect();
    assert_eq!(names, ["theirs", "mine"]);
    let empty = &summary.arms[0];
    assert_eq!((empty.trials, empty.scored, empty.infra, empty.success), (0, 0, 0, 0));
    assert_eq!((empty.rate, empty.interval, empty.dropped_instances), (None, None, 0));
    assert!(empty.outcomes.is_empty() && empty.stops.is_empty());
}

#[test]
fn arms_stand_in_the_order_of_the_suite() {
    let summary = summed_up(&manifest(&["zebra", "mine", "ant"]), &[]);
    let names: Vec<&str> = summary.arms.iter().map(|arm| arm.name.as_str()).collect();
    assert_eq!(names, ["zebra", "mine", "ant"]);
}

#[test]
fn verified_is_not_solved() {
    let verified =
        |instance, outcome, verified| TrialRecord { verified, ..trial(instance, 0, outcome) };
    let arm = mine(&[
        verified(0, Success, Some(true)),
        verified(1, Failed, Some(true)),
        verified(2, Failed, Some(false)),
        verified(3, Success, None),
    ]);
    assert_eq!((arm.verified, arm.verifiable, arm.success), (2, 3, 2));
}

#[test]
fn what_could_still_be_saved() {
    let ended =
        |instance, recoverability| TrialRecord { recoverability, ..trial(instance, 0, Failed) };
    let arm = mine(&[
        ended(0, Recoverability::Yes),
        ended(1, Recoverability::No),
        ended(2, Recoverability::Unknown),
    ]);
    assert_eq!(arm.recoverable, 1);
}

#[test]
fn sums_and_means_over_trials() {
    let some = TrialRecord {
        stop: StopReason::CallBudget,
        turns: 6,
        tool_calls: 12,
        refusals: 2,
        errors: 1,
        input_tokens: 1000,
        output_tokens: 50,
        ..trial(0, 1, Failed)
    };
    let arm = mine(&[trial(0, 0, Success), some]);
    assert_eq!((arm.mean_turns, arm.mean_tool_calls), (Some(5.0), Some(7.5)));
    assert_eq!((arm.refusals, arm.errors), (2, 1));
    assert_eq!((arm.input_tokens, arm.output_tokens), (1100, 60));
    assert_eq!((arm.stops["answered"], arm.stops["call_budget"]), (1, 1));
}

// ── the run ───────────────────────────────────────────────────────────────

#[test]
fn a_run_without_trials() {
    let summary = summed_up(&manifest(&["mine"]), &[]);
    assert_eq!((summary.finished, summary.infra_share), (0, None));
    assert_eq!(summary.unit, Unit::Instance);
    assert!(!summary.is_invalid());
}

#[test]
fn too_much_infra_makes_a_run_invalid() {
    let of = |infra: u64| {
        let trials: Vec<TrialRecord> =
            (0..4).map(|n| trial(n, 0, if n < infra { Infra } else { Success })).collect();
        summed_up(&manifest(&["mine"]), &trials)
    };
    assert_eq!((of(1).infra_share, of(1).max_infra), (Some(0.25), 0.25));
    assert!(!of(1).is_invalid(), "at the limit");
    assert!(of(2).is_invalid(), "past it");
}

#[test]
fn infra_is_shared_out_over_all_arms() {
    let theirs = |instance| {
        let mut trial = trial(instance, 0, Success);
        "theirs".clone_into(&mut trial.key.arm);
        trial
    };
    let trials = [trial(0, 0, Infra), trial(1, 0, Success), theirs(0), theirs(1)];
    let summary = summed_up(&manifest(&["mine", "theirs"]), &trials);
    assert_eq!((summary.finished, summary.infra_share), (4, Some(0.25)));
}

#[test]
fn finished_are_the_trials_that_were_added() {
    let manifest = eval_trace::Manifest {
        status: RunStatus::Incomplete,
        planned: 100,
        finished: 50,
        ..manifest(&["mine"])
    };
    let summary = summed_up(&manifest, &[trial(0, 0, Success)]);
    assert_eq!((summary.planned, summary.finished), (100, 1));
    assert_eq!(summary.status, RunStatus::Incomplete);
}

#[test]
fn one_real_model_makes_a_run_real() {
    let mut manifest = manifest(&["mine"]);
    assert!(summed_up(&manifest, &[]).simulated);
    manifest.models.push(model("real", false));
    assert!(!summed_up(&manifest, &[]).simulated);
}
