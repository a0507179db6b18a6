//! Suites that cannot be meant, and what a person is told of them.

use insta::assert_snapshot;

use crate::folder::{Folder, SUITE, change};

/// How a suite is refused.
fn refused(text: &str) -> String {
    Folder::new().with("suite.toml", text).refused()
}

/// How the good suite is refused with one word in the place of another.
fn with(word: &str, instead: &str) -> String {
    refused(&change(SUITE, word, instead))
}

/// How it is refused with more said of its scenario.
fn with_scenario(more: &str) -> String {
    with("path = \"search\"", &format!("path = \"search\"\n{more}"))
}

/// How it is refused with more said of its arm.
fn with_arm(more: &str) -> String {
    refused(&format!("{SUITE}{more}\n"))
}

#[test]
fn a_file_that_is_not_there() {
    assert_snapshot!(Folder::new().without("suite.toml").refused(), @"error: cannot read [DIR]/suite.toml: No such file or directory (os error 2)");
}

#[test]
fn a_file_that_is_no_toml() {
    assert_snapshot!(with("[[scenario]]", "[[scenario]"), @"
    error: unclosed array table, expected `]`
     --> [DIR]/suite.toml:5:12
      |
    5 | [[scenario]
      |            ^
    ");
}

#[test]
fn a_suite_that_lacks_what_it_needs() {
    assert_snapshot!(with("name = \"web\"", ""), @"
    error: missing key `name`
    --> [DIR]/suite.toml
    ");
    assert_snapshot!(refused("name = \"web\"\n"), @"
    error: missing key `scenario`
    --> [DIR]/suite.toml
    ");
    assert_snapshot!(refused("name = \"web\"\n[[scenario]]\npath = \"search\"\n"), @r#"
    error: missing key `model`
    --> [DIR]/suite.toml
     = help: name at least one: [model.oracle] kind = "oracle"
    "#);
    let without_arms = &SUITE[..SUITE.find("[[arm]]").unwrap()];
    assert_snapshot!(refused(without_arms), @"
    error: missing key `arm`
    --> [DIR]/suite.toml
     = help: an arm is a harness and a model: [[arm]] name, harness, model
    ");
}

#[test]
fn an_unknown_key() {
    assert_snapshot!(with("split =", "seeds = 3\nsplit ="), @"
    error: unknown key `seeds`
     --> [DIR]/suite.toml:3:1
      |
    3 | seeds = 3
      | ^^^^^
      |
      = help: did you mean `seed`?
      = help: the valid keys are `name`, `seed`, `epochs`, `split`, `limits`, `scenario`, `model`, `arm`
    ");
    assert_snapshot!(with("[[arm]]", "[limits]\nmax_turn = 3\n\n[[arm]]"), @"
    error: unknown key `max_turn`
      --> [DIR]/suite.toml:15:1
       |
    15 | max_turn = 3
       | ^^^^^^^^
       |
       = help: did you mean `max_turns`?
       = help: the valid keys are `max_turns`, `max_infra`
    ");
    assert_snapshot!(with_scenario("epoch = 3"), @"
    error: unknown key `epoch`
     --> [DIR]/suite.toml:7:1
      |
    7 | epoch = 3
      | ^^^^^
      |
      = help: did you mean `epochs`?
      = help: the valid keys are `path`, `variants`, `split`, `instances`, `epochs`
    ");
    assert_snapshot!(with_scenario("instances = { from = 0, count = 3 }"), @"
    error: unknown key `from`
     --> [DIR]/suite.toml:7:15
      |
    7 | instances = { from = 0, count = 3 }
      |               ^^^^
      |
      = help: the valid keys are `first`, `count`
    ");
    assert_snapshot!(with("kind = \"oracle\"", "kind = \"oracle\"\np = 0.5"), @"
    error: unknown key `p`
      --> [DIR]/suite.toml:10:1
       |
    10 | p = 0.5
       | ^
       |
       = help: the valid keys are `kind`
    ");
    assert_snapshot!(with_arm("harnes = \"bare.toml\""), @r#"
    error: unknown key `harnes`
      --> [DIR]/suite.toml:18:1
       |
    18 | harnes = "bare.toml"
       | ^^^^^^
       |
       = help: did you mean `harness`?
       = help: the valid keys are `name`, `harness`, `model`, `set`, `only`, `stream`
    "#);
}

#[test]
fn nothing_would_run() {
    assert_snapshot!(with("split =", "epochs = 0\nsplit ="), @"
    error: `epochs` is 0: nothing would run
     --> [DIR]/suite.toml:3:10
      |
    3 | epochs = 0
      |          ^
    ");
    assert_snapshot!(with_scenario("epochs = 0"), @"
    error: `epochs` is 0: nothing would run
     --> [DIR]/suite.toml:7:10
      |
    7 | epochs = 0
      |          ^
    ");
    assert_snapshot!(with_scenario("instances = { count = 0 }"), @"
    error: `count` is 0: nothing would run
     --> [DIR]/suite.toml:7:23
      |
    7 | instances = { count = 0 }
      |                       ^
    ");
    assert_snapshot!(with_scenario("variants = []"), @"
    error: `variants` names none
     --> [DIR]/suite.toml:7:12
      |
    7 | variants = []
      |            ^^
      |
      = help: leave `variants` out to have them all
    ");
    assert_snapshot!(with_arm("only = []"), @"
    error: `only` names nothing: the arm would not run
      --> [DIR]/suite.toml:18:8
       |
    18 | only = []
       |        ^^
       |
       = help: leave `only` out to have the arm play everything
    ");
}

// ── scenarios ─────────────────────────────────────────────────────────────

#[test]
fn a_scenario_whose_folder_is_not_there() {
    assert_snapshot!(with("path = \"search\"", "path = \"serach\""), @r#"
    error: there is no folder `[DIR]/serach`
     --> [DIR]/suite.toml:6:8
      |
    6 | path = "serach"
      |        ^^^^^^^^
    "#);
}

#[test]
fn two_scenarios_of_one_name() {
    let second = "path = \"search\"\n\n[[scenario]]\npath = \"./search\"";
    assert_snapshot!(with("path = \"search\"", second), @r#"
    error: two scenarios are named `search`
     --> [DIR]/suite.toml:9:8
      |
    9 | path = "./search"
      |        ^^^^^^^^^^
    "#);
}

#[test]
fn an_unknown_variant() {
    assert_snapshot!(with_scenario("variants = [\"calm\", \"hurred\"]"), @r#"
    error: scenario `search` has no variant `hurred`
     --> [DIR]/suite.toml:7:12
      |
    7 | variants = ["calm", "hurred"]
      |            ^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `hurried`?
    "#);
    assert_snapshot!(with_scenario("variants = [\"sleepy\"]"), @r#"
    error: scenario `search` has no variant `sleepy`
     --> [DIR]/suite.toml:7:12
      |
    7 | variants = ["sleepy"]
      |            ^^^^^^^^^^
      |
      = help: there are: calm, hurried
    "#);
}

#[test]
fn a_variant_that_is_named_twice() {
    assert_snapshot!(with_scenario("variants = [\"calm\", \"calm\"]"), @r#"
    error: variant `calm` is named twice
     --> [DIR]/suite.toml:7:12
      |
    7 | variants = ["calm", "calm"]
      |            ^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn an_unknown_split() {
    assert_snapshot!(with_scenario("split = \"trains\""), @r#"
    error: scenario `search` has no split `trains`
     --> [DIR]/suite.toml:7:9
      |
    7 | split = "trains"
      |         ^^^^^^^^
      |
      = help: did you mean `train`?
    "#);
    assert_snapshot!(with("split = \"train\"", "split = \"canary\""), @"
    error: scenario `search` has no split `canary`
     --> [DIR]/suite.toml:5:1
      |
    5 | [[scenario]]
      | ^^^^^^^^^^^^
      |
      = help: there are: holdout, train
    ");
}

#[test]
fn a_split_of_a_scenario_that_has_none() {
    let plain = "name = \"search\"\nprompt = \"Find it.\"\n";
    let folder = Folder::new().with("search/scenario.toml", plain);
    assert_snapshot!(folder.refused(), @"
    error: scenario `search` has no split `train`
     --> [DIR]/suite.toml:5:1
      |
    5 | [[scenario]]
      | ^^^^^^^^^^^^
      |
      = help: it has none
    ");
}

#[test]
fn seeds_outside_the_split() {
    assert_snapshot!(with_scenario("instances = { first = 99, count = 2 }"), @"
    error: seeds 99..101 leave split `train`
     --> [DIR]/suite.toml:7:35
      |
    7 | instances = { first = 99, count = 2 }
      |                                   ^
      |
      = help: `train` holds the seeds 0..100
    ");
    assert_snapshot!(with_scenario("split = \"holdout\"\ninstances.first = 99"), @"
    error: seeds 99..100 leave split `holdout`
     --> [DIR]/suite.toml:8:19
      |
    8 | instances.first = 99
      |                   ^^
      |
      = help: `holdout` holds the seeds 100..120
    ");
}

#[test]
fn seeds_past_the_largest_there_is() {
    let text = change(SUITE, "split = \"train\"", "");
    let most = "path = \"search\"\ninstances = { first = 18446744073709551615, count = 2 }";
    assert_snapshot!(refused(&change(&text, "path = \"search\"", most)), @"
    error: the seeds run past the largest there is
     --> [DIR]/suite.toml:7:53
      |
    7 | instances = { first = 18446744073709551615, count = 2 }
      |                                                     ^
    ");
}

// ── models ────────────────────────────────────────────────────────────────

#[test]
fn an_unknown_kind_of_model() {
    assert_snapshot!(with("kind = \"flaky\"", "kind = \"greedy_rong\""), @r#"
    error: unknown kind `greedy_rong`
      --> [DIR]/suite.toml:12:8
       |
    12 | kind = "greedy_rong"
       |        ^^^^^^^^^^^^^
       |
       = help: did you mean `greedy-wrong`?
       = help: it is one of `scripted`, `oracle`, `null`, `random`, `greedy-wrong`, `flaky`
    "#);
}

#[test]
fn a_probability_that_is_none() {
    assert_snapshot!(with("kind = \"flaky\"", "kind = \"flaky\"\np = 1.5"), @"
    error: `p` is 1.5; it must lie between 0 and 1
      --> [DIR]/suite.toml:13:5
       |
    13 | p = 1.5
       |     ^^^
    ");
    assert_snapshot!(with("kind = \"flaky\"", "kind = \"flaky\"\ninfra = -0.1"), @"
    error: `infra` is -0.1; it must lie between 0 and 1
      --> [DIR]/suite.toml:13:9
       |
    13 | infra = -0.1
       |         ^^^^
    ");
    assert_snapshot!(with("[[arm]]", "[limits]\nmax_infra = 5\n\n[[arm]]"), @"
    error: `max_infra` is 5; it must lie between 0 and 1
      --> [DIR]/suite.toml:15:13
       |
    15 | max_infra = 5
       |             ^
    ");
}

// ── arms ──────────────────────────────────────────────────────────────────

#[test]
fn two_arms_of_one_name() {
    let second = "\n[[arm]]\nname = \"bare\"\nharness = \"bare.toml\"\nmodel = \"shaky\"";
    assert_snapshot!(with_arm(second), @r#"
    error: two arms are named `bare`
      --> [DIR]/suite.toml:20:8
       |
    20 | name = "bare"
       |        ^^^^^^
    "#);
}

#[test]
fn an_arm_whose_name_cannot_be_typed_back() {
    assert_snapshot!(with("name = \"bare\"", "name = \"bare/loop\""), @r#"
    error: `bare/loop` is no name for an arm
      --> [DIR]/suite.toml:15:8
       |
    15 | name = "bare/loop"
       |        ^^^^^^^^^^^
       |
       = help: use letters, digits, `-`, `_` and `.`
    "#);
    for name in ["", "a#1", "a@2", "a b", "a\\tb"] {
        let shown = with("name = \"bare\"", &format!("name = \"{name}\""));
        assert!(shown.contains("is no name for an arm"), "{shown}");
    }
}

#[test]
fn a_harness_file_that_is_not_there() {
    assert_snapshot!(with("bare.toml", "harness/bare.toml"), @r#"
    error: there is no harness file `[DIR]/harness/bare.toml`
      --> [DIR]/suite.toml:16:11
       |
    16 | harness = "harness/bare.toml"
       |           ^^^^^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn an_unknown_model() {
    assert_snapshot!(with("model = \"oracle\"", "model = \"oracel\""), @r#"
    error: unknown model `oracel`
      --> [DIR]/suite.toml:17:9
       |
    17 | model = "oracel"
       |         ^^^^^^^^
       |
       = help: did you mean `oracle`?
    "#);
    assert_snapshot!(with("model = \"oracle\"", "model = \"opus\""), @r#"
    error: unknown model `opus`
      --> [DIR]/suite.toml:17:9
       |
    17 | model = "opus"
       |         ^^^^^^
       |
       = help: there are: oracle, shaky
    "#);
}

#[test]
fn an_arm_that_is_confined_to_what_is_not_there() {
    assert_snapshot!(with_arm("only = [\"calm\", \"hurred\"]"), @r#"
    error: no scenario or variant of this suite is named `hurred`
      --> [DIR]/suite.toml:18:8
       |
    18 | only = ["calm", "hurred"]
       |        ^^^^^^^^^^^^^^^^^^
       |
       = help: did you mean `hurried`?
    "#);
    assert_snapshot!(with_arm("only = [\"search.sleepy\"]"), @r#"
    error: no scenario or variant of this suite is named `search.sleepy`
      --> [DIR]/suite.toml:18:8
       |
    18 | only = ["search.sleepy"]
       |        ^^^^^^^^^^^^^^^^^
       |
       = help: there are: calm, hurried, search
    "#);
}

#[test]
fn an_arm_that_is_confined_to_a_variant_the_suite_left_out() {
    let text = change(SUITE, "path = \"search\"", "path = \"search\"\nvariants = [\"calm\"]");
    assert_snapshot!(refused(&format!("{text}only = [\"hurried\"]\n")), @r#"
    error: no scenario or variant of this suite is named `hurried`
      --> [DIR]/suite.toml:19:8
       |
    19 | only = ["hurried"]
       |        ^^^^^^^^^^^
       |
       = help: there are: calm, search
    "#);
}

#[test]
fn settings_that_are_no_table() {
    assert_snapshot!(with_arm("set = [\"guardrails.budget\", 6]"), @r#"
    error: `set` is not a table
      --> [DIR]/suite.toml:18:7
       |
    18 | set = ["guardrails.budget", 6]
       |       ^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: write set = { "guardrails.budget" = 6 }
    "#);
}
