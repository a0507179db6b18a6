//! What the candidate takes, by what factor.

use std::fs;

use eval_analysis::{Cell, CompareSettings, Measured, Prices, compare};
use eval_findings::{Metric, Ratio};

use crate::arms::{arm, assert_near, cell};

/// So many instances with two trials each, one of them passed, and tokens as told.
fn arm_taking(name: &str, instances: u64, tokens: impl Fn(u64) -> f64) -> Measured {
    let cell = |instance| Cell { input_tokens: tokens(instance), output_tokens: 0.0, ..cell(1, 2) };
    (0..instances).fold(arm(name), |arm, i| arm.cell("incident", i, cell(i))).done()
}

fn ratios(a: &Measured, b: &Measured) -> Vec<Ratio> {
    compare(a, b, &CompareSettings::default()).unwrap().ratios
}

fn tokens(a: &Measured, b: &Measured) -> Ratio {
    ratios(a, b).into_iter().find(|ratio| ratio.metric == Metric::Tokens).unwrap()
}

#[test]
fn equal_arms_take_once_as_much_of_everything() {
    let found = ratios(&arm_taking("a", 10, |_| 500.0), &arm_taking("b", 10, |_| 500.0));
    let metrics: Vec<Metric> = found.iter().map(|ratio| ratio.metric).collect();
    assert_eq!(metrics, [Metric::Tokens, Metric::Latency, Metric::Turns, Metric::ToolCalls]);
    for ratio in found {
        assert_eq!((ratio.ratio, ratio.total_ratio, ratio.p), (Some(1.0), Some(1.0), Some(1.0)));
        // Nothing varied, so nothing is known of how far it may be off.
        assert_eq!((ratio.interval, ratio.shift), (None, None));
        assert_near(ratio.baseline, ratio.candidate);
    }
}

#[test]
fn twice_as_much_on_some_and_as_much_on_others_is_the_geometric_mean() {
    let b = arm_taking("b", 10, |i| if i % 2 == 0 { 1_000.0 } else { 500.0 });
    let found = tokens(&arm_taking("a", 10, |_| 500.0), &b);
    assert_near(found.ratio.unwrap(), 2.0_f64.sqrt());
    assert_near(found.total_ratio.unwrap(), 1.5);
    assert_eq!((found.baseline, found.candidate), (500.0, 750.0));
    let [lower, upper] = found.interval.unwrap();
    assert!(1.0 < lower && lower < 2.0_f64.sqrt() && 2.0_f64.sqrt() < upper && upper < 2.0);
    assert_near(found.p.unwrap(), 2.0 / 32.0);
}

#[test]
fn one_dear_instance_moves_the_total_and_hardly_the_typical_one() {
    let a = arm_taking("a", 20, |_| 500.0);
    let b = arm_taking("b", 20, |i| if i == 0 { 50_000.0 } else { 450.0 });
    let found = tokens(&a, &b);
    assert!(found.ratio.unwrap() < 1.2 && found.total_ratio.unwrap() > 5.0);
}

#[test]
fn an_instance_that_takes_nothing_has_no_ratio_but_a_shift() {
    let a = arm_taking("a", 10, |i| if i == 0 { 0.0 } else { 500.0 });
    let b = arm_taking("b", 10, |i| if i == 0 { 0.0 } else { 530.0 });
    let found = tokens(&a, &b);
    assert_eq!((found.ratio, found.interval, found.p), (None, None, None));
    assert_near(found.shift.unwrap(), 30.0);
    assert_near(found.total_ratio.unwrap(), 530.0 / 500.0);
}

#[test]
fn nothing_under_a_is_no_ratio_of_any_kind() {
    let found = tokens(&arm_taking("a", 10, |_| 0.0), &arm_taking("b", 10, |_| 200.0));
    assert_eq!((found.ratio, found.total_ratio), (None, None));
    assert_near(found.shift.unwrap(), 200.0);
}

#[test]
fn what_a_success_takes_counts_the_failures_too() {
    let trial =
        |success, tokens| Cell { input_tokens: tokens, output_tokens: 0.0, ..cell(success, 4) };
    let made = |name: &str, cells: [Cell; 2]| {
        arm(name).cell("incident", 0, cells[0]).cell("incident", 1, cells[1]).done()
    };
    let a = made("a", [trial(3, 100.0), trial(0, 500.0)]);
    let found = tokens(&a, &made("b", [trial(0, 100.0), trial(0, 200.0)]));
    // Eight trials took 400 and 2,000 tokens, and three passed.
    assert_near(found.baseline_per_success.unwrap(), 800.0);
    assert_eq!(found.candidate_per_success, None);
}

#[test]
fn an_instance_that_only_one_arm_has_scored_is_left_out() {
    let a = arm_taking("a", 10, |_| 500.0);
    let b = arm("b").cell(
        "incident",
        3,
        Cell { input_tokens: 900.0, output_tokens: 0.0, ..cell(2, 2) },
    );
    let b = (0..10).filter(|i| *i != 3).fold(b, |arm, i| arm.loses("incident", i, 2)).done();
    let found = tokens(&a, &b);
    assert_eq!((found.baseline, found.candidate), (500.0, 900.0));
    assert_near(found.ratio.unwrap(), 1.8);
}

#[test]
fn cost_is_told_where_both_models_have_a_price() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prices.toml");
    fs::write(&file, "[model.flaky]\ninput = 2\noutput = 10.0\n").unwrap();
    let prices = Prices::load(&file).unwrap();
    let settings = CompareSettings { prices, across_models: true, ..CompareSettings::default() };
    let (a, b) =
        (arm("a").each("incident", 0..9, |_| (1, 2)), arm("b").each("incident", 0..9, |_| (1, 2)));
    let found = compare(&a.clone().done(), &b.clone().done(), &settings).unwrap();
    assert_eq!(found.ratios[0].metric, Metric::Cost);
    // 1,000 tokens read and 100 written.
    assert_near(found.ratios[0].baseline, 0.003);
    assert_near(found.ratios[0].baseline_per_success.unwrap(), 0.006);

    let unpriced = b.with(|from| from.model = "steady".to_owned()).done();
    let found = compare(&a.done(), &unpriced, &settings).unwrap();
    assert_eq!(found.ratios[0].metric, Metric::Tokens);
}

#[test]
fn a_price_below_nothing_and_a_key_misspelt_are_named_with_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prices.toml");
    let error = |text: &str| {
        fs::write(&file, text).unwrap();
        Prices::load(&file).unwrap_err().to_string()
    };
    let negative = error("[model.flaky]\ninput = 2\noutput = -1.0\n");
    assert!(negative.contains("a price is 0 or more, and this is -1"), "{negative}");
    assert!(negative.contains("prices.toml:3"), "{negative}");
    let misspelt = error("[model.flaky]\ninput = 2\noutput = 1.0\noutptu = 1\n");
    assert!(misspelt.contains("prices.toml:4"), "{misspelt}");
    assert!(misspelt.contains("did you mean `output`"), "{misspelt}");
}
