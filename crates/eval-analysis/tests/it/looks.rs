//! A run measured look by look: each look has a level of its own, all of them together the one
//! that was asked for.

use eval_analysis::{CompareSettings, GateSpec, Measured, alpha_at, compare, gate};
use eval_findings::{GateReport, Look, Verdict};
use eval_trace::PlannedLook;

use crate::arms::{arm, assert_near};

fn arms(look: Option<PlannedLook>) -> (Measured, Measured) {
    let made = |name: &str, success: fn(u64) -> u32| {
        arm(name).each("incident", 0..20, |i| (success(i), 5)).with(|from| from.look = look).done()
    };
    // Ten of twenty fell from five to three.
    (made("a", |_| 5), made("b", |i| if i % 4 == 0 { 3 } else { 5 }))
}

fn judged(look: Option<PlannedLook>) -> GateReport {
    let (a, b) = arms(look);
    gate(&a, &b, &GateSpec::default(), &CompareSettings::default()).unwrap()
}

#[test]
fn an_early_look_takes_a_smaller_level() {
    let alone = judged(None);
    let early = judged(Some(PlannedLook { taken: 2, planned: 5 }));
    assert_eq!((alone.verdict, early.verdict), (Verdict::Block, Verdict::Inconclusive));
    assert_eq!((alone.look, early.look), (None, Some(Look { taken: 2, planned: 5 })));
    // The bound of O'Brien and Fleming is 1.751·√(5/2), whose tail is .0028.
    assert!((early.demanded.alpha - 0.0028).abs() < 1e-4, "{}", early.demanded.alpha);
    let reach =
        |report: &GateReport| report.checks[0].upper.unwrap() - report.checks[0].lower.unwrap();
    assert!(reach(&early) > 1.5 * reach(&alone));
}

#[test]
fn the_gate_allows_for_looking_and_does_not_warn_of_it() {
    let found = judged(Some(PlannedLook { taken: 2, planned: 5 }));
    let about_looks = |warnings: &[String]| warnings.iter().any(|warning| warning.contains("look"));
    assert!(!about_looks(&found.warnings), "{:?}", found.warnings);
    assert!(!about_looks(&found.comparison.unwrap().warnings));
    // A comparison by itself does not allow for it, and says so.
    let (a, b) = arms(Some(PlannedLook { taken: 2, planned: 5 }));
    let compared = compare(&a, &b, &CompareSettings::default()).unwrap();
    assert!(about_looks(&compared.warnings));
}

#[test]
fn the_levels_grow_from_look_to_look_and_stay_below_what_was_asked_for() {
    let levels: Vec<f64> = (1..=3).map(|taken| alpha_at(taken, 3, 0.05)).collect();
    assert!(levels.is_sorted() && levels.iter().all(|level| *level < 0.05), "{levels:?}");
    assert!(levels.iter().sum::<f64>() > 0.05);
    // The last of five: the tail of 1.751.
    assert!((alpha_at(5, 5, 0.05) - 0.0400).abs() < 2e-4);
}

#[test]
fn the_only_look_is_no_early_one() {
    assert_near(alpha_at(1, 1, 0.05), 0.05);
}
