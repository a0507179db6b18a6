//! Budgets: shown to take no more than allowed, shown to take more, or neither.

use std::fs;

use eval_analysis::{Cell, CompareSettings, GateSpec, Measured, Prices, gate};
use eval_findings::{Check, CheckOf, Metric, Verdict};

use crate::arms::{arm, assert_near, cell};

/// So many instances, all passed, with tokens as told.
fn taking(name: &str, instances: u64, tokens: impl Fn(u64) -> f64) -> Measured {
    let cell = |i| Cell { input_tokens: tokens(i), output_tokens: 0.0, ..cell(4, 4) };
    (0..instances).fold(arm(name), |arm, i| arm.cell("incident", i, cell(i))).done()
}

fn judged(
    a: &Measured,
    b: &Measured,
    metric: Metric,
    settings: &CompareSettings,
) -> (Verdict, Check) {
    let spec = GateSpec { budgets: vec![(metric, 0.2)], ..GateSpec::default() };
    let found = gate(a, b, &spec, settings).unwrap();
    let check = found.checks.iter().find(|check| check.of == CheckOf::from(metric)).unwrap();
    (found.verdict, check.clone())
}

/// Judged against 20 % more tokens, over forty instances of A with 900 to 1,100.
fn tokens(factor: impl Fn(u64) -> f64) -> (Verdict, Check) {
    let plain = |i: u64| f64::from(u32::try_from(900 + i % 5 * 50).unwrap());
    let (a, b) = (taking("a", 40, plain), taking("b", 40, |i| plain(i) * factor(i)));
    judged(&a, &b, Metric::Tokens, &CompareSettings::default())
}

#[test]
fn half_as_much_again_is_blocked() {
    let (verdict, check) = tokens(|i| if i % 2 == 0 { 1.4 } else { 1.6 });
    assert_eq!((verdict, check.verdict), (Verdict::Block, Verdict::Block));
    assert_near(check.estimate.unwrap(), (1.4 * 1.6_f64).sqrt());
    assert!(check.lower.unwrap() > 1.4 && check.upper.unwrap() < 1.6);
    assert_eq!(check.margin, Some(0.2));
    assert!(check.why.starts_with("it takes more, and ×1.5"), "{}", check.why);
}

#[test]
fn half_as_much_again_everywhere_is_blocked_though_nothing_varied() {
    let (verdict, check) = tokens(|_| 1.5);
    assert_eq!(verdict, Verdict::Block);
    assert_eq!(check.why, "every instance takes ×1.50 as much");
}

#[test]
fn as_much_as_before_passes() {
    let (verdict, check) = tokens(|_| 1.0);
    assert_eq!((verdict, check.estimate), (Verdict::Pass, Some(1.0)));
    let (verdict, check) = tokens(|i| if i % 2 == 0 { 0.9 } else { 1.1 });
    assert_eq!((verdict, check.why.as_str()), (Verdict::Pass, "taking 20 % more is excluded"));
}

#[test]
fn a_little_more_passes_with_a_word() {
    let (verdict, check) = tokens(|i| if i % 2 == 0 { 1.04 } else { 1.06 });
    assert_eq!(verdict, Verdict::Pass);
    assert_eq!(check.why, "it takes more, but taking 20 % more is excluded");
}

#[test]
fn what_differs_wildly_is_inconclusive() {
    let (verdict, check) = tokens(|i| if i % 2 == 0 { 0.3 } else { 3.6 });
    assert_eq!(verdict, Verdict::Inconclusive);
    assert_eq!(check.why, "neither as much as before nor 20 % more is excluded");
}

#[test]
fn each_thing_that_is_taken_can_have_a_budget() {
    let more = |cell: Cell| Cell { latency: 3_500.0, turns: 7.0, tool_calls: 6.0, ..cell };
    let a = arm("a").each("incident", 0..40, |_| (4, 4)).done();
    let b = (0..40).fold(arm("b"), |arm, i| arm.cell("incident", i, more(cell(4, 4)))).done();
    for metric in [Metric::Latency, Metric::Turns, Metric::ToolCalls] {
        let (verdict, check) = judged(&a, &b, metric, &CompareSettings::default());
        assert_eq!((verdict, check.of.name()), (Verdict::Block, metric.name()));
    }
}

#[test]
fn cost_without_prices_is_inconclusive_and_says_what_to_do() {
    let (a, b) = (taking("a", 40, |_| 1_000.0), taking("b", 40, |_| 3_000.0));
    let (verdict, check) = judged(&a, &b, Metric::Cost, &CompareSettings::default());
    assert_eq!((verdict, check.verdict), (Verdict::Inconclusive, Verdict::Inconclusive));
    assert_eq!(check.why, "nothing is known of prices: name a price file with --prices");

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("prices.toml");
    fs::write(&file, "[model.flaky]\ninput = 2\noutput = 10\n").unwrap();
    let prices = Prices::load(&file).unwrap();
    let settings = CompareSettings { prices, ..CompareSettings::default() };
    assert_eq!(judged(&a, &b, Metric::Cost, &settings).0, Verdict::Block);
}

#[test]
fn an_instance_that_takes_nothing_has_no_ratio_to_judge() {
    let (a, b) = (taking("a", 40, |i| if i == 0 { 0.0 } else { 1.0 }), taking("b", 40, |_| 1.0));
    let (verdict, check) = judged(&a, &b, Metric::Tokens, &CompareSettings::default());
    assert_eq!(verdict, Verdict::Inconclusive);
    assert_eq!(check.why, "an instance takes none of it, so there is no ratio");
}

#[test]
fn four_instances_are_too_few_for_a_budget_too() {
    let (a, b) = (taking("a", 4, |_| 1.0), taking("b", 4, |_| 9.0));
    let (verdict, check) = judged(&a, &b, Metric::Tokens, &CompareSettings::default());
    assert_eq!(verdict, Verdict::Inconclusive);
    assert!(check.why.starts_with("4 independent instances are too few"), "{}", check.why);
}
