//! Scenarios that cannot be meant, and what a person is told of them.

use insta::assert_snapshot;

use crate::folder::{Folder, SCENARIO, change};

/// How a scenario is refused.
fn refused(text: &str) -> String {
    Folder::new().with("search/scenario.toml", text).refused()
}

/// How the good scenario is refused with one word in the place of another.
fn with(word: &str, instead: &str) -> String {
    refused(&change(SCENARIO, word, instead))
}

/// How a script of one move is refused.
fn with_move(written: &str) -> String {
    with("[tools]", &format!("script = [\n  {written},\n]\n\n[tools]"))
}

#[test]
fn a_folder_without_a_scenario() {
    assert_snapshot!(Folder::new().without("search/scenario.toml").refused(), @"error: cannot read [DIR]/search/scenario.toml: No such file or directory (os error 2)");
}

#[test]
fn a_folder_without_a_world() {
    let folder = Folder::new().without("search/world.star").with("world.star", "");
    assert_snapshot!(folder.refused(), @"scenario [DIR]/search has no world: `world.star` is missing beside `scenario.toml`");
}

#[test]
fn a_file_that_is_no_toml() {
    assert_snapshot!(with("prompt = \"Find {what}.\"", "prompt = Find {what}."), @"
    error: unexpected key or value, expected newline, `#`
     --> [DIR]/search/scenario.toml:3:15
      |
    3 | prompt = Find {what}.
      |               ^
    ");
}

#[test]
fn a_scenario_that_lacks_what_it_needs() {
    assert_snapshot!(with("name = \"search\"", ""), @"
    error: missing key `name`
    --> [DIR]/search/scenario.toml
    ");
    assert_snapshot!(with("prompt = \"Find {what}.\"", ""), @"
    error: missing key `prompt`
    --> [DIR]/search/scenario.toml
    ");
}

#[test]
fn an_unknown_key() {
    assert_snapshot!(with("[tools]", "[tool]"), @"
    error: unknown key `tool`
     --> [DIR]/search/scenario.toml:5:2
      |
    5 | [tool]
      |  ^^^^
      |
      = help: did you mean `tools`?
      = help: the valid keys are `name`, `family`, `tags`, `prompt`, `tools`, `splits`, `grant`, `params`, `script`, `approver`, `variant`
    ");
    assert_snapshot!(with("look.mutating = false", "look = { mutating = false, slow = true }"), @"
    error: unknown key `slow`
     --> [DIR]/search/scenario.toml:6:28
      |
    6 | look = { mutating = false, slow = true }
      |                            ^^^^
      |
      = help: the valid keys are `mutating`
    ");
    assert_snapshot!(with("params =", "parameters ="), @"
    error: unknown key `parameters`
      --> [DIR]/search/scenario.toml:16:1
       |
    16 | parameters = { seconds = 5 }
       | ^^^^^^^^^^
       |
       = help: the valid keys are `grant`, `params`, `script`, `approver`
    ");
}

#[test]
fn a_scenario_whose_name_cannot_be_typed_back() {
    assert_snapshot!(with("name = \"search\"", "name = \"web/search\""), @r#"
    error: `web/search` is no name for a scenario
     --> [DIR]/search/scenario.toml:2:8
      |
    2 | name = "web/search"
      |        ^^^^^^^^^^^^
      |
      = help: use letters, digits, `-` and `_`
    "#);
    for name in ["", "a.b", "a#1", "a@2", "a b"] {
        let shown = with("name = \"search\"", &format!("name = \"{name}\""));
        assert!(shown.contains("is no name for a scenario"), "{shown}");
    }
}

#[test]
fn a_variant_whose_name_cannot_be_typed_back() {
    assert_snapshot!(with("[variant.calm]", "[variant.\"very calm\"]"), @r#"
    error: `very calm` is no name for a variant
      --> [DIR]/search/scenario.toml:13:1
       |
    13 | [variant."very calm"]
       | ^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_tool_that_does_not_say_whether_it_mutates() {
    assert_snapshot!(with("buy.mutating = true", "buy = {}"), @"
    error: tool `buy` does not declare `mutating`
     --> [DIR]/search/scenario.toml:7:7
      |
    7 | buy = {}
      |       ^^
      |
      = help: say whether a call may change the world: no default is safe
    ");
    assert_snapshot!(with("buy.mutating = true", "buy.mutates = true"), @"
    error: tool `buy` does not declare `mutating`
     --> [DIR]/search/scenario.toml:7:1
      |
    7 | buy.mutates = true
      | ^^^
      |
      = help: say whether a call may change the world: no default is safe
    ");
}

#[test]
fn a_split_that_is_no_range() {
    assert_snapshot!(with("\"0..100\"", "\"0-100\""), @r#"
    error: `0-100` is no range
      --> [DIR]/search/scenario.toml:10:9
       |
    10 | train = "0-100"
       |         ^^^^^^^
       |
       = help: a split is a range of instance seeds: train = "0..1000"
    "#);
    assert_snapshot!(with("\"0..100\"", "\"100..0\""), @r#"
    error: `100..0` is no range
      --> [DIR]/search/scenario.toml:10:9
       |
    10 | train = "100..0"
       |         ^^^^^^^^
       |
       = help: a split is a range of instance seeds: train = "0..1000"
    "#);
    assert_snapshot!(with("\"0..100\"", "100"), @"
    error: `splits.train` must be a string, found an integer
      --> [DIR]/search/scenario.toml:10:9
       |
    10 | train = 100
       |         ^^^
    ");
    for written in ["", "..", "..9", "0..", "0..0", "0..=9", "-1..9", "0..1e3", "0..1..2"] {
        let shown = with("\"0..100\"", &format!("\"{written}\""));
        assert!(shown.contains("is no range"), "{shown}");
    }
}

#[test]
fn splits_that_share_seeds() {
    assert_snapshot!(with("\"100..120\"", "\"99..120\""), @r#"
    error: split `holdout` shares seeds with split `train`
      --> [DIR]/search/scenario.toml:11:11
       |
    11 | holdout = "99..120"
       |           ^^^^^^^^^
       |
       = help: what is held out must not be trained on
    "#);
    assert_snapshot!(with("\"100..120\"", "\"40..50\""), @r#"
    error: split `holdout` shares seeds with split `train`
      --> [DIR]/search/scenario.toml:11:11
       |
    11 | holdout = "40..50"
       |           ^^^^^^^^
       |
       = help: what is held out must not be trained on
    "#);
}

#[test]
fn parameters_that_are_no_table() {
    assert_snapshot!(with("params = { seconds = 5 }", "params = 5"), @"
    error: `params` is not a table
      --> [DIR]/search/scenario.toml:16:10
       |
    16 | params = 5
       |          ^
    ");
}

#[test]
fn an_approver_nobody_knows() {
    assert_snapshot!(with("[tools]", "approver = \"granted\"\n\n[tools]"), @r#"
    error: unknown approver `granted`
     --> [DIR]/search/scenario.toml:5:12
      |
    5 | approver = "granted"
      |            ^^^^^^^^^
      |
      = help: did you mean `grant`?
      = help: it is one of `deny`, `grant`
    "#);
}

// ── scripts ───────────────────────────────────────────────────────────────

#[test]
fn a_move_that_does_two_things() {
    assert_snapshot!(with_move(r#"{ call = "look", raw = "Looking." }"#), @r#"
    error: a move does exactly one thing
     --> [DIR]/search/scenario.toml:6:3
      |
    6 |   { call = "look", raw = "Looking." },
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: a move is { call, args } or { calls }, each with or without `say`; or { say, answer }; or { raw }
    "#);
}

#[test]
fn a_move_that_does_nothing() {
    assert_snapshot!(with_move("{}"), @"
    error: a move does exactly one thing
     --> [DIR]/search/scenario.toml:6:3
      |
    6 |   {},
      |   ^^
      |
      = help: a move is { call, args } or { calls }, each with or without `say`; or { say, answer }; or { raw }
    ");
    assert_snapshot!(with_move("{ calls = [] }"), @"
    error: a move does exactly one thing
     --> [DIR]/search/scenario.toml:6:3
      |
    6 |   { calls = [] },
      |   ^^^^^^^^^^^^^^
      |
      = help: a move is { call, args } or { calls }, each with or without `say`; or { say, answer }; or { raw }
    ");
}

#[test]
fn a_move_with_what_belongs_to_another() {
    assert_snapshot!(with_move(r#"{ say = "Done.", args = { at = "shelf" } }"#), @r#"
    error: unknown key `args`
     --> [DIR]/search/scenario.toml:6:20
      |
    6 |   { say = "Done.", args = { at = "shelf" } },
      |                    ^^^^
      |
      = help: the valid keys are `calls`, `call`, `say`, `raw`, `answer`
    "#);
    assert_snapshot!(with_move(r#"{ say = "Hm.", call = "look", answer = {} }"#), @r#"
    error: unknown key `answer`
     --> [DIR]/search/scenario.toml:6:33
      |
    6 |   { say = "Hm.", call = "look", answer = {} },
      |                                 ^^^^^^
      |
      = help: the valid keys are `calls`, `call`, `say`, `raw`, `raw_args`, `args`
    "#);
    assert_snapshot!(with_move(r#"{ raw = "hm", answer = {} }"#), @r#"
    error: unknown key `answer`
     --> [DIR]/search/scenario.toml:6:17
      |
    6 |   { raw = "hm", answer = {} },
      |                 ^^^^^^
      |
      = help: the valid keys are `calls`, `call`, `say`, `raw`
    "#);
}

#[test]
fn a_call_with_arguments_of_both_kinds() {
    assert_snapshot!(with_move(r#"{ call = "look", args = {}, raw_args = "{" }"#), @r#"
    error: a call has either `args` or `raw_args`
     --> [DIR]/search/scenario.toml:6:3
      |
    6 |   { call = "look", args = {}, raw_args = "{" },
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn calls_side_by_side_are_calls() {
    assert_snapshot!(with_move(r#"{ calls = [{ call = "look" }, { say = "Done." }] }"#), @r#"
    error: missing key `script[0].calls[1].call`
     --> [DIR]/search/scenario.toml:6:33
      |
    6 |   { calls = [{ call = "look" }, { say = "Done." }] },
      |                                 ^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn a_script_that_is_no_list_of_moves() {
    assert_snapshot!(with("[tools]", "script = \"look\"\n\n[tools]"), @r#"
    error: `script` must be an array of tables, found a string
     --> [DIR]/search/scenario.toml:5:10
      |
    5 | script = "look"
      |          ^^^^^^
      |
      = help: write each of them under its own [[script]]
    "#);
    assert_snapshot!(with("[tools]", "script = [\"look\"]\n\n[tools]"), @r#"
    error: `script[0]` must be a table, found a string
     --> [DIR]/search/scenario.toml:5:11
      |
    5 | script = ["look"]
      |           ^^^^^^
    "#);
}
