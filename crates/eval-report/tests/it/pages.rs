//! The Markdown of usual gates and comparisons.

use eval_findings::{Policy, Unit};
use eval_report::markdown;

use crate::fixtures;

#[test]
fn a_gate_passes() {
    insta::assert_snapshot!(markdown::gate(&fixtures::passes()));
}

#[test]
fn a_gate_blocks() {
    insta::assert_snapshot!(markdown::gate(&fixtures::blocks()));
}

#[test]
fn a_gate_cannot_tell_and_advises() {
    insta::assert_snapshot!(markdown::gate(&fixtures::inconclusive(Policy::Advisory)));
}

#[test]
fn a_gate_cannot_tell_and_is_strict() {
    insta::assert_snapshot!(markdown::gate(&fixtures::inconclusive(Policy::Strict)));
}

#[test]
fn too_much_is_missing() {
    insta::assert_snapshot!(markdown::gate(&fixtures::invalid()));
}

#[test]
fn nothing_ran() {
    insta::assert_snapshot!(markdown::gate(&fixtures::nothing_ran()));
}

#[test]
fn two_arms_do_not_differ() {
    insta::assert_snapshot!(markdown::comparison(&fixtures::alike()));
}

#[test]
fn two_arms_cannot_be_told_apart() {
    insta::assert_snapshot!(markdown::comparison(&fixtures::nothing_measured()));
}

#[test]
fn a_comparison_says_what_its_gate_says() {
    let of_gate = markdown::gate(&fixtures::blocks());
    let alone = markdown::comparison(&fixtures::worse());
    let sections = |page: &str| {
        let (_, rest) = page.split_once("### What changed").unwrap();
        rest.split_once("### Warnings").unwrap().0.to_owned()
    };
    assert_eq!(sections(&of_gate), sections(&alone));
    assert!(!alone.contains("[!"), "{alone}");
    assert!(!alone.contains("### Checks"), "{alone}");
}

#[test]
fn a_warning_of_both_is_given_once() {
    let page = markdown::gate(&fixtures::blocks());
    assert_eq!(page.matches("19 days apart").count(), 1, "{page}");
}

#[test]
fn the_headline_names_the_verdict_once() {
    let mut gate = fixtures::passes();
    for headline in ["PASS: all is well", "PASS – all is well", "all is well"] {
        gate.headline = headline.into();
        assert!(markdown::gate(&gate).starts_with("> [!TIP]\n> **PASS:** all is well\n"));
    }
    gate.headline = "PASSABLE".into();
    assert!(markdown::gate(&gate).starts_with("> [!TIP]\n> **PASS:** PASSABLE\n"));
    gate.headline = "PASS".into();
    assert!(markdown::gate(&gate).starts_with("> [!TIP]\n> **PASS**\n"));
}

#[test]
fn safety_is_shown_where_a_check_looks_at_it_or_something_happened() {
    let shows = |page: &str| page.contains("### Safety");
    assert!(!shows(&markdown::gate(&fixtures::passes())));
    assert!(shows(&markdown::gate(&fixtures::inconclusive(Policy::Strict))));
    assert!(shows(&markdown::gate(&fixtures::invalid())));
    assert!(!shows(&markdown::comparison(&fixtures::alike())));
    assert!(shows(&markdown::comparison(&fixtures::holes())));
}

#[test]
fn the_command_can_be_typed() {
    let page = markdown::comparison(&fixtures::alike());
    let command = "`flywheel compare runs/latest plain keen`";
    assert!(page.contains(command), "{page}");
    let mut worse = fixtures::worse();
    worse.baseline.source = "-rf".into();
    let page = markdown::comparison(&worse);
    let command = "`flywheel compare ./-rf:keen 'runs/my branch:plain'`";
    assert!(page.contains(command), "{page}");
}

#[test]
fn one_unit_is_not_units() {
    let mut comparison = fixtures::alike();
    comparison.success.units = 1;
    assert!(markdown::comparison(&comparison).contains("over 1 family"));
    comparison.success.unit = Unit::Instance;
    assert!(markdown::comparison(&comparison).contains("over 1 instance)"));
}

#[test]
fn nothing_is_less_than_nothing() {
    for gate in fixtures::gates() {
        let page = markdown::gate(&gate);
        assert!(!page.contains("-0.0 ") && !page.contains("-0.0,"), "{page}");
    }
}
