//! What a measurement of some size could see, before it is made.

use eval_analysis::{Question, assumed_noise, noise_of_floor, noise_of_pilot, size_plan};
use eval_findings::{FINDINGS_VERSION, NoiseFloor, PerTrial, PlannedNoise, SizePlan, Sized};
use proptest::prelude::*;

use crate::arms::{arm_of, assert_near, fewer_cases};

fn question() -> Question {
    Question {
        suite: "triage".to_owned(),
        instances: 40,
        units: 40,
        epochs: 3,
        drop: 0.2,
        margin: 0.1,
        power: 0.8,
        alpha: 0.05,
        per_trial: None,
    }
}

fn noise(rate: f64) -> PlannedNoise {
    assumed_noise(rate)
}

/// What is said of that many epochs.
fn at_epochs(question: &Question, noise: &PlannedNoise, epochs: u32) -> Sized {
    let plan = size_plan(&Question { epochs, ..question.clone() }, noise.clone());
    plan.by_epochs.into_iter().find(|sized| sized.epochs == epochs).unwrap()
}

fn at_instances(question: &Question, noise: &PlannedNoise, instances: u64) -> Sized {
    let share = |n: u64| n * question.units / question.instances;
    let asked = Question { instances, units: share(instances), ..question.clone() };
    let plan = size_plan(&asked, noise.clone());
    plan.by_instances.into_iter().find(|sized| sized.instances == instances).unwrap()
}

#[test]
fn the_plan_tells_the_usual_sizes_and_the_one_there_is() {
    let plan = size_plan(&Question { instances: 77, epochs: 4, ..question() }, noise(0.8));
    let epochs: Vec<u32> = plan.by_epochs.iter().map(|sized| sized.epochs).collect();
    assert_eq!(epochs, [1, 2, 3, 4, 5, 10]);
    assert!(plan.by_epochs.iter().all(|sized| sized.instances == 77));
    let instances: Vec<u64> = plan.by_instances.iter().map(|sized| sized.instances).collect();
    assert_eq!(instances, [20, 50, 77, 100, 200, 500]);
    assert!(plan.by_instances.iter().all(|sized| sized.epochs == 4));
    assert_eq!(plan.by_epochs[3].trials, 2 * 77 * 4);
    assert_eq!((plan.schema_version, plan.drop, plan.margin), (FINDINGS_VERSION, 0.2, 0.1));
}

#[test]
fn the_fewest_epochs_reach_the_power_and_one_less_does_not() {
    for (rate, drop, instances) in [(0.8, 0.2, 24), (0.7, 0.15, 40)] {
        let noise = PlannedNoise { between: 0.0, ..noise(rate) };
        let question = Question { drop, instances, units: instances, ..question() };
        let plan = size_plan(&question, noise.clone());
        let (drop, pass) = (plan.epochs_for_drop.unwrap(), plan.epochs_for_pass.unwrap());
        assert!(drop > 1 && at_epochs(&question, &noise, drop).blocks_drop.unwrap() >= 0.8);
        assert!(at_epochs(&question, &noise, drop - 1).blocks_drop.unwrap() < 0.8);
        assert!(pass > 1 && at_epochs(&question, &noise, pass).passes_unchanged.unwrap() >= 0.8);
        assert!(at_epochs(&question, &noise, pass - 1).passes_unchanged.unwrap() < 0.8);
    }
}

#[test]
fn the_fewest_instances_reach_the_power_and_one_less_does_not() {
    let (question, noise) = (question(), noise(0.8));
    let plan = size_plan(&question, noise.clone());
    let (drop, pass) = (plan.instances_for_drop.unwrap(), plan.instances_for_pass.unwrap());
    assert!(at_instances(&question, &noise, drop).blocks_drop.unwrap() >= 0.8);
    assert!(at_instances(&question, &noise, drop - 1).blocks_drop.unwrap() < 0.8);
    assert!(at_instances(&question, &noise, pass).passes_unchanged.unwrap() >= 0.8);
    assert!(at_instances(&question, &noise, pass - 1).passes_unchanged.unwrap() < 0.8);
}

