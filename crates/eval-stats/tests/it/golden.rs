//! The methods against values from other software; see `tests/golden/README.md`.

use std::path::Path;

use crate::golden_checker::{check_folder, check_text};

/// The cases that are shipped.
const CASES: usize = 566;

#[test]
fn every_golden_case_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let outcome = check_folder(&folder).unwrap();
    let failures: Vec<String> = outcome.failures.iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
    assert_eq!((outcome.passed, outcome.failed), (CASES, 0));
}

#[test]
fn a_wrong_number_is_found() {
    for (expected, passes) in [
        (r#"{"value": 1.959963984540054}"#, true),
        (r#"{"value": 1.95997}"#, false),
        (r#"{"value": null}"#, false),
        (r#"{"value": "inf"}"#, false),
        (r#"{"value": {"between": [1.9, 2.0]}}"#, true),
        (r#"{"value": {"between": [2.0, 2.1]}}"#, false),
        (r#"{"other": 1.959963984540054}"#, false),
        (r#"{"other": null}"#, false),
    ] {
        let text = format!(
            r#"[{{"name": "n", "method": "dist.norm_ppf", "input": {{"p": 0.975}},
                "expected": {expected}, "tolerance": {{"abs": 0, "rel": 1e-9}}}}]"#
        );
        let outcome = check_text("file", &text).unwrap();
        let found = (outcome.passed == 1, outcome.failed == 0);
        assert_eq!(found, (passes, passes), "{expected}");
    }
}

#[test]
fn an_unknown_method_is_a_failure() {
    let text = r#"[{"name": "n", "method": "rate.guess", "input": {}, "expected": {},
        "tolerance": {"abs": 0, "rel": 0}}]"#;
    let outcome = check_text("file", text).unwrap();
    assert_eq!((outcome.passed, outcome.failed), (0, 1));
    let failure = outcome.failures[0].to_string();
    assert!(failure.contains("method") && failure.contains("rate.guess"), "{failure}");
}

#[test]
fn what_is_no_list_of_cases_is_said_to_be_none() {
    for text in ["", "{}", "[1]", r#"[{"name": "n"}]"#] {
        assert!(check_text("file", text).is_err(), "{text}");
    }
}
