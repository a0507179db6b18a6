//! Files over files, overrides over files, and where each value came from.

use std::path::Path;

use eval_toml::{Document, Origin, Section};
use insta::assert_snapshot;
use serde_json::json;

use crate::suite;

fn base() -> Document {
    let text = "extends = 'none'\n[guardrails]\nkind = 'budget'\nbudget = 10\n\
                [tools]\nnames = ['read', 'write']\n[memory]\nkind = 'notes'\n";
    Document::parse(Path::new("base.toml"), text).unwrap()
}

fn given(words: &str) -> Origin {
    Origin::Override(words.to_owned())
}

/// Every value of the root with its origin.
fn explained(root: &mut Section) -> String {
    for key in root.keys() {
        root.value(&key).unwrap();
    }
    let line = |value: eval_toml::Effective| {
        format!("{} = {}  # {}\n", value.path, value.value, value.origin)
    };
    root.effective().into_iter().map(line).collect()
}

#[test]
fn tables_merge_while_arrays_and_scalars_replace() {
    let above = suite(
        "extends = './base.toml'\nname = 'mine'\n[guardrails]\nbudget = 20\n\
         [tools]\nnames = ['grep']\n",
    );
    let merged = above.over(base());
    assert_snapshot!(explained(&mut merged.read()), @r#"
    extends = "./base.toml"  # suite.toml:1
    guardrails.kind = "budget"  # base.toml:3
    guardrails.budget = 20  # suite.toml:4
    tools.names = ["grep"]  # suite.toml:6
    memory.kind = "notes"  # base.toml:8
    name = "mine"  # suite.toml:2
    "#);
}

#[test]
fn a_scalar_over_a_table_replaces_it() {
    let merged = suite("memory = false").over(base());
    assert_eq!(merged.read().value("memory").unwrap(), Some(json!(false)));
}

#[test]
fn the_file_of_a_value_is_where_that_value_stands() {
    let mut root = suite("[guardrails]\nbudget = 20\n").over(base()).read();
    let guardrails = root.section("guardrails").unwrap().unwrap();
    assert_eq!(guardrails.file(), Some(Path::new("suite.toml")));
    let kind = guardrails.origin_of("kind").unwrap();
    assert_eq!(kind.file(), Some(Path::new("base.toml")));
    assert_eq!(kind.line(), Some(3));
    let memory = root.section("memory").unwrap().unwrap();
    assert_eq!(memory.file(), Some(Path::new("base.toml")));
}

#[test]
fn overrides_reach_into_tables_and_make_those_that_are_missing() {
    let mut document = base();
    let origin = given("--set / arm `bare`");
    document.set("guardrails.budget", json!(3), origin.clone()).unwrap();
    document.set("context.'max tokens'.soft", json!(0.5), origin.clone()).unwrap();
    document.set("tools", json!({ "names": [], "limits": { "a": 1 } }), origin).unwrap();
    assert_snapshot!(explained(&mut document.read()), @r#"
    extends = "none"  # base.toml:1
    guardrails.kind = "budget"  # base.toml:3
    guardrails.budget = 3  # --set / arm `bare`
    tools.limits.a = 1  # --set / arm `bare`
    tools.names = []  # --set / arm `bare`
    memory.kind = "notes"  # base.toml:8
    context."max tokens".soft = 0.5  # --set / arm `bare`
    "#);
}

#[test]
fn an_override_of_one_copy_leaves_the_other_alone() {
    let original = base();
    let mut copy = original.clone();
    copy.set("guardrails.budget", json!(3), given("--set")).unwrap();
    let budget = |document: &Document| {
        let mut root = document.read();
        let mut guardrails = root.section("guardrails").unwrap().unwrap();
        guardrails.required::<u32>("budget").unwrap()
    };
    assert_eq!((budget(&original), budget(&copy)), (10, 3));
}

#[test]
fn overrides_that_make_no_sense_are_refused() {
    let refused = |key: &str, value| {
        let words = format!("--set {key}");
        let mut document = base();
        document.set(key, value, given(&words)).unwrap_err().to_string()
    };
    assert_snapshot!(refused("guardrails.budget.soft", json!(1)), @"cannot set `guardrails.budget.soft`, as `budget` is an integer and not a table in --set guardrails.budget.soft");
    assert_snapshot!(refused("guardrails..budget", json!(1)), @"`guardrails..budget` is not a dotted key in --set guardrails..budget");
    assert_snapshot!(refused("guardrails", json!({ "budget": null })), @"`guardrails` cannot be null in --set guardrails");
}

#[test]
fn an_unknown_key_of_an_override_is_told_by_its_words() {
    let mut document = suite("epochs = 1");
    document.set("epoch", json!(2), given("--set epoch=2")).unwrap();
    let mut root = document.read();
    root.required::<u32>("epochs").unwrap();
    let error = root.finish().unwrap_err();
    assert_snapshot!(error.to_string(), @"unknown key `epoch` in --set epoch=2; did you mean `epochs`?");
    assert_snapshot!(error.render(false), @r"
    error: unknown key `epoch`
     |
     = note: given by --set epoch=2
     = help: did you mean `epochs`?
     = help: the valid keys are `epochs`
    ");
    assert_eq!((error.path(), error.line()), (None, None));
}

#[test]
fn unknown_keys_of_two_files_are_shown_in_both() {
    let above = Document::parse(Path::new("above.toml"), "budgt = 2\n").unwrap();
    let mut root = above.over(suite("# first\nkid = 3\n")).read();
    root.or("budget", 0_u32).unwrap();
    root.or("kind", String::new()).unwrap();
    assert_snapshot!(root.finish().unwrap_err().render(false), @r"
    error: unknown keys `kid`, `budgt`
     --> suite.toml:2:1
      |
    2 | kid = 3
      | ^^^
      |
     ::: above.toml:1:1
      |
    1 | budgt = 2
      | ^^^^^
      |
      = help: did you mean `kind` for `kid`, `budget` for `budgt`?
      = help: the valid keys are `budget`, `kind`
    ");
}

#[test]
fn defaults_are_effective_values_too() {
    let document = suite("name = 'w\"eb'\nlist = [1.0, 2]\nempty = {}\nday = 1979-05-27\n");
    let mut root = document.read();
    root.or("seed", 7_u64).unwrap();
    root.or("rate", 1.0).unwrap();
    root.or("names", vec!["a\nb".to_owned()]).unwrap();
    root.choice_or("split", &[("train", 1), ("holdout", 2)], 2).unwrap();
    root.required::<String>("name").unwrap();
    root.required::<String>("name").unwrap();
    assert_snapshot!(explained(&mut root), @r#"
    seed = 7  # default
    rate = 1.0  # default
    names = ["a\nb"]  # default
    split = "holdout"  # default
    name = "w\"eb"  # suite.toml:1
    list = [1.0, 2]  # suite.toml:2
    empty = {}  # suite.toml:3
    day = 1979-05-27  # suite.toml:4
    "#);
}