#[test]
fn the_rules_of_thumb_for_the_usual_noise_hold() {
    // A rate of .7: to pass within ten points with 80 %, about 150, 60, 45 and 35 instances with
    // one, three, five and ten epochs.
    for (epochs, about) in [(1, 150.0), (3, 60.0), (5, 45.0), (10, 35.0)] {
        let plan = size_plan(&Question { epochs, ..question() }, noise(0.7));
        let found = f64::from(u32::try_from(plan.instances_for_pass.unwrap()).unwrap());
        assert!((0.8..1.35).contains(&(found / about)), "{epochs} epochs: {found}, not {about}");
    }
}

#[test]
fn noise_that_no_repeating_removes_may_be_more_than_any_number_of_epochs_overcomes() {
    let noise = PlannedNoise { between: 0.5, ..noise(0.8) };
    let plan = size_plan(&question(), noise);
    assert_eq!((plan.epochs_for_drop, plan.epochs_for_pass), (None, None));
    assert!(plan.instances_for_drop.unwrap() > 40);
}

#[test]
fn of_fewer_than_five_units_the_gate_says_nothing() {
    for (instances, units) in [(4, 4), (40, 4)] {
        let plan = size_plan(&Question { instances, units, ..question() }, noise(0.8));
        let sized = &plan.by_epochs[0];
        assert_eq!(
            (sized.smallest_seen, sized.blocks_drop, sized.passes_unchanged),
            (None, None, None)
        );
        assert_eq!((plan.epochs_for_drop, plan.epochs_for_pass), (None, None));
    }
    // Five are enough, of however many instances: 77 times 5/77 is a little less than 5.
    for (instances, units) in [(5, 5), (77, 5)] {
        let plan = size_plan(&Question { instances, units, ..question() }, noise(0.8));
        assert!(plan.by_epochs.iter().all(|sized| sized.blocks_drop.is_some()));
    }
}

#[test]
fn families_are_fewer_units_than_instances_and_see_less() {
    let noise = PlannedNoise { design_effect: 2.0, ..noise(0.8) };
    let of_families = Question { units: 8, ..question() };
    let (alone, related) = (at_epochs(&question(), &noise, 3), at_epochs(&of_families, &noise, 3));
    assert!(related.smallest_seen > alone.smallest_seen);
    assert!(related.blocks_drop < alone.blocks_drop);
    let plan = size_plan(&of_families, noise);
    assert!(
        plan.warnings.contains(&"8 independent units: below 20 a pass is provisional".to_owned())
    );
}

#[test]
fn what_it_takes_is_the_trials_times_what_one_takes() {
    let one = PerTrial { tokens: 1_000.0, cost: Some(0.01), seconds: None };
    let plan = size_plan(&Question { per_trial: Some(one), ..question() }, noise(0.8));
    let sized = at_epochs(&Question { per_trial: Some(one), ..question() }, &plan.noise, 3);
    assert_eq!(sized.trials, 240);
    assert_near(sized.tokens.unwrap(), 240_000.0);
    assert_near(sized.cost.unwrap(), 2.4);
    assert_eq!(sized.seconds, None);
    assert_eq!(at_epochs(&question(), &plan.noise, 3).tokens, None);
}

#[test]
fn noise_that_was_not_measured_says_so() {
    let noise = assumed_noise(0.7);
    assert_eq!(noise.from, "assumed: a success rate of 70 %, nothing measured");
    // A rate of .7, half of whose variance is within, and instances alike by .9 between the arms.
    assert_near(noise.within, 0.105);
    assert_near(noise.between, 0.021);
}

#[test]
fn noise_of_an_arm_against_itself_knows_nothing_of_changes_and_says_so() {
    let floor = NoiseFloor {
        schema_version: FINDINGS_VERSION,
        suite: "triage".to_owned(),
        instances_hash: String::new(),
        arm: "plain".to_owned(),
        harness_hash: String::new(),
        model_hash: String::new(),
        run_id: String::new(),
        created: "2026-11-20T22:05:00Z".to_owned(),
        epochs: [2, 2],
        instances: 40,
        units: 40,
        rate: 0.8,
        within: 0.12,
        variance: 0.1,
        design_effect: 1.5,
        difference: 0.0,
        interval: None,
        floor: 0.1,
        flips: [0, 0],
        naive: Vec::new(),
    };
    let noise = noise_of_floor(&floor);
    assert_eq!(noise.from, "the stored noise of `plain`, measured 2026-11-20T22:05:00Z");
    assert_eq!(
        (noise.rate, noise.within, noise.between, noise.design_effect),
        (0.8, 0.12, 0.0, 1.5)
    );
    let plan: SizePlan = size_plan(&question(), noise);
    assert!(plan.warnings[0].starts_with("one arm against itself"), "{:?}", plan.warnings);
    assert_eq!(size_plan(&question(), assumed_noise(0.8)).warnings, [""; 0]);
}

