//! Files laid over files.

use eval_harness::{Check, Verifiers};
use insta::assert_snapshot;

use crate::folder::{Folder, harness};
use crate::{BARE, FULL};

#[test]
fn tables_merge_and_arrays_replace() {
    let folder = Folder::new(&[
        ("base.toml", FULL),
        (
            "harness.toml",
            r#"
            extends = "base.toml"

            [guardrails]
            budget = 3

            [verifiers]
            checks = ["no_unapproved_mutation"]
            "#,
        ),
    ]);
    assert_snapshot!(folder.effective(&folder.load("harness.toml")), @r#"
    extends = "base.toml" ([DIR]/harness.toml:2)
    loop.kind = "react" ([DIR]/base.toml:3)
    loop.max_turns = 24 ([DIR]/base.toml:4)
    context.kind = "system_first" ([DIR]/base.toml:7)
    context.system = "You are on call." ([DIR]/base.toml:8)
    tools.kind = "registry" ([DIR]/base.toml:11)
    tools.granted_only = false ([DIR]/base.toml:12)
    guardrails.kind = "rails" ([DIR]/base.toml:15)
    guardrails.budget = 3 ([DIR]/harness.toml:5)
    guardrails.allowlist = false ([DIR]/base.toml:17)
    guardrails.schema = false ([DIR]/base.toml:18)
    approval.kind = "ask" ([DIR]/base.toml:21)
    memory.kind = "observations" ([DIR]/base.toml:24)
    memory.cap = 4 ([DIR]/base.toml:25)
    verifiers.kind = "checks" ([DIR]/base.toml:28)
    verifiers.checks = ["no_unapproved_mutation"] ([DIR]/harness.toml:8)
    verifiers.on_fail = "feedback" ([DIR]/base.toml:30)
    verifiers.max_feedback = 3 ([DIR]/base.toml:31)
    errors.kind = "route" ([DIR]/base.toml:34)
    errors.max_unusable = 5 ([DIR]/base.toml:35)
    "#);
}

#[test]
fn nothing_said_over_a_file_is_that_file() {
    let folder = Folder::new(&[("base.toml", FULL), ("harness.toml", "extends = './base.toml'")]);
    assert_eq!(folder.load("harness.toml").config, harness(FULL));
}

#[test]
fn each_file_is_found_from_the_one_that_extends_it() {
    let folder = Folder::new(&[
        ("shared/full.toml", FULL),
        ("shared/strict.toml", "extends = 'full.toml'\nguardrails.budget = 2"),
        ("mine/harness.toml", "extends = '../shared/strict.toml'\nmemory.cap = 1"),
    ]);
    let expected = FULL.replace("budget = 6", "budget = 2").replace("cap = 4", "cap = 1");
    assert_eq!(folder.load("mine/harness.toml").config, harness(&expected));
}

#[test]
fn a_component_of_the_extended_file_is_switched_off() {
    let folder = Folder::new(&[
        ("base.toml", FULL),
        ("harness.toml", "extends = 'base.toml'\nverifiers.kind = 'off'"),
    ]);
    assert_eq!(folder.load("harness.toml").config.verifiers, None);
}

#[test]
fn a_component_that_was_off_is_switched_on_with_the_settings_below_it() {
    let off = FULL.replace("kind = \"checks\"", "kind = \"off\"");
    let folder = Folder::new(&[
        ("base.toml", &off),
        ("harness.toml", "extends = 'base.toml'\nverifiers.kind = 'checks'"),
    ]);
    let Some(Verifiers::Checks { checks, .. }) = folder.load("harness.toml").config.verifiers
    else {
        panic!("the verifiers are on");
    };
    assert_eq!(checks, [Check::EvidenceRelevant, Check::EvidenceRequired]);
}

#[test]
fn a_circle_is_refused_with_its_path() {
    let folder = Folder::new(&[
        ("one.toml", "extends = 'two.toml'"),
        ("two.toml", "extends = './three.toml'"),
        ("three.toml", "extends = 'one.toml'"),
    ]);
    assert_snapshot!(folder.refused("one.toml", &[]), @"harness files extend one another in a circle: [DIR]/one.toml → [DIR]/two.toml → [DIR]/three.toml → [DIR]/one.toml");
}

#[test]
fn a_file_that_extends_itself_is_refused() {
    let folder = Folder::new(&[("one.toml", &format!("extends = './one.toml'\n{BARE}"))]);
    assert_snapshot!(folder.refused("one.toml", &[]), @"harness files extend one another in a circle: [DIR]/one.toml → [DIR]/one.toml");
}

#[test]
fn an_extended_file_that_is_missing_is_named_where_it_is_asked_for() {
    let folder = Folder::new(&[("harness.toml", &format!("extends = './bear.toml'\n{BARE}"))]);
    assert_snapshot!(folder.refused("harness.toml", &[]), @"
    error: there is no harness file `[DIR]/bear.toml`
     --> [DIR]/harness.toml:1:11
      |
    1 | extends = './bear.toml'
      |           ^^^^^^^^^^^^^
    ");
}

#[test]
fn an_unknown_key_is_shown_in_the_file_that_has_it() {
    let base = FULL.replace("budget", "budgets");
    let folder = Folder::new(&[("base.toml", &base), ("harness.toml", "extends = 'base.toml'")]);
    assert_snapshot!(folder.refused("harness.toml", &[]), @"
    error: unknown key `budgets`
      --> [DIR]/base.toml:16:1
       |
    16 | budgets = 6
       | ^^^^^^^
       |
       = help: did you mean `budget`?
       = help: the valid keys are `kind`, `budget`, `allowlist`, `schema`
    ");
}

#[test]
fn extends_is_one_file() {
    let folder = Folder::new(&[("harness.toml", "extends = ['a.toml', 'b.toml']")]);
    assert_snapshot!(folder.refused("harness.toml", &[]), @"
    error: `extends` must be a string, found an array
     --> [DIR]/harness.toml:1:11
      |
    1 | extends = ['a.toml', 'b.toml']
      |           ^^^^^^^^^^^^^^^^^^^^
    ");
}
