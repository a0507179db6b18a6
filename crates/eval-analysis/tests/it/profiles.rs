//! The arms of a run, looked at from every side.

use std::collections::BTreeMap;
use std::fs;

use eval_analysis::{Prices, ProfileSettings, mean_seconds, profile};
use eval_findings::{ArmProfile, Metric, RunProfile, SliceBy, Stability, Steadiness, Unit};
use eval_store::Run;
use eval_trace::{EventKind, Outcome, TrialRecord};

use crate::arms::assert_near;
use crate::runs::{Played, golden, golden_versions};

fn profiled(played: &Played) -> RunProfile {
    let folder = tempfile::tempdir().unwrap();
    plain(&played.write(&folder.path().join("run")))
}

fn plain(run: &Run) -> RunProfile {
    profile(run, &ProfileSettings::default()).unwrap()
}

/// With the time of trials as well.
fn timed(run: &Run) -> RunProfile {
    profile(run, &ProfileSettings { with_time: true, ..ProfileSettings::default() }).unwrap()
}

/// Three scenarios of two families, all outcomes, four epochs in parts of ten trials.
fn mixed() -> Played {
    Played {
        scenarios: vec![("incident", "sre"), ("checkout", "shop"), ("refund", "shop")],
        instances: 5,
        epochs: 4,
        part_trials: 10,
        outcome: |key| match (key.instance + 2 * u64::from(key.epoch)) % 6 {
            0 if key.arm == "plain" => Outcome::Infra,
            1 => Outcome::Recovered,
            2 => Outcome::Unsafe,
            3 => Outcome::Failed,
            _ => Outcome::Success,
        },
        ..Played::default()
    }
}

fn trials_of(run: &Run) -> BTreeMap<String, Vec<TrialRecord>> {
    let mut by_arm: BTreeMap<String, Vec<TrialRecord>> = BTreeMap::new();
    for trial in run.trials().unwrap() {
        let trial = trial.unwrap();
        by_arm.entry(trial.key.arm.clone()).or_default().push(trial);
    }
    by_arm
}

#[test]
fn outcomes_add_up_to_the_trials_and_are_those_of_the_trials() {
    let folder = tempfile::tempdir().unwrap();
    let run = mixed().write(&folder.path().join("run"));
    let by_arm = trials_of(&run);
    let found = plain(&run);
    assert_eq!(
        found.arms.iter().map(|arm| arm.arm.as_str()).collect::<Vec<_>>(),
        ["plain", "guarded"]
    );
    for arm in &found.arms {
        let trials = &by_arm[&arm.arm];
        let mut outcomes: BTreeMap<String, u64> = BTreeMap::new();
        for trial in trials {
            *outcomes.entry(trial.outcome.name().to_owned()).or_default() += 1;
        }
        assert_eq!(arm.whole.outcomes, outcomes);
        assert_eq!(arm.whole.outcomes.values().sum::<u64>(), arm.whole.trials);
        assert_eq!((arm.whole.trials, arm.whole.instances), (60, 15));
        let infra = outcomes.get("infra").copied().unwrap_or_default();
        assert_eq!(arm.whole.scored, arm.whole.trials - infra);
    }
    // What nothing came of is not listed.
    assert!(!found.arms[1].whole.outcomes.contains_key("infra"));
}

#[test]
fn families_and_strata_hold_all_trials_and_what_holds_of_all_is_no_slice() {
    for arm in profiled(&mixed()).arms {
        let of = |by| arm.slices.iter().filter(move |slice| slice.by == by);
        for by in [SliceBy::Family, SliceBy::Difficulty] {
            assert_eq!(of(by).map(|slice| slice.profile.trials).sum::<u64>(), 60, "{by:?}");
        }
        let names: Vec<(&str, u64)> = of(SliceBy::Family)
            .map(|slice| (slice.name.as_str(), slice.profile.instances))
            .collect();
        assert_eq!(names, [("shop", 10), ("sre", 5)]);
        // All are `short`.
        let tags: Vec<&str> = of(SliceBy::Tag).map(|slice| slice.name.as_str()).collect();
        assert_eq!(tags, ["of shop", "of sre"]);
        for slice in &arm.slices {
            assert_eq!(slice.profile.outcomes.values().sum::<u64>(), slice.profile.trials);
        }
    }
}

