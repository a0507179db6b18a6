//! How far an arm differs from itself.

use eval_analysis::{NoiseError, noise};
use eval_findings::NoiseFloor;
use eval_store::Run;
use eval_trace::{Outcome, TrialKey};

use crate::arms::assert_near;
use crate::runs::Played;

/// The noise of one arm, whose trials end as told.
fn measured(played: &Played) -> Result<NoiseFloor, NoiseError> {
    let folder = tempfile::tempdir().unwrap();
    let run: Run = played.write(&folder.path().join("run"));
    noise(&run, "plain")
}

fn passed_if(passed: bool) -> Outcome {
    if passed { Outcome::Success } else { Outcome::Failed }
}

/// Ten instances in four epochs: one never passes, one once, and so on round.
fn mixed() -> Played {
    Played {
        instances: 10,
        epochs: 4,
        outcome: |key| passed_if(u64::from((key.epoch + 1) % 4) < key.instance % 5),
        ..Played::default()
    }
}

#[test]
fn the_halves_share_no_epoch() {
    // Nothing passes in the first two epochs, everything in the last two.
    let found = measured(&Played { outcome: |key| passed_if(key.epoch >= 2), ..mixed() }).unwrap();
    assert_eq!((found.epochs, found.instances, found.units), ([2, 2], 10, 10));
    assert_near(found.difference, 1.0);
    assert_near(found.rate, 0.5);
    assert_eq!(found.flips, [0, 10]);
}

#[test]
fn of_an_odd_number_of_epochs_the_later_half_has_one_more() {
    let found =
        measured(&Played { epochs: 5, outcome: |key| passed_if(key.epoch >= 2), ..mixed() })
            .unwrap();
    assert_eq!(found.epochs, [2, 3]);
    assert_near(found.difference, 1.0);
}

#[test]
fn the_noise_of_a_single_trial_is_what_two_trials_of_an_instance_disagree_by() {
    let found = measured(&mixed()).unwrap();
    // An instance with c passes of four: c/4 less c(c-1)/12. For c = 0, 1, 2, 3, 4 in turn.
    let spread = |c: f64| c / 4.0 - c * (c - 1.0) / 12.0;
    let within = [0.0, 1.0, 2.0, 3.0, 4.0].map(spread).iter().sum::<f64>() / 5.0;
    assert_near(found.within, within);
    assert_near(found.rate, 0.5);
    // Two means of two trials each, over ten instances.
    assert_near(found.floor, 1.959_963_984_540_054 * (within / 10.0).sqrt());
    assert_near(found.design_effect, 1.0);
}

#[test]
fn the_difference_of_the_halves_is_told_with_an_interval_around_it() {
    let found = measured(&mixed()).unwrap();
    // Epochs count as 1, 2, 3, 0: one pass is in the last, two are in the first and the last.
    let halves: Vec<f64> = (0..5)
        .map(|c| {
            let passed = |epoch: u32| f64::from(u8::from((epoch + 1) % 4 < c));
            (passed(2) + passed(3) - passed(0) - passed(1)) / 2.0
        })
        .collect();
    let difference = halves.iter().sum::<f64>() / 5.0;
    assert_near(found.difference, difference);
    let squares: f64 = 2.0 * halves.iter().map(|half| (half - difference).powi(2)).sum::<f64>();
    assert_near(found.variance, squares / 9.0);
    let [lower, upper] = found.interval.unwrap();
    assert!(lower < difference && difference < upper);
}

#[test]
fn an_arm_that_never_varies_has_no_noise_and_yet_no_certainty() {
    let found = measured(&Played { outcome: |_| Outcome::Success, ..mixed() }).unwrap();
    assert_eq!((found.within, found.floor, found.difference), (0.0, 0.0, 0.0));
    let [lower, upper] = found.interval.unwrap();
    assert!(lower < -0.05 && upper > 0.05);
    assert!(found.naive.iter().all(|gate| gate.blocks == 0.0));
}

#[test]
fn gates_that_look_at_bare_numbers_block_though_nothing_changed() {
    let found = measured(&mixed()).unwrap();
    let blocks: Vec<f64> = found.naive.iter().map(|gate| gate.blocks).collect();
    assert_eq!(found.naive[0].rule, "success fell by 3 points or more");
    assert!(0.5 > blocks[0] && blocks[0] > blocks[1] && blocks[1] > 0.1, "{blocks:?}");
    // Two instances each at 1/4, 1/2 and 3/4: passed twice, then failed twice.
    let breaks = [0.25, 0.5, 0.75].map(|p: f64| (p * (1.0 - p)).powi(2));
    let none: f64 = breaks.iter().map(|p| (1.0 - p).powi(2)).product();
    assert_near(blocks[2], 1.0 - none);
}

#[test]
fn related_instances_that_differ_alike_grow_the_floor() {
    let families = |outcome: fn(&TrialKey) -> Outcome| Played {
        scenarios: vec![
            ("s0", "f0"),
            ("s1", "f1"),
            ("s2", "f2"),
            ("s3", "f3"),
            ("s4", "f4"),
            ("s5", "f5"),
        ],
        instances: 4,
        epochs: 4,
        outcome,
        ..Played::default()
    };
    // Half of the families pass early, the others late.
    let alike = families(|key| passed_if((key.epoch < 2) == (key.scenario.as_str() < "s3")));
    let found = measured(&alike).unwrap();
    assert_eq!((found.units, found.instances), (6, 24));
    assert!(found.design_effect > 3.0, "{}", found.design_effect);
    assert_near(
        found.floor,
        1.959_963_984_540_054 * (found.within * found.design_effect / 24.0).sqrt(),
    );
    // Instances that each do as they like have no such effect.
    let unlike = families(|key| passed_if(u64::from(key.epoch) == key.instance));
    assert_near(measured(&unlike).unwrap().design_effect, 1.0);
}

#[test]
fn trials_lost_to_infra_count_in_neither_half() {
    let found = measured(&Played {
        outcome: |key| match key.epoch {
            1 => Outcome::Infra,
            epoch => passed_if(epoch >= 2),
        },
        ..mixed()
    })
    .unwrap();
    assert_near(found.difference, 1.0);
    assert_near(found.rate, 2.0 / 3.0);
}

#[test]
fn where_it_was_measured_is_told() {
    let found = measured(&mixed()).unwrap();
    assert_eq!(
        [&found.arm, &found.suite, &found.created],
        ["plain", "triage", "2026-11-20T22:05:00Z"]
    );
    assert_eq!(found.run_id, "2026-11-20T22:05:00Z-0a1b2c3d");
}

#[test]
fn one_epoch_shows_no_noise() {
    let error = measured(&Played { epochs: 1, ..mixed() }).unwrap_err();
    assert!(matches!(error, NoiseError::NotRepeated { epochs: 1, .. }));
    let said = error.to_string();
    assert!(
        said.starts_with("the arm `plain` of ") && said.ends_with("run it with --epochs 2 or more"),
        "{said}"
    );
}

#[test]
fn an_arm_that_is_not_there_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let run = mixed().write(&folder.path().join("run"));
    let error = noise(&run, "nobody").unwrap_err();
    assert!(matches!(&error, NoiseError::NoArm { .. }));
    assert!(error.to_string().ends_with("has no arm `nobody`"), "{error}");
}

#[test]
fn one_instance_is_too_few() {
    let error = measured(&Played { instances: 1, ..mixed() }).unwrap_err();
    assert!(matches!(error, NoiseError::TooFew { instances: 1, .. }), "{error}");
}
