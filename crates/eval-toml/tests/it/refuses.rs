//! Errors, as a person sees them.

use std::path::Path;

use eval_toml::{Document, TomlError, Value};
use insta::assert_snapshot;

use crate::{root, suite};

/// The error on one line, and with the lines it is about.
fn shown(error: &TomlError) -> String {
    format!("{error}\n\n{}", error.render(false))
}

fn syntax_error(text: &str) -> String {
    shown(&Document::parse(Path::new("suite.toml"), text).unwrap_err())
}

#[test]
fn a_mistyped_key() {
    let mut root = root("name = \"web\"\n\n# how often\nepoch = 3\n");
    root.required::<String>("name").unwrap();
    root.or("epochs", 1_u32).unwrap();
    assert_snapshot!(shown(&root.finish().unwrap_err()), @r"
    unknown key `epoch` in suite.toml:4; did you mean `epochs`?

    error: unknown key `epoch`
     --> suite.toml:4:1
      |
    4 | epoch = 3
      | ^^^^^
      |
      = help: did you mean `epochs`?
      = help: the valid keys are `name`, `epochs`
    ");
}

#[test]
fn several_unknown_keys_at_once() {
    let mut root = root("sed = 3\nname = \"web\"\ncolour = \"red\"\n\n[limit]\nturns = 3\n");
    root.required::<String>("name").unwrap();
    root.or("seed", 0_u64).unwrap();
    root.section("limits").unwrap();
    assert_snapshot!(shown(&root.finish().unwrap_err()), @r#"
    unknown keys `sed`, `colour`, `limit` in suite.toml:1, suite.toml:3, suite.toml:5; did you mean `seed` for `sed`, `limits` for `limit`?

    error: unknown keys `sed`, `colour`, `limit`
     --> suite.toml:1:1
      |
    1 | sed = 3
      | ^^^
      |
     ::: suite.toml:3:1
      |
    3 | colour = "red"
      | ^^^^^^
      |
     ::: suite.toml:5:2
      |
    5 | [limit]
      |  ^^^^^
      |
      = help: did you mean `seed` for `sed`, `limits` for `limit`?
      = help: the valid keys are `name`, `seed`, `limits`
    "#);
}

#[test]
fn an_unknown_key_in_a_table_that_takes_none() {
    let mut root = root("[empty]\nkey = 1\n");
    let section = root.section("empty").unwrap().unwrap();
    assert_snapshot!(shown(&section.finish().unwrap_err()), @r"
    unknown key `key` in suite.toml:2; no key is valid here

    error: unknown key `key`
     --> suite.toml:2:1
      |
    2 | key = 1
      | ^^^
      |
      = help: no key is valid here
    ");
}

#[test]
fn a_missing_key_at_the_root() {
    assert_snapshot!(shown(&root("").required::<String>("name").unwrap_err()), @r"
    missing key `name` in suite.toml

    error: missing key `name`
    --> suite.toml
    ");
}

#[test]
fn a_missing_key_that_stands_there_misspelt() {
    let error = root("[[arm]]\nharnes = \"bare.toml\"\n").sections("arm").unwrap()[0]
        .required::<String>("harness")
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "missing key `arm[0].harness` in suite.toml:1; is it `harnes`, misspelt?"
    );
}

#[test]
fn a_missing_key_in_an_element_of_an_array() {
    let mut root = root("[[arm]]\nname = \"bare\"\n[[arm]]\nharness = \"full\"\n");
    let mut arms = root.sections("arm").unwrap();
    assert_snapshot!(shown(&arms[1].required::<String>("name").unwrap_err()), @r"
    missing key `arm[1].name` in suite.toml:3

    error: missing key `arm[1].name`
     --> suite.toml:3:1
      |
    3 | [[arm]]
      | ^^^^^^^
    ");
}

#[test]
fn a_value_of_the_wrong_type() {
    let mut root = root("[limits]\nmax_turns = \"ten\"\n");
    let mut limits = root.section("limits").unwrap().unwrap();
    assert_snapshot!(shown(&limits.required::<u32>("max_turns").unwrap_err()), @r#"
    `limits.max_turns` must be an integer, found a string in suite.toml:2

    error: `limits.max_turns` must be an integer, found a string
     --> suite.toml:2:13
      |
    2 | max_turns = "ten"
      |             ^^^^^
    "#);
}

#[test]
fn an_element_of_the_wrong_type() {
    let error = root("only = [\"a\", 2]").required::<Vec<String>>("only").unwrap_err();
    assert_snapshot!(shown(&error), @r#"
    `only[1]` must be a string, found an integer in suite.toml:1

    error: `only[1]` must be a string, found an integer
     --> suite.toml:1:14
      |
    1 | only = ["a", 2]
      |              ^
    "#);
}

#[test]
fn an_integer_out_of_range() {
    assert_snapshot!(shown(&root("epochs = -1").required::<u32>("epochs").unwrap_err()), @r"
    `epochs` must be an integer from 0 to 4294967295, found -1 in suite.toml:1

    error: `epochs` must be an integer from 0 to 4294967295, found -1
     --> suite.toml:1:10
      |
    1 | epochs = -1
      |          ^^
    ");
}

#[test]
fn a_word_that_is_no_choice() {
    let mut root = root("[model.fast]\nkind = \"simualted\"\n");
    let (_, mut model) = root.named_sections("model").unwrap().remove(0);
    let choices = [("scripted", 1), ("simulated", 2), ("null", 3)];
    assert_snapshot!(shown(&model.choice("kind", &choices).unwrap_err()), @r#"
    unknown kind `simualted` in suite.toml:2; did you mean `simulated`?

    error: unknown kind `simualted`
     --> suite.toml:2:8
      |
    2 | kind = "simualted"
      |        ^^^^^^^^^^^
      |
      = help: did you mean `simulated`?
      = help: it is one of `scripted`, `simulated`, `null`
    "#);
}

#[test]
fn a_choice_that_is_missing() {
    let error = root("").required_choice("kind", &[("scripted", 1), ("null", 2)]).unwrap_err();
    assert_snapshot!(shown(&error), @r"
    missing key `kind` in suite.toml; it is one of `scripted`, `null`

    error: missing key `kind`
    --> suite.toml
     = help: it is one of `scripted`, `null`
    ");
}

#[test]
fn one_table_where_an_array_of_them_belongs() {
    let error = root("[arm]\nname = \"bare\"\n").sections("arm").unwrap_err();
    assert_snapshot!(shown(&error), @r"
    `arm` must be an array of tables, found a table in suite.toml:1; write each of them under its own [[arm]]

    error: `arm` must be an array of tables, found a table
     --> suite.toml:1:1
      |
    1 | [arm]
      | ^^^^^
      |
      = help: write each of them under its own [[arm]]
    ");
}

#[test]
fn a_wrong_value_given_by_an_override() {
    let mut document = suite("epochs = 1");
    let origin = eval_toml::Origin::Override("--set epochs=many".to_owned());
    document.set("epochs", Value::from("many"), origin).unwrap();
    assert_snapshot!(shown(&document.read().required::<u32>("epochs").unwrap_err()), @r"
    `epochs` must be an integer, found a string in --set epochs=many

    error: `epochs` must be an integer, found a string
     |
     = note: given by --set epochs=many
    ");
}

#[test]
fn a_float_that_is_not_finite() {
    assert_snapshot!(syntax_error("budget = inf"), @r"
    a float must be finite in suite.toml:1

    error: a float must be finite
     --> suite.toml:1:10
      |
    1 | budget = inf
      |          ^^^
    ");
    assert_snapshot!(syntax_error("budget = 1e999"), @r"
    a float must be finite in suite.toml:1

    error: a float must be finite
     --> suite.toml:1:10
      |
    1 | budget = 1e999
      |          ^^^^^
    ");
}

#[test]
fn an_integer_beyond_any_type() {
    assert_snapshot!(syntax_error(&format!("seed = {}", "9".repeat(60))), @r"
    an integer must lie in -9223372036854775808 to 18446744073709551615 in suite.toml:1

    error: an integer must lie in -9223372036854775808 to 18446744073709551615
     --> suite.toml:1:8
      |
    1 | seed = 999999999999999999999999999999999999999999999999999999999999
      |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ");
}

#[test]
fn text_that_is_not_toml() {
    assert_snapshot!(syntax_error("name = \"web\"\nepochs = \n"), @r"
    string values must be quoted, expected literal string in suite.toml:2

    error: string values must be quoted, expected literal string
     --> suite.toml:2:10
      |
    2 | epochs = 
      |          ^
    ");
}

#[test]
fn text_that_is_not_toml_from_its_first_byte() {
    assert_snapshot!(syntax_error("= 1"), @r"
    unquoted keys cannot be empty, expected letters, numbers, `-`, `_` in suite.toml:1

    error: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`
     --> suite.toml:1:1
      |
    1 | = 1
      | ^
    ");
}

#[test]
fn a_key_given_twice() {
    assert_snapshot!(syntax_error("seed = 1\nname = \"web\"\nseed = 2\n"), @r"
    duplicate key `seed` in suite.toml:3

    error: duplicate key `seed`
     --> suite.toml:3:1
      |
    3 | seed = 2
      | ^^^^
    ");
}

#[test]
fn a_table_given_twice() {
    assert_snapshot!(syntax_error("[limits]\n[limits]\n"), @r"
    duplicate key `limits` in suite.toml:2

    error: duplicate key `limits`
     --> suite.toml:2:2
      |
    2 | [limits]
      |  ^^^^^^
    ");
}

#[test]
fn an_error_of_the_caller_with_help() {
    let root = root("name = \"web\"\nextends = \"./base.toml\"\n");
    let error = root.error_at("extends", "`extends` goes round in a circle");
    let error = error.with_help("remove one of them");
    assert_eq!(error.message(), "`extends` goes round in a circle");
    assert_eq!(error.path(), Some(Path::new("suite.toml")));
    assert_eq!(error.line(), Some(2));
    assert_snapshot!(shown(&error), @r#"
    `extends` goes round in a circle in suite.toml:2; remove one of them

    error: `extends` goes round in a circle
     --> suite.toml:2:11
      |
    2 | extends = "./base.toml"
      |           ^^^^^^^^^^^^^
      |
      = help: remove one of them
    "#);
}

#[test]
fn an_error_in_colour_has_escapes() {
    let error = root("").error("broken");
    assert!(error.render(true).contains("\u{1b}["));
    assert!(!error.render(false).contains('\u{1b}'));
}