#[test]
fn five_families_are_the_unit_of_the_whole() {
    let many = Played {
        scenarios: vec![("s0", "f0"), ("s1", "f1"), ("s2", "f2"), ("s3", "f3"), ("s4", "f4")],
        outcome: |key| if key.scenario == "s0" { Outcome::Failed } else { Outcome::Success },
        ..Played::default()
    };
    assert_eq!((profiled(&many).unit, profiled(&mixed()).unit), (Unit::Family, Unit::Instance));
    // One of five families failed, with all ten of its trials: five units, not fifty.
    let [lower, upper] = profiled(&many).arms[0].whole.interval.unwrap();
    assert!(lower < 0.4 && upper > 0.95, "{lower} to {upper}");
}

/// Three instances of four epochs: one passes always, one never, one in half of its epochs.
fn steady_and_not() -> ArmProfile {
    let played = Played {
        instances: 3,
        epochs: 4,
        outcome: |key| {
            let passed = key.instance == 0 || (key.instance == 1 && key.epoch % 2 == 0);
            if passed { Outcome::Success } else { Outcome::Failed }
        },
        ..Played::default()
    };
    profiled(&played).arms.remove(0)
}

#[test]
fn one_try_is_the_rate_and_more_tries_tell_luck_from_reliability() {
    let tries = steady_and_not().whole.tries;
    assert_eq!(tries.iter().map(|tries| tries.k).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_near(tries[0].at_least_one.unwrap(), 0.5);
    assert_near(tries[0].all.unwrap(), 0.5);
    // Of six pairs of epochs of the third one is two passes and one is two failures.
    assert_near(tries[1].at_least_one.unwrap(), (1.0 + 5.0 / 6.0) / 3.0);
    assert_near(tries[1].all.unwrap(), (1.0 + 1.0 / 6.0) / 3.0);
    assert_near(tries[3].at_least_one.unwrap(), 2.0 / 3.0);
    assert_near(tries[3].all.unwrap(), 1.0 / 3.0);
    for one in &tries {
        assert_eq!((one.instances, one.dropped), (3, 0));
        for [lower, upper] in [one.at_least_one_interval.unwrap(), one.all_interval.unwrap()] {
            assert!(0.0 <= lower && lower < upper && upper <= 1.0);
        }
    }
}

#[test]
fn instances_with_too_few_scored_trials_for_k_tries_are_dropped_and_counted() {
    let played = Played {
        instances: 4,
        epochs: 3,
        outcome: |key| match (key.instance, key.epoch) {
            (0, 0) | (1, _) => Outcome::Infra,
            _ => Outcome::Success,
        },
        ..Played::default()
    };
    let tries = profiled(&played).arms.remove(0).whole.tries;
    let counts: Vec<(u64, u64, u64)> =
        tries.iter().map(|tries| (tries.k, tries.instances, tries.dropped)).collect();
    assert_eq!(counts, [(1, 3, 0), (2, 3, 0), (3, 2, 1)]);
}

#[test]
fn an_instance_is_steady_flaky_or_tried_too_rarely() {
    let expected = Stability { stable_pass: 1, flaky: 1, stable_fail: 1, too_few: 0 };
    assert_eq!(steady_and_not().whole.stability, expected);
    let rarely = profiled(&Played { instances: 3, epochs: 2, ..Played::default() });
    assert_eq!(rarely.arms[0].whole.stability, Stability { too_few: 3, ..Stability::default() });
}

#[test]
fn the_horizon_holds_every_scored_trial_once() {
    let folder = tempfile::tempdir().unwrap();
    let run = mixed().write(&folder.path().join("run"));
    let by_arm = trials_of(&run);
    for arm in plain(&run).arms {
        let ended: u64 = arm.horizon.iter().map(|step| step.failed + step.succeeded).sum();
        assert_eq!(ended, arm.whole.scored);
        assert_eq!(arm.horizon[0].at_risk, arm.whole.scored);
        let mut not_failed = 1.0;
        for (at, step) in arm.horizon.iter().enumerate() {
            let ended = |is_success: bool| {
                let ended = by_arm[&arm.arm].iter().filter(|trial| {
                    let is_scored = trial.outcome != Outcome::Infra;
                    is_scored
                        && trial.turns == step.turn
                        && trial.outcome.is_success() == is_success
                });
                ended.count() as u64
            };
            assert_eq!((step.succeeded, step.failed), (ended(true), ended(false)));
            let left = step.at_risk - step.failed - step.succeeded;
            assert_eq!(arm.horizon.get(at + 1).map_or(0, |next| next.at_risk), left);
            let [lower, upper] = step.hazard_interval;
            assert!(lower <= step.hazard && step.hazard <= upper);
            not_failed *= 1.0 - step.hazard;
            assert_near(step.not_failed, not_failed);
        }
    }
}

#[test]
fn what_trials_take_is_told_over_scored_ones() {
    let folder = tempfile::tempdir().unwrap();
    let run = mixed().write(&folder.path().join("run"));
    let by_arm = trials_of(&run);
    for arm in plain(&run).arms {
        let metrics: Vec<Metric> = arm.takes.iter().map(|takes| takes.metric).collect();
        assert_eq!(metrics, [Metric::Tokens, Metric::Latency, Metric::Turns, Metric::ToolCalls]);
        for takes in &arm.takes {
            let of = |trial: &TrialRecord| match takes.metric {
                Metric::Tokens => trial.input_tokens + trial.output_tokens,
                Metric::Latency => trial.virtual_ms,
                Metric::Turns => trial.turns.into(),
                Metric::ToolCalls => trial.tool_calls.into(),
                Metric::Cost => unreachable!("there are no prices"),
            };
            let scored = by_arm[&arm.arm].iter().filter(|trial| trial.outcome != Outcome::Infra);
            let mut values: Vec<f64> =
                scored.map(|trial| f64::from(u32::try_from(of(trial)).unwrap())).collect();
            values.sort_by(f64::total_cmp);
            let n = values.len();
            assert_near(
                takes.mean,
                values.iter().sum::<f64>() / f64::from(u32::try_from(n).unwrap()),
            );
            for (found, hundredths) in [(takes.p50, 50), (takes.p90, 90), (takes.p95, 95)] {
                assert_near(found, quantile(&values, hundredths));
            }
            assert_near(takes.max, values[n - 1]);
        }
    }
}

/// The quantile that lies between its neighbours (type 7).
fn quantile(sorted: &[f64], hundredths: usize) -> f64 {
    let (whole, part) =
        ((sorted.len() - 1) * hundredths / 100, (sorted.len() - 1) * hundredths % 100);
    let next = sorted[(whole + 1).min(sorted.len() - 1)];
    sorted[whole] + (next - sorted[whole]) * f64::from(u32::try_from(part).unwrap()) / 100.0
}

#[test]
fn the_time_of_a_golden_run_is_split_without_a_rest() {
    for version in golden_versions() {
        let run = golden(version);
        let by_arm = trials_of(&run);
        let found = timed(&run);
        for arm in &found.arms {
            let time = arm.time.as_ref().unwrap();
            let trials = &by_arm[&arm.arm];
            let n = f64::from(u32::try_from(trials.len()).unwrap());
            assert_eq!(time.trials, trials.len() as u64);
            let whole: u64 = trials.iter().map(|trial| trial.virtual_ms).sum();
            let parts = [time.model_ms, time.tool_ms, time.human_ms, time.harness_ms];
            assert_near(parts.iter().sum(), f64::from(u32::try_from(whole).unwrap()) / n);
            assert!(parts.iter().all(|part| *part >= 0.0), "{parts:?}");

            // Each event takes the time since the one before it.
            let mut by_hand = [0_u64; 3];
            for trial in trials {
                let events = run.trace(trial.id).unwrap();
                for pair in events.windows(2) {
                    let since = pair[1].at - pair[0].at;
                    match pair[1].kind {
                        EventKind::ModelAnswered { .. } => by_hand[0] += since,
                        EventKind::ToolReturned { .. } => by_hand[1] += since,
                        EventKind::HumanAnswered { .. } => by_hand[2] += since,
                        _ => {}
                    }
                }
            }
            for (found, expected) in parts.iter().zip(by_hand) {
                assert_near(*found, f64::from(u32::try_from(expected).unwrap()) / n);
            }
        }
        assert!(found.arms.iter().any(|arm| arm.time.as_ref().unwrap().model_ms > 0.0));
    }
}

#[test]
fn time_is_told_only_where_it_is_asked_for() {
    assert!(plain(&golden(2)).arms.iter().all(|arm| arm.time.is_none()));
}

#[test]
fn a_run_without_trials_has_empty_profiles() {
    let folder = tempfile::tempdir().unwrap();
    let run = Played::default().write_some(&folder.path().join("run"), |_| Vec::new());
    for found in [plain(&run), timed(&run)] {
        assert_eq!(found.arms.len(), 2);
        let arm = &found.arms[0];
        assert_eq!((arm.whole.trials, arm.whole.rate, arm.whole.interval), (0, None, None));
        assert!(arm.whole.tries.is_empty() && arm.horizon.is_empty() && arm.takes.is_empty());
    }
}

#[test]
fn instances_are_told_one_by_one_only_where_they_are_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let run = mixed().write(&folder.path().join("run"));
    assert!(plain(&run).arms.iter().all(|arm| arm.instances.is_empty()));
    let settings = ProfileSettings { with_instances: true, ..ProfileSettings::default() };
    for arm in profile(&run, &settings).unwrap().arms {
        assert_eq!(arm.instances.len(), 15);
        assert_eq!(arm.instances[0].instance, "checkout.base#0");
        assert_eq!(arm.instances[0].family, "shop");
        assert_eq!(arm.instances.iter().map(|one| one.scored).sum::<u64>(), arm.whole.scored);
        let of = |is| arm.instances.iter().filter(|one| one.steadiness == is).count() as u64;
        let found = Stability {
            stable_pass: of(Steadiness::StablePass),
            flaky: of(Steadiness::Flaky),
            stable_fail: of(Steadiness::StableFail),
            too_few: of(Steadiness::TooFew),
        };
        assert_eq!(found, arm.whole.stability);
    }
}

