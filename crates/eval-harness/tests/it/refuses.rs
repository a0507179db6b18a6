//! Files that cannot be meant, and what a person is told of them.

use insta::assert_snapshot;

use crate::folder::{Folder, refused};
use crate::{BARE, FULL};

/// How the full harness is refused with one word in the place of another.
fn with(word: &str, instead: &str) -> String {
    assert!(FULL.contains(word), "{word}");
    refused(&FULL.replacen(word, instead, 1))
}

#[test]
fn a_file_that_is_not_there() {
    assert_snapshot!(Folder::new(&[]).refused("harness.toml", &[]), @"error: cannot read [DIR]/harness.toml: No such file or directory (os error 2)");
}

#[test]
fn a_file_that_is_no_toml() {
    assert_snapshot!(refused("[loop\nkind = \"react\"\n"), @"
    error: unclosed table, expected `]`
     --> [DIR]/harness.toml:1:6
      |
    1 | [loop
      |      ^
    ");
}

#[test]
fn a_harness_without_a_loop() {
    assert_snapshot!(refused("[tools]\nkind = \"registry\"\n"), @r#"
    error: missing key `loop`
    --> [DIR]/harness.toml
     = help: a harness needs a loop, its own or by `extends`: [loop] kind = "react"
    "#);
}

#[test]
fn a_loop_that_is_switched_off() {
    assert_snapshot!(refused("[loop]\nkind = \"off\"\n"), @r#"
    error: unknown kind `off`
     --> [DIR]/harness.toml:2:8
      |
    2 | kind = "off"
      |        ^^^^^
      |
      = help: it is one of `react`
    "#);
}

#[test]
fn a_component_without_a_kind() {
    assert_snapshot!(refused(&format!("{BARE}[guardrails]\nbudget = 6\n")), @"
    error: missing key `guardrails.kind`
     --> [DIR]/harness.toml:3:1
      |
    3 | [guardrails]
      | ^^^^^^^^^^^^
      |
      = help: it is one of `rails`, `off`
    ");
}

#[test]
fn a_component_that_is_no_table() {
    assert_snapshot!(refused(&format!("verifiers = true\n{BARE}")), @"
    error: `verifiers` must be a table, found a boolean
     --> [DIR]/harness.toml:1:13
      |
    1 | verifiers = true
      |             ^^^^
    ");
}

#[test]
fn an_unknown_component() {
    assert_snapshot!(with("[guardrails]", "[guard_rails]"), @"
    error: unknown key `guard_rails`
      --> [DIR]/harness.toml:14:2
       |
    14 | [guard_rails]
       |  ^^^^^^^^^^^
       |
       = help: did you mean `guardrails`?
       = help: the valid keys are `extends`, `loop`, `context`, `tools`, `guardrails`, `approval`, `memory`, `verifiers`, `errors`
    ");
}

#[test]
fn an_unknown_key_of_the_loop() {
    assert_snapshot!(with("max_turns", "max_turn"), @"
    error: unknown key `max_turn`
     --> [DIR]/harness.toml:4:1
      |
    4 | max_turn = 24
      | ^^^^^^^^
      |
      = help: did you mean `max_turns`?
      = help: the valid keys are `kind`, `max_turns`
    ");
}

#[test]
fn an_unknown_key_of_the_context() {
    assert_snapshot!(with("system = ", "priority = 1\nsystem = "), @"
    error: unknown key `priority`
     --> [DIR]/harness.toml:8:1
      |
    8 | priority = 1
      | ^^^^^^^^
      |
      = help: the valid keys are `kind`, `system`
    ");
}

#[test]
fn an_unknown_key_of_the_tools() {
    assert_snapshot!(with("granted_only", "granted-only"), @"
    error: unknown key `granted-only`
      --> [DIR]/harness.toml:12:1
       |
    12 | granted-only = false
       | ^^^^^^^^^^^^
       |
       = help: did you mean `granted_only`?
       = help: the valid keys are `kind`, `granted_only`
    ");
}

#[test]
fn an_unknown_key_of_the_guardrails() {
    assert_snapshot!(with("allowlist", "allow_list"), @"
    error: unknown key `allow_list`
      --> [DIR]/harness.toml:17:1
       |
    17 | allow_list = false
       | ^^^^^^^^^^
       |
       = help: did you mean `allowlist`?
       = help: the valid keys are `kind`, `budget`, `allowlist`, `schema`
    ");
}

#[test]
fn an_unknown_key_of_the_approval() {
    assert_snapshot!(with("kind = \"ask\"", "kind = \"ask\"\nonce = true"), @"
    error: unknown key `once`
      --> [DIR]/harness.toml:22:1
       |
    22 | once = true
       | ^^^^
       |
       = help: the valid keys are `kind`
    ");
}

#[test]
fn an_unknown_key_of_the_memory() {
    assert_snapshot!(with("cap", "capacity"), @"
    error: unknown key `capacity`
      --> [DIR]/harness.toml:25:1
       |
    25 | capacity = 4
       | ^^^^^^^^
       |
       = help: the valid keys are `kind`, `cap`
    ");
}

#[test]
fn an_unknown_key_of_the_verifiers() {
    assert_snapshot!(with("on_fail", "on_fails"), @r#"
    error: unknown key `on_fails`
      --> [DIR]/harness.toml:30:1
       |
    30 | on_fails = "feedback"
       | ^^^^^^^^
       |
       = help: did you mean `on_fail`?
       = help: the valid keys are `kind`, `checks`, `on_fail`, `max_feedback`
    "#);
}

#[test]
fn an_unknown_key_of_the_errors() {
    assert_snapshot!(with("max_unusable", "max_unusables"), @"
    error: unknown key `max_unusables`
      --> [DIR]/harness.toml:35:1
       |
    35 | max_unusables = 5
       | ^^^^^^^^^^^^^
       |
       = help: did you mean `max_unusable`?
       = help: the valid keys are `kind`, `max_unusable`
    ");
}

#[test]
fn an_unknown_key_of_a_component_that_is_off() {
    let keys = [
        ("context", "system"),
        ("tools", "granted_only"),
        ("guardrails", "budget"),
        ("guardrails", "allowlist"),
        ("guardrails", "schema"),
        ("memory", "cap"),
        ("verifiers", "checks"),
        ("verifiers", "on_fail"),
        ("verifiers", "max_feedback"),
        ("errors", "max_unusable"),
    ];
    for (component, key) in keys {
        let shown = refused(&format!("{BARE}[{component}]\nkind = \"off\"\n{key}s = 1\n"));
        assert!(shown.contains(&format!("did you mean `{key}`?")), "{shown}");
    }
    assert_snapshot!(refused(&format!("{BARE}[approval]\nkind = \"off\"\nwho = \"me\"\n")), @r#"
    error: unknown key `who`
     --> [DIR]/harness.toml:5:1
      |
    5 | who = "me"
      | ^^^
      |
      = help: the valid keys are `kind`
    "#);
}

#[test]
fn an_unknown_kind() {
    assert_snapshot!(with("\"react\"", "\"reacts\""), @r#"
    error: unknown kind `reacts`
     --> [DIR]/harness.toml:3:8
      |
    3 | kind = "reacts"
      |        ^^^^^^^^
      |
      = help: did you mean `react`?
      = help: it is one of `react`
    "#);
    assert_snapshot!(with("\"system_first\"", "\"system-fist\""), @r#"
    error: unknown kind `system-fist`
     --> [DIR]/harness.toml:7:8
      |
    7 | kind = "system-fist"
      |        ^^^^^^^^^^^^^
      |
      = help: did you mean `system_first`?
      = help: it is one of `system_first`, `off`
    "#);
    assert_snapshot!(with("\"ask\"", "\"allow-al\""), @r#"
    error: unknown kind `allow-al`
      --> [DIR]/harness.toml:21:8
       |
    21 | kind = "allow-al"
       |        ^^^^^^^^^^
       |
       = help: did you mean `allow_all`?
       = help: it is one of `ask`, `allow_all`, `off`
    "#);
    assert_snapshot!(with("\"rails\"", "\"none\""), @r#"
    error: unknown kind `none`
      --> [DIR]/harness.toml:15:8
       |
    15 | kind = "none"
       |        ^^^^^^
       |
       = help: it is one of `rails`, `off`
    "#);
}

#[test]
fn an_unknown_word_for_what_follows_a_failed_check() {
    assert_snapshot!(with("on_fail = \"feedback\"", "on_fail = \"feedbacks\""), @r#"
    error: unknown on_fail `feedbacks`
      --> [DIR]/harness.toml:30:11
       |
    30 | on_fail = "feedbacks"
       |           ^^^^^^^^^^^
       |
       = help: did you mean `feedback`?
       = help: it is one of `surface`, `feedback`, `halt`
    "#);
}

#[test]
fn a_check_that_nobody_knows() {
    assert_snapshot!(with("\"evidence_relevant\"", "\"evidence_irrelevant\""), @r#"
    error: unknown check `evidence_irrelevant`
      --> [DIR]/harness.toml:29:10
       |
    29 | checks = ["evidence_irrelevant", "evidence_required"]
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: did you mean `evidence_relevant`?
    "#);
    assert_snapshot!(with("\"evidence_relevant\"", "\"spelling\""), @r#"
    error: unknown check `spelling`
      --> [DIR]/harness.toml:29:10
       |
    29 | checks = ["spelling", "evidence_required"]
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: checks are: evidence_required, no_unapproved_mutation, evidence_relevant
    "#);
}

#[test]
fn a_check_that_is_named_twice() {
    assert_snapshot!(with("\"evidence_relevant\"", "\"evidence_required\""), @r#"
    error: check `evidence_required` is named twice
      --> [DIR]/harness.toml:29:10
       |
    29 | checks = ["evidence_required", "evidence_required"]
       |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn verifiers_without_a_check() {
    assert_snapshot!(with("[\"evidence_relevant\", \"evidence_required\"]", "[]"), @r#"
    error: no check is named
      --> [DIR]/harness.toml:29:10
       |
    29 | checks = []
       |          ^^
       |
       = help: name a check, or switch the verifiers off with kind = "off"
    "#);
    assert_snapshot!(refused(&format!("{BARE}[verifiers]\nkind = \"checks\"\n")), @"
    error: missing key `verifiers.checks`
     --> [DIR]/harness.toml:3:1
      |
    3 | [verifiers]
      | ^^^^^^^^^^^
    ");
}

#[test]
fn a_memory_of_nothing() {
    assert_snapshot!(with("cap = 4", "cap = 0"), @"
    error: `cap` is 0; it must be at least 1
      --> [DIR]/harness.toml:25:7
       |
    25 | cap = 0
       |       ^
    ");
}

#[test]
fn a_value_of_the_wrong_type() {
    assert_snapshot!(with("budget = 6", "budget = \"6\""), @r#"
    error: `guardrails.budget` must be an integer, found a string
      --> [DIR]/harness.toml:16:10
       |
    16 | budget = "6"
       |          ^^^
    "#);
    assert_snapshot!(with("budget = 6", "budget = 4294967296"), @"
    error: `guardrails.budget` must be an integer from 0 to 4294967295, found 4294967296
      --> [DIR]/harness.toml:16:10
       |
    16 | budget = 4294967296
       |          ^^^^^^^^^^
    ");
    assert_snapshot!(with("granted_only = false", "granted_only = \"no\""), @r#"
    error: `tools.granted_only` must be a boolean, found a string
      --> [DIR]/harness.toml:12:16
       |
    12 | granted_only = "no"
       |                ^^^^
    "#);
}
