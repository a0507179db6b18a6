//! Tables, arrays of tables and named tables.

use std::path::Path;

use crate::root;

#[test]
fn a_section_has_its_path_and_file() {
    let mut root = root("[a.'b c']\nd = 1\n[[arm]]\n[[arm]]\n");
    assert_eq!(root.path(), "");
    let mut a = root.section("a").unwrap().unwrap();
    let b = a.section("b c").unwrap().unwrap();
    assert_eq!(b.path(), "a.\"b c\"");
    assert_eq!(b.file(), Some(Path::new("suite.toml")));
    assert_eq!(b.keys(), ["d"]);
    assert_eq!(b.origin_of("d").unwrap().to_string(), "suite.toml:2");
    assert_eq!(root.sections("arm").unwrap()[1].path(), "arm[1]");
}

#[test]
fn an_absent_section_is_none_or_empty() {
    let mut root = root("");
    assert!(root.section("limits").unwrap().is_none());
    assert!(root.sections("arm").unwrap().is_empty());
    assert!(root.named_sections("model").unwrap().is_empty());
    let mut limits = root.section_or_empty("limits").unwrap();
    assert_eq!(limits.or("turns", 10_u32).unwrap(), 10);
    limits.finish().unwrap();
    assert_eq!(root.effective()[0].path, "limits.turns");
}

#[test]
fn inline_tables_in_an_array_are_sections_too() {
    let mut root = root("arm = [{ name = 'a' }, { name = 'b' }]");
    let mut names = Vec::new();
    for mut arm in root.sections("arm").unwrap() {
        names.push(arm.required::<String>("name").unwrap());
        arm.finish().unwrap();
    }
    assert_eq!(names, ["a", "b"]);
}

#[test]
fn named_sections_come_in_the_order_of_the_file() {
    let mut root = root("[model.zeta]\n[model.alpha]\n[model.'m 1']\n");
    let models = root.named_sections("model").unwrap();
    let names: Vec<_> = models.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["zeta", "alpha", "m 1"]);
    assert_eq!(models[2].1.path(), "model.\"m 1\"");
    root.finish().unwrap();
}

#[test]
fn keys_come_in_the_order_of_the_file() {
    assert_eq!(root("z = 1\na.b = 2\nm = 3\n[b]\n").keys(), ["z", "a", "m", "b"]);
}

#[test]
fn what_is_no_table_is_refused() {
    let message = |error: eval_toml::TomlError| error.message().to_owned();
    assert_eq!(
        message(root("a = 1").section("a").unwrap_err()),
        "`a` must be a table, found an integer"
    );
    assert_eq!(
        message(root("a = [1]").sections("a").unwrap_err()),
        "`a[0]` must be a table, found an integer"
    );
    assert_eq!(
        message(root("[a]\nb = 1").named_sections("a").unwrap_err()),
        "`a.b` must be a table, found an integer"
    );
}

#[test]
fn a_key_is_known_once_asked_for_even_if_its_value_was_refused() {
    let mut root = root("a = 1");
    root.optional::<String>("a").unwrap_err();
    root.finish().unwrap();
}
