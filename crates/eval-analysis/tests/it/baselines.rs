//! A baseline in a file: what is blessed is what is read back, or an error that names the file.

use std::fs;
use std::path::{Path, PathBuf};

use eval_analysis::{
    Cell, CompareSettings, GateSpec, Measured, ReadBaselineError, bless, compare, gate,
    read_baseline,
};
use eval_findings::{Baseline, FINDINGS_VERSION};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::arms::{Arm, any_cell, arm, arm_of, fewer_cases};

fn played() -> Arm {
    arm("a")
        .each("incident", 0..12, |i| (u32::from(i % 3 > 0) + 1, 3))
        .each("refund.dark", 3..9, |i| (u32::from(i % 2 == 0), 2))
        .tagged("incident", "sre")
        .family("refund.dark", "shop")
        .loses("incident", 4, 1)
        .breaks("refund.dark", 3, 1)
}

fn blessed(arm: &Measured) -> Value {
    let baseline = bless(arm, "2026-11-21T09:00:00Z".to_owned(), Some("release 4".to_owned()));
    serde_json::to_value(baseline).unwrap()
}

/// A file of that text, and its folder, which lasts as long as it is held.
fn file_of(text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("main.json");
    fs::write(&file, text).unwrap();
    (folder, file)
}

fn read_back(arm: &Measured) -> (Baseline, Measured) {
    let (_folder, file) = file_of(&serde_json::to_string_pretty(&blessed(arm)).unwrap());
    read_baseline(&file).unwrap()
}

fn refused(text: &str) -> (ReadBaselineError, String) {
    let (_folder, file) = file_of(text);
    let error = read_baseline(&file).unwrap_err();
    let said = error.to_string();
    assert!(said.contains(&file.display().to_string()), "{said}");
    (error, said)
}

#[test]
fn what_was_blessed_is_read_back_with_all_it_comes_from() {
    let arm = played().with(|from| from.git_commit = Some("274be21f".to_owned())).done();
    let (baseline, read) = read_back(&arm);
    assert_eq!(baseline.schema_version, FINDINGS_VERSION);
    assert_eq!(
        (baseline.blessed.as_str(), baseline.note.as_deref()),
        ("2026-11-21T09:00:00Z", Some("release 4"))
    );
    assert_eq!((&read.instances, &read.places), (&arm.instances, &arm.places));
    assert!(read.provenance.source.ends_with("main.json"));
    let expected = eval_analysis::Provenance {
        source: read.provenance.source.clone(),
        suite_path: None,
        ..arm.provenance
    };
    assert_eq!(read.provenance, expected);
}

#[test]
fn a_gate_against_the_file_says_what_one_against_the_run_says() {
    let a = arm("a")
        .each("incident", 0..40, |i| (3 + u32::from(i % 3 > 0), 4))
        .loses("incident", 4, 1)
        .done();
    let b = arm_of("b", 40, |i| (2 + u32::from(i % 2 > 0), 4));
    let (_, read) = read_back(&a);
    let judged =
        |a: &Measured| gate(a, &b, &GateSpec::default(), &CompareSettings::default()).unwrap();
    let (run, file) = (judged(&a), judged(&read));
    assert_eq!(
        (run.verdict, run.exit_code, &run.headline),
        (file.verdict, file.exit_code, &file.headline)
    );
    assert_eq!((&run.checks, &run.demanded), (&file.checks, &file.demanded));
    let (run, file) = (run.comparison.unwrap(), file.comparison.unwrap());
    assert_eq!((run.success, run.flips, run.ratios), (file.success, file.flips, file.ratios));
    assert_eq!((run.missing, run.safety, run.changed), (file.missing, file.safety, file.changed));
}

#[test]
fn what_an_unfinished_arm_lacks_is_not_in_its_file() {
    // Blessing is for whole runs; what reads the file takes it for one.
    let arm = played().with(|from| from.unfinished = 3).done();
    assert_eq!(read_back(&arm).1.provenance.unfinished, 0);
}

#[test]
fn a_baseline_file_is_compared_with_a_later_run_of_the_same_arm() {
    let a = arm_of("a", 20, |i| (u32::from(i % 3 > 0), 1));
    let (_, read) = read_back(&a);
    let later = arm("a")
        .each("incident", 0..20, |i| (u32::from(i % 4 > 0), 1))
        .with(|from| from.run_id = "20261201T100000Z-0a1b2c3d".to_owned())
        .done();
    let found = compare(&read, &later, &CompareSettings::default()).unwrap();
    assert_eq!((found.pairing.compared, found.changed), (20, Vec::new()));
}

#[test]
fn a_file_of_a_newer_version_is_named_with_its_version_whatever_else_it_holds() {
    for text in [json!({"schema_version": FINDINGS_VERSION + 1, "all": "is new"}).to_string(), {
        let mut newer = blessed(&played().done());
        newer["schema_version"] = json!(FINDINGS_VERSION + 1);
        newer.to_string()
    }] {
        let (error, said) = refused(&text);
        assert!(
            matches!(error, ReadBaselineError::Newer { found, .. } if found == FINDINGS_VERSION + 1)
        );
        assert!(said.contains(&format!("has version {}", FINDINGS_VERSION + 1)), "{said}");
    }
}

