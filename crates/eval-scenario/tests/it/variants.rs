//! Variants as patches, and the scripts in them.

use eval_scenario::{Approver, BASE_VARIANT, Move, MoveCall, Variant};
use serde_json::{Value, json};

use crate::folder::{scenario, variant};

/// A scenario that says something of everything, with a variant over it.
fn patched(patch: &str) -> Variant {
    let text = format!(
        r#"
        grant = ["look"]
        approver = "grant"
        params = {{ decoys = 8, noise = 0.25, deep = {{ one = 1, two = 2 }} }}
        script = [{{ call = "look" }}]

        [variant.mine]
        {patch}
        "#
    );
    variant(&text, "mine")
}

fn script(moves: &str) -> Vec<Move> {
    variant(&format!("script = [{moves}]"), BASE_VARIANT).script
}

fn call(tool: &str, arguments: &str) -> MoveCall {
    MoveCall { tool: tool.to_owned(), arguments: arguments.to_owned() }
}

fn calling<const N: usize>(text: &str, calls: [MoveCall; N]) -> Move {
    Move::Call { text: text.to_owned(), calls: calls.into() }
}

#[test]
fn a_scenario_without_variants_has_the_base() {
    let variant = variant("grant = [\"look\"]\nparams = { decoys = 8 }", BASE_VARIANT);
    let expected = Variant {
        name: BASE_VARIANT.to_owned(),
        grant: Some(vec!["look".to_owned()]),
        params: json!({ "decoys": 8 }),
        script: Vec::new(),
        approver: Approver::Deny,
    };
    assert_eq!(variant, expected);
}

#[test]
fn where_nothing_is_said_all_is_granted_and_nothing_approved() {
    let variant = variant("", BASE_VARIANT);
    assert_eq!((variant.grant, variant.approver), (None, Approver::Deny));
    assert_eq!(variant.params, json!({}));
}

#[test]
fn with_variants_there_is_no_base() {
    let scenario = scenario("[variant.calm]\n[variant.hurried]\n");
    assert_eq!(scenario.variants.keys().collect::<Vec<_>>(), ["calm", "hurried"]);
}

#[test]
fn a_variant_that_says_nothing_inherits_everything() {
    let expected = Variant {
        name: "mine".to_owned(),
        grant: Some(vec!["look".to_owned()]),
        params: json!({ "decoys": 8, "noise": 0.25, "deep": { "one": 1, "two": 2 } }),
        script: vec![calling("", [call("look", "{}")])],
        approver: Approver::Grant,
    };
    assert_eq!(patched(""), expected);
}

#[test]
fn parameters_are_patched_key_by_key() {
    let params = patched("params = { decoys = 0, more = true, deep = { two = 3 } }").params;
    // The patch goes one key deep: a table in the parameters is replaced whole.
    let deep = json!({ "two": 3 });
    assert_eq!(params, json!({ "decoys": 0, "noise": 0.25, "more": true, "deep": deep }));
}

#[test]
fn a_variant_replaces_grant_script_and_approver_whole() {
    let variant = patched("grant = [\"buy\"]\napprover = \"deny\"\nscript = [{ raw = \"hm\" }]");
    assert_eq!(variant.grant, Some(vec!["buy".to_owned()]));
    assert_eq!(variant.script, [Move::Raw("hm".to_owned())]);
    assert_eq!(variant.approver, Approver::Deny);
    assert_eq!(variant.params["decoys"], 8);
}

#[test]
fn a_variant_may_grant_nothing_and_script_nothing() {
    let variant = patched("grant = []\nscript = []");
    assert_eq!((variant.grant, variant.script), (Some(Vec::new()), Vec::new()));
}

#[test]
fn a_variant_comes_back_from_json() {
    let variant = patched("script = [{ say = \"Done.\", answer = { share = 0.1, n = 3 } }]");
    let text = serde_json::to_string(&variant).unwrap();
    assert_eq!(serde_json::from_str::<Variant>(&text).unwrap(), variant);
}

// ── scripts ───────────────────────────────────────────────────────────────

#[test]
fn every_kind_of_move() {
    let moves = script(
        r#"
        { call = "look" },
        { call = "look", args = { at = "shelf", deep = true, far = 0.5 } },
        { call = "look", raw_args = "{\"at\": " },
        { calls = [{ call = "look" }, { call = "buy", args = { n = 2 } }] },
        { say = "Let me look.", call = "look" },
        { say = "Both.", calls = [{ call = "look" }, { call = "buy", raw_args = "" }] },
        { say = "I found it.", answer = { where = "shelf" } },
        { say = "I give up." },
        { raw = "" },
        "#,
    );
    let answer = |text: &str, answer: Value| Move::Answer { text: text.to_owned(), answer };
    assert_eq!(
        moves,
        [
            calling("", [call("look", "{}")]),
            calling("", [call("look", r#"{"at":"shelf","deep":true,"far":0.5}"#)]),
            calling("", [call("look", r#"{"at": "#)]),
            calling("", [call("look", "{}"), call("buy", r#"{"n":2}"#)]),
            calling("Let me look.", [call("look", "{}")]),
            calling("Both.", [call("look", "{}"), call("buy", "")]),
            answer("I found it.", json!({ "where": "shelf" })),
            answer("I give up.", Value::Null),
            Move::Raw(String::new()),
        ]
    );
}

#[test]
fn a_script_may_stand_under_headers() {
    let text = "[[script]]\ncall = \"look\"\n\n[[script]]\nsay = \"Done.\"\n";
    assert_eq!(variant(text, BASE_VARIANT).script, script("{call = 'look'}, {say = 'Done.'}"));
}
