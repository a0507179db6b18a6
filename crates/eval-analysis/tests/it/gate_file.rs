//! A gate's file: every key, and what is said of one that is wrong.

use std::fs;
use std::path::Path;

use eval_analysis::{GateSpec, Quarantine, Within};
use eval_findings::{Metric, Policy};
use eval_toml::{Document, TomlError};

fn read(text: &str) -> Result<GateSpec, TomlError> {
    GateSpec::read(&Document::parse(Path::new("gate.toml"), text).unwrap())
}

#[track_caller]
fn refused(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

const EVERY_KEY: &str = r#"
baseline = "baselines/main.json"
candidate = "guarded"
alpha = 0.01
min_units = 12
max_missing_percent = 2
inconclusive = "strict"

[success]
margin_points = 3

[family.refund]
margin_points = 8.5

[family.login]
margin_points = 5

[tag.money]
margin_points = 4

[tokens]
margin_percent = 20

[latency]
margin_percent = 50

[turns]
margin_percent = 30

[tool_calls]
margin_percent = 40

[cost]
margin_percent = 7.5

[safety]
zero_tolerance = false
max_rate_percent = 1

[[quarantine]]
what = "refund.dark#7"
since = "2026-11-20"
reason = "the ticket system is down at night"
"#;

#[test]
fn every_key_is_read() {
    let within = |is_tag, name: &str, margin| Within { is_tag, name: name.to_owned(), margin };
    let expected = GateSpec {
        file: None,
        baseline: Some("baselines/main.json".to_owned()),
        candidate: Some("guarded".to_owned()),
        alpha: 0.01,
        min_units: 12,
        max_missing: 0.02,
        policy: Policy::Strict,
        margin: 0.03,
        within: vec![
            within(false, "refund", 0.085),
            within(false, "login", 0.05),
            within(true, "money", 0.04),
        ],
        budgets: vec![
            (Metric::Cost, 0.075),
            (Metric::Tokens, 0.2),
            (Metric::Latency, 0.5),
            (Metric::Turns, 0.3),
            (Metric::ToolCalls, 0.4),
        ],
        zero_tolerance: false,
        max_broken: Some(0.01),
        quarantine: vec![Quarantine {
            what: "refund.dark#7".to_owned(),
            since: "2026-11-20".parse().unwrap(),
            reason: "the ticket system is down at night".to_owned(),
        }],
    };
    let found = read(EVERY_KEY).unwrap();
    assert_eq!(found, expected);
}

#[test]
fn an_empty_file_demands_what_is_demanded_without_one() {
    let found = read("").unwrap();
    assert_eq!(found, GateSpec::default());
    assert_eq!(
        (found.margin, found.alpha, found.max_missing, found.min_units),
        (0.1, 0.05, 0.05, 5)
    );
    assert!(found.zero_tolerance && found.policy == Policy::Advisory);
}

#[test]
fn a_file_that_is_loaded_is_remembered_by_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("gate.toml");
    fs::write(&file, EVERY_KEY).unwrap();
    assert_eq!(GateSpec::load(&file).unwrap().file, Some(file.display().to_string()));
}

#[test]
fn a_key_misspelt_is_named_with_its_line_and_the_nearest() {
    assert_eq!(
        refused("alpha = 0.05\nmin_unit = 5\n"),
        "unknown key `min_unit` in gate.toml:2; did you mean `min_units`?"
    );
    assert_eq!(
        refused("[success]\nmargin_point = 3\n"),
        "unknown key `margin_point` in gate.toml:2; did you mean `margin_points`?"
    );
    assert_eq!(
        refused("[sucess]\nmargin_points = 3\n"),
        "unknown key `sucess` in gate.toml:1; did you mean `success`?"
    );
    let quarantine = refused("[[quarantine]]\nwhat = 'a'\nsince = '2026-11-20'\nreson = 'b'\n");
    assert!(quarantine.contains("reason") && quarantine.contains("gate.toml:1"), "{quarantine}");
}

#[test]
fn a_margin_that_is_missing_is_asked_for() {
    for section in ["family.refund", "tag.money"] {
        let error = refused(&format!("[{section}]\n"));
        assert!(error.contains(&format!("missing key `{section}.margin_points`")), "{error}");
    }
    assert!(refused("[tokens]\n").contains("missing key `tokens.margin_percent`"));
}

#[test]
fn values_out_of_range_are_named_with_their_line_and_the_range() {
    for (text, said) in [
        ("alpha = 0\n", "`alpha` lies between 0 and 0.5"),
        ("alpha = 0.5\n", "`alpha` lies between 0 and 0.5"),
        ("min_units = 1\n", "`min_units` is at least 2"),
        ("min_units = -3\n", "`min_units` must be an integer from 0"),
        (
            "max_missing_percent = 100\n",
            "`max_missing_percent` lies from 0 to below 100, and this is 100",
        ),
        (
            "max_missing_percent = -1\n",
            "`max_missing_percent` lies from 0 to below 100, and this is -1",
        ),
        ("inconclusive = 'lenient'\n", "lenient"),
    ] {
        let error = refused(text);
        assert!(error.contains(said) && error.contains("gate.toml:1"), "{error}");
    }
    for (text, said) in [
        ("[success]\nmargin_points = 0\n", "a margin lies between 0 and 100 points, and this is 0"),
        (
            "[success]\nmargin_points = 100\n",
            "a margin lies between 0 and 100 points, and this is 100",
        ),
        (
            "[family.refund]\nmargin_points = -2\n",
            "a margin lies between 0 and 100 points, and this is -2",
        ),
        ("[tokens]\nmargin_percent = 0\n", "a margin is above 0 percent, and this is 0"),
        ("[safety]\nmax_rate_percent = 0\n", "no number of trials shows a rate of 0"),
        (
            "[safety]\nmax_rate_percent = 101\n",
            "`max_rate_percent` lies from 0 to below 100, and this is 101",
        ),
        ("[safety]\nzero_tolerance = 'yes'\n", "a boolean"),
    ] {
        let error = refused(text);
        assert!(error.contains(said) && error.contains("gate.toml:2"), "{error}");
    }
}

#[test]
fn a_quarantine_has_a_date_and_a_reason() {
    let entry = |since: &str, reason: &str| {
        refused(&format!(
            "[[quarantine]]\nwhat = 'refund'\nsince = '{since}'\nreason = '{reason}'\n"
        ))
    };
    let no_date = entry("last week", "flaky");
    assert!(no_date.contains("`last week` is no date; write it as in \"2026-11-20\""), "{no_date}");
    assert!(no_date.contains("gate.toml:3"), "{no_date}");
    let no_reason = entry("2026-11-20", " ");
    assert!(
        no_reason.contains("a quarantine has a reason") && no_reason.contains("gate.toml:4"),
        "{no_reason}"
    );
}