#[test]
fn a_pilot_of_one_arm_tells_the_noise_within_and_of_two_what_lies_between() {
    let a = arm_of("a", 20, |i| (u32::try_from(i % 4).unwrap(), 3));
    let alone = noise_of_pilot(&a, None).unwrap();
    // None, one, two and three of three passed: two trials disagree in none, a third, a third, none.
    assert_near(alone.within, 2.0 * (1.0 / 3.0) / 4.0);
    assert_near(alone.rate, 0.5);
    assert_eq!((alone.between, alone.design_effect), (0.0, 1.0));

    // Arms that agree everywhere but in one half of the instances, in which B gains all.
    let a = arm_of("a", 20, |_| (0, 3));
    let b = arm_of("b", 20, |i| (if i < 10 { 3 } else { 0 }, 3));
    let both = noise_of_pilot(&a, Some(&b)).unwrap();
    assert_near(both.within, 0.0);
    assert_near(both.between, 5.0 / 19.0);
    assert_eq!(both.from, "the pilot runs/latest, `b` against `a`");
}

#[test]
fn a_pilot_without_repeats_tells_nothing() {
    let (a, b) = (arm_of("a", 20, |_| (1, 1)), arm_of("b", 20, |_| (1, 1)));
    assert_eq!(noise_of_pilot(&a, None), None);
    assert_eq!(noise_of_pilot(&a, Some(&b)), None);
}

/// Noise of any suite, and a question of any size.
fn any_noise() -> impl Strategy<Value = PlannedNoise> {
    (0.05..0.95_f64, 0.02..1.0_f64, 0.0..0.1_f64, 1.0..3.0_f64).prop_map(
        |(rate, share, between, design_effect)| PlannedNoise {
            within: rate * (1.0 - rate) * share,
            between,
            design_effect,
            ..assumed_noise(rate)
        },
    )
}

proptest! {
    #![proptest_config(fewer_cases(50))]

    #[test]
    fn more_epochs_never_see_less(noise in any_noise(), instances in 5..200_u64, drop in 0.12..0.4_f64) {
        let question = Question { instances, units: instances, drop, ..question() };
        let plan = size_plan(&question, noise);
        for pair in plan.by_epochs.windows(2) {
            let (fewer, more) = (&pair[0], &pair[1]);
            prop_assert!(more.smallest_seen.unwrap() <= fewer.smallest_seen.unwrap() * (1.0 + 1e-6));
            prop_assert!(more.blocks_drop.unwrap() >= fewer.blocks_drop.unwrap() - 1e-6);
            prop_assert!(more.passes_unchanged.unwrap() >= fewer.passes_unchanged.unwrap() - 1e-6);
        }
        for pair in plan.by_instances.windows(2) {
            let (fewer, more) = (&pair[0], &pair[1]);
            prop_assert!(more.smallest_seen.unwrap() <= fewer.smallest_seen.unwrap() * (1.0 + 1e-6));
        }
    }

    #[test]
    fn a_larger_drop_is_blocked_more_often(noise in any_noise(), instances in 5..200_u64, drop in 0.01..0.3_f64) {
        let of = |drop| {
            let question = Question { instances, units: instances, drop, ..question() };
            at_epochs(&question, &noise, 3).blocks_drop.unwrap()
        };
        prop_assert!(of(drop + 0.05) >= of(drop) - 1e-9, "{} and {}", of(drop), of(drop + 0.05));
    }

    #[test]
    fn chances_are_chances(noise in any_noise(), instances in 1..300_u64, drop in 0.01..0.5_f64) {
        let question = Question { instances, units: instances, drop, ..question() };
        for sized in size_plan(&question, noise).by_epochs {
            for chance in [sized.blocks_drop, sized.passes_unchanged].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&chance));
            }
            prop_assert_eq!(sized.blocks_drop.is_some(), instances >= 5);
        }
    }
}
