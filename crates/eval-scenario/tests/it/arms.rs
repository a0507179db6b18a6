//! Arms, and what they play.

use eval_scenario::Arm;
use serde_json::json;

use crate::folder::{Folder, suite_changed, suite_with};

fn arm(more: &str) -> Arm {
    let head = "[[arm]]\nname = \"mine\"\nharness = \"bare.toml\"\nmodel = \"shaky\"\n";
    suite_with(&format!("{head}{more}")).arms.remove(1)
}

#[test]
fn an_arm_is_a_harness_and_a_model() {
    let folder = Folder::new();
    let suite = folder.suite();
    let expected = Arm {
        name: "bare".to_owned(),
        harness: folder.path.join("bare.toml"),
        harness_as_written: "bare.toml".to_owned(),
        set: Vec::new(),
        model: "oracle".to_owned(),
        only: None,
        stream: 0,
    };
    assert_eq!(suite.arms, [expected]);
}

#[test]
fn what_an_arm_lays_over_its_harness() {
    let arm = arm(r#"
        set = { "guardrails.budget" = 6, "verifiers.checks" = ["evidence_required"] }
        stream = 2
    "#);
    let expected = [
        ("guardrails.budget".to_owned(), json!(6)),
        ("verifiers.checks".to_owned(), json!(["evidence_required"])),
    ];
    assert_eq!(arm.set, expected);
    assert_eq!(arm.stream, 2);
}

/// Tables merge, so a nested table lays over what a dotted key would.
#[test]
fn an_override_without_quotes_means_the_same() {
    let quoted = arm(r#"set = { "guardrails.budget" = 6, "verifiers.on_fail" = "halt" }"#);
    let nested = arm(r#"set = { guardrails.budget = 6, verifiers = { on_fail = "halt" } }"#);
    assert_eq!(quoted.set, nested.set);
}

#[test]
fn an_arm_may_have_a_point_in_its_name() {
    assert_eq!(suite_changed("name = \"bare\"", "name = \"v1.2_b-3\"").arms[0].name, "v1.2_b-3");
}

#[test]
fn an_arm_plays_everything() {
    let arm = arm("");
    assert!(arm.plays("search", "calm") && arm.plays("search", "hurried"));
}

#[test]
fn an_arm_is_confined_to_a_variant() {
    let arm = arm("only = [\"calm\"]");
    assert!(arm.plays("search", "calm"));
    assert!(!arm.plays("search", "hurried"));
    assert!(arm.plays("another", "calm"));
}

#[test]
fn an_arm_is_confined_to_a_scenario() {
    let arm = arm("only = [\"search\"]");
    assert!(arm.plays("search", "calm") && arm.plays("search", "hurried"));
    assert!(!arm.plays("another", "calm"));
}

#[test]
fn an_arm_is_confined_to_a_variant_of_a_scenario() {
    let arm = arm("only = [\"search.calm\"]");
    assert!(arm.plays("search", "calm"));
    assert!(!arm.plays("search", "hurried"));
    assert!(!arm.plays("another", "calm"));
}

#[test]
fn an_arm_is_confined_to_several() {
    let arm = arm("only = [\"calm\", \"search.hurried\"]");
    assert!(arm.plays("search", "calm") && arm.plays("search", "hurried"));
    assert!(!arm.plays("another", "hurried"));
}