#[test]
fn what_is_no_baseline_is_named_with_the_way_to_make_one() {
    let mut with_more = blessed(&played().done());
    with_more["misspelt"] = json!(1);
    let mut with_less = blessed(&played().done());
    with_less.as_object_mut().unwrap().remove("arm");
    let mut of_another_kind = blessed(&played().done());
    of_another_kind["results"][0]["success"][0] = json!(-1);
    let texts = [with_more, with_less, of_another_kind].map(|value| value.to_string());
    let others = ["", "{}", "[]", "null", "name = 'a gate'\n", r#"{"schema_version": 1}"#];
    for text in texts.iter().map(String::as_str).chain(others) {
        let (error, said) = refused(text);
        assert!(matches!(error, ReadBaselineError::NotABaseline { .. }), "{text}");
        assert!(said.contains("is not one; `flywheel baseline bless` writes them"), "{said}");
    }
}

#[test]
fn a_file_that_is_cut_short_anywhere_is_an_error() {
    let whole = serde_json::to_string_pretty(&blessed(&played().done())).unwrap();
    for length in (0..whole.len()).step_by(97) {
        let (error, _) = refused(&whole[..length]);
        assert!(matches!(error, ReadBaselineError::NotABaseline { .. }), "{length}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = read_baseline(Path::new("no/such/baseline.json")).unwrap_err();
    assert!(matches!(error, ReadBaselineError::Read { .. }));
    assert_eq!(error.to_string(), "read baseline no/such/baseline.json");
}

/// What a damaged file says, its results changed.
fn damaged(damage: impl FnOnce(&mut Value)) -> String {
    let mut baseline = blessed(&played().done());
    damage(&mut baseline["results"]);
    let (error, said) = refused(&baseline.to_string());
    assert!(matches!(error, ReadBaselineError::Damaged { .. }), "{said}");
    said
}

const COLUMNS: [&str; 11] = [
    "instance",
    "trials",
    "scored",
    "success",
    "recovered",
    "broken",
    "input_tokens",
    "output_tokens",
    "latency",
    "turns",
    "tool_calls",
];

#[test]
fn a_column_that_is_shorter_or_longer_than_the_others_is_named_by_its_place() {
    for column in COLUMNS {
        let shorter = damaged(|results| {
            results[1][column].as_array_mut().unwrap().pop();
        });
        assert!(shorter.contains("the results of refund.dark do not fit each other"), "{shorter}");
        let longer = damaged(|results| results[1][column].as_array_mut().unwrap().push(json!(0)));
        assert!(longer.contains("the results of refund.dark do not fit each other"), "{longer}");
    }
}

#[test]
fn counts_that_cannot_be_are_named_by_their_place() {
    for (column, count) in
        [("scored", 9), ("success", 9), ("recovered", 4), ("broken", 3), ("trials", 1)]
    {
        let said = damaged(|results| results[0][column][2] = json!(count));
        assert!(said.contains("the results of incident.base do not fit each other"), "{said}");
    }
}

#[test]
fn an_amount_below_nothing_is_named_by_its_place() {
    for column in ["input_tokens", "latency"] {
        let said = damaged(|results| results[0][column][2] = json!(-1.0));
        assert!(said.contains("incident.base"), "{said}");
    }
}

#[test]
fn an_instance_that_stands_twice_is_named_by_its_place() {
    let said = damaged(|results| results[0]["instance"][2] = json!(1));
    assert!(said.contains("incident.base"), "{said}");
}

#[test]
fn a_place_that_stands_twice_is_named_though_its_family_is_another() {
    for family in ["shop", "another"] {
        let said = damaged(|results| {
            let mut twice = results[1].clone();
            twice["family"] = json!(family);
            results.as_array_mut().unwrap().push(twice);
        });
        assert!(said.contains("refund.dark"), "{said}");
    }
}

/// A cell with amounts to the last digit.
fn cell() -> impl Strategy<Value = Cell> {
    (any_cell(6), prop::array::uniform5(0.0..1e9_f64)).prop_map(|(mut cell, amounts)| {
        if cell.scored > 0 {
            [cell.input_tokens, cell.output_tokens, cell.latency, cell.turns, cell.tool_calls] =
                amounts;
        }
        cell
    })
}

proptest! {
    #![proptest_config(fewer_cases(4))]

    #[test]
    fn whatever_was_measured_comes_back_to_the_last_digit(
        cells in vec((0..4_u32, any::<u64>(), cell()), 0..20),
    ) {
        let arm = cells.iter().fold(arm("a"), |arm, (scenario, seed, cell)| {
            arm.cell(&format!("scenario.variant-{scenario}"), *seed, *cell)
        });
        let arm = arm.done();
        let (_, read) = read_back(&arm);
        prop_assert_eq!(&read.instances, &arm.instances);
        prop_assert_eq!(&read.places, &arm.places);
    }
}
