//! Rates and their intervals: the unit is the instance or the family, never the trial.

use eval_findings::{CONFIDENCE, Unit};
use eval_stats::{Tally, rate, wilson};
use eval_trace::Outcome::{Failed, Infra, Success};
use eval_trace::{Outcome, TrialRecord};

use crate::trials::{manifest, mine, of_family, summed_up, trial};

/// How often one instance was tried and how often it passed.
fn tried(instance: u64, passes: u32, n: u32) -> Vec<TrialRecord> {
    let outcome = |epoch| if epoch < passes { Success } else { Failed };
    (0..n).map(|epoch| trial(instance, epoch, outcome(epoch))).collect()
}

fn bounds(rate: &eval_stats::Rate) -> Option<[f64; 2]> {
    rate.interval.map(|interval| [interval.lower, interval.upper])
}

#[test]
fn the_rate_is_the_mean_over_instances_and_not_over_trials() {
    let arm = mine(&[tried(0, 1, 1), tried(1, 0, 3)].concat());
    assert_eq!((arm.success, arm.scored), (1, 4));
    assert_eq!(arm.rate, Some(0.5));
}

#[test]
fn epochs_lost_to_infra_leave_the_instance_its_weight() {
    let mut trials = [tried(0, 4, 4), tried(1, 0, 4)].concat();
    for lost in &mut trials[..3] {
        lost.outcome = Infra;
    }
    let arm = mine(&trials);
    assert_eq!((arm.scored, arm.rate), (5, Some(0.5)));
}

#[test]
fn instances_tried_once_have_wilsons_interval() {
    let arm = mine(&[tried(0, 1, 1), tried(1, 0, 1), tried(2, 1, 1), tried(3, 1, 1)].concat());
    assert_eq!((arm.units, arm.rate), (4, Some(0.75)));
    assert_eq!(arm.interval, bounds(&wilson(3, 4, CONFIDENCE)));
}

#[test]
fn repeats_of_an_instance_are_not_taken_for_instances() {
    let arm = mine(&[tried(0, 9, 9), tried(1, 0, 9), tried(2, 8, 9)].concat());
    let tally = |passes| vec![Tally { passes, n: 9 }];
    assert_eq!(arm.units, 3);
    assert_eq!(arm.interval, bounds(&rate(&[tally(9), tally(0), tally(8)], CONFIDENCE)));

    let [lower, upper] = arm.interval.unwrap();
    let [as_if_lower, as_if_upper] = bounds(&wilson(17, 27, CONFIDENCE)).unwrap();
    assert!(upper - lower > as_if_upper - as_if_lower, "wider than 27 instances would have it");
}

#[test]
fn a_single_instance_has_a_rate_and_no_interval() {
    for n in [1, 2, 20] {
        let arm = mine(&tried(0, 1, n));
        assert_eq!(arm.rate, Some(1.0 / f64::from(n)));
        assert_eq!((arm.units, arm.interval), (1, None));
    }
}

#[test]
fn variants_and_scenarios_with_one_seed_are_several_instances() {
    let mut other_variant = trial(0, 0, Failed);
    "hurried".clone_into(&mut other_variant.key.variant);
    let mut other_scenario = trial(0, 0, Failed);
    "sort".clone_into(&mut other_scenario.key.scenario);
    let arm = mine(&[trial(0, 0, Success), other_variant, other_scenario]);
    assert_eq!((arm.units, arm.rate), (3, Some(1.0 / 3.0)));
}

#[test]
fn all_pass_is_not_certainty() {
    let arm = mine(&[tried(0, 5, 5), tried(1, 5, 5), tried(2, 5, 5)].concat());
    let [lower, upper] = arm.interval.unwrap();
    assert_eq!(arm.rate, Some(1.0));
    assert!(lower < 0.7 && upper > 0.999_999, "[{lower}, {upper}]");
}

// ── families ──────────────────────────────────────────────────────────────

/// Two instances of each family; those of the first one pass.
fn families(names: &[&str]) -> Vec<TrialRecord> {
    let outcome = |index| if index == 0 { Success } else { Failed };
    names
        .iter()
        .enumerate()
        .flat_map(|(index, name)| {
            (0..2).map(move |instance| of_family(name, trial(instance, 0, outcome(index))))
        })
        .collect()
}

#[test]
fn five_families_are_the_unit() {
    let trials = families(&["a", "b", "c", "d", "e"]);
    let summary = summed_up(&manifest(&["mine"]), &trials);
    let arm = &summary.arms[0];
    assert_eq!((summary.unit, arm.units), (Unit::Family, 5));

    let of = |passes| vec![Tally { passes, n: 1 }; 2];
    let expected = rate(&[of(1), of(0), of(0), of(0), of(0)], CONFIDENCE);
    assert_eq!((arm.rate, arm.interval), (Some(0.2), bounds(&expected)));
}

#[test]
fn four_families_are_not() {
    let summary = summed_up(&manifest(&["mine"]), &families(&["a", "b", "c", "d"]));
    let arm = &summary.arms[0];
    assert_eq!((summary.unit, arm.units), (Unit::Instance, 8));
    assert_eq!(arm.interval, bounds(&wilson(2, 8, CONFIDENCE)));
}

/// The family decides what the interval takes as independent, not what an instance weighs.
#[test]
fn a_large_family_weighs_as_much_as_its_instances() {
    let mut trials = families(&["a", "b", "c", "d", "e"]);
    trials.extend((2..10).map(|instance| of_family("a", trial(instance, 0, Success))));
    let arm = mine(&trials);
    assert_eq!((arm.units, arm.rate), (5, Some(10.0 / 18.0)));
}

#[test]
fn families_are_counted_over_all_arms() {
    let in_arm = |arm: &str, mut trials: Vec<TrialRecord>| {
        for trial in &mut trials {
            arm.clone_into(&mut trial.key.arm);
        }
        trials
    };
    let mut trials = in_arm("mine", families(&["a", "b", "c"]));
    trials.extend(in_arm("theirs", families(&["c", "d", "e"])));
    let summary = summed_up(&manifest(&["mine", "theirs"]), &trials);
    assert_eq!(summary.unit, Unit::Family);
    let units: Vec<u64> = summary.arms.iter().map(|arm| arm.units).collect();
    assert_eq!(units, [3, 3]);
}

#[test]
fn a_family_without_a_scored_trial_is_no_unit() {
    let mut trials = families(&["a", "b", "c", "d", "e"]);
    for lost in &mut trials[8..] {
        lost.outcome = Outcome::Infra;
    }
    let arm = mine(&trials);
    assert_eq!((arm.units, arm.dropped_instances, arm.rate), (4, 2, Some(0.25)));
}