#[test]
fn what_trials_cost_is_told_where_their_model_has_a_price() {
    let folder = tempfile::tempdir().unwrap();
    let run =
        Played { instances: 1, epochs: 2, ..Played::default() }.write(&folder.path().join("run"));
    let file = folder.path().join("prices.toml");
    fs::write(&file, "[model.flaky]\ninput = 2\noutput = 10\n").unwrap();
    let prices = Prices::load(&file).unwrap();
    let arm = profile(&run, &ProfileSettings { prices, ..ProfileSettings::default() })
        .unwrap()
        .arms
        .remove(0);
    // 1,000 and 1,001 tokens read, 100 and 101 written.
    assert_eq!(arm.takes[0].metric, Metric::Cost);
    assert_near(arm.takes[0].mean * 1e6, f64::midpoint(3_000.0, 3_012.0));
    assert_near(arm.takes[0].max * 1e6, 3_012.0);
    assert_near(arm.whole.cost.unwrap() * 1e6, 3_006.0);
    assert_near(arm.whole.tokens.unwrap(), 1_101.0);
    assert_near(arm.whole.latency_ms.unwrap(), 2_050.0);

    let without = plain(&run).arms.remove(0);
    assert_eq!((without.whole.cost, without.takes[0].metric), (None, Metric::Tokens));
}

#[test]
fn the_wall_time_of_a_trial_is_the_mean_over_all() {
    let folder = tempfile::tempdir().unwrap();
    let run = Played::default().write(&folder.path().join("run"));
    assert_near(mean_seconds(&run).unwrap().unwrap(), 80e-6);
    let empty = Played::default().write_some(&folder.path().join("empty"), |_| Vec::new());
    assert_eq!(mean_seconds(&empty).unwrap(), None);
}
