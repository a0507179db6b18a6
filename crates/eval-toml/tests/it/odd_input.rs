//! Files that no person would write on purpose, and some that people do write.

use std::fs;
use std::path::Path;

use eval_toml::{Document, TomlError};
use proptest::prelude::*;

use crate::root;

/// Loads a file of these bytes and gives the error, with the folder's name taken out.
fn load_error(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("suite.toml");
    fs::write(&path, bytes).unwrap();
    let error = Document::load(&path).unwrap_err();
    assert_eq!(error.path(), Some(path.as_path()));
    let name = format!("{}/", folder.path().display());
    error.to_string().replace(&name, "")
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = Document::load(Path::new("no/such/suite.toml")).unwrap_err();
    assert!(error.to_string().starts_with("cannot read no/such/suite.toml: "));
    assert_eq!(error.path(), Some(Path::new("no/such/suite.toml")));
    assert_eq!(error.line(), None);
    assert!(error.render(false).contains("no/such/suite.toml"));
}

#[test]
fn a_folder_is_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let error = Document::load(folder.path()).unwrap_err();
    assert!(error.message().starts_with("cannot read "));
}

#[test]
fn bytes_that_are_not_utf8_are_named_by_their_line() {
    let error = load_error(b"a = 1\nb = \"\xff\"\n");
    assert_eq!(error, "cannot read suite.toml: line 2 is not UTF-8");
    assert!(load_error(b"\xff\xfea\0=\0").contains("line 1"));
}

#[test]
fn an_empty_file_is_an_empty_table() {
    for text in ["", "\n", "\r\n", "\u{feff}", "# nothing"] {
        assert!(root(text).keys().is_empty(), "{text:?}");
        root(text).finish().unwrap();
    }
}

#[test]
fn a_byte_order_mark_shifts_no_caret() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("suite.toml");
    fs::write(&path, "\u{feff}epoch = 1").unwrap();
    let error = Document::load(&path).unwrap().read().finish().unwrap_err();
    assert_eq!(error.line(), Some(1));
    assert!(error.render(false).contains("\n1 | epoch = 1\n  | ^^^^^"));
}

#[test]
fn windows_line_ends_count_as_one_line_each() {
    let mut root = root("a = 1\r\nb = 2\r\nc = 'x'\r\n");
    let error = root.required::<u32>("c").unwrap_err();
    assert_eq!(error.line(), Some(3));
    assert!(!error.render(false).contains('\r'));
}

#[test]
fn a_very_long_line_is_shown_in_part() {
    let text = format!("a = \"{}\"", "x".repeat(1_000_000));
    let error = root(&text).required::<u32>("a").unwrap_err();
    assert!(error.render(false).len() < 2_000);
    let error = root(&format!("{} = 1", "k".repeat(100_000))).finish().unwrap_err();
    assert_eq!(error.line(), Some(1));
}

#[test]
fn a_long_value_is_told_by_its_first_line() {
    let error = root("a = [\n  1,\n  2,\n]\n").required::<u32>("a").unwrap_err();
    assert!(!error.render(false).contains("1,"));
}

#[test]
fn what_would_steer_a_terminal_is_spelled_out() {
    let error = root("\"\\u001b[31mred\" = 1").finish().unwrap_err();
    assert!(!error.to_string().contains('\u{1b}'));
    let error = root("a = \"\\u001b[31mred\"").choice("a", &[("b", 1)]).unwrap_err();
    assert!(!error.render(false).contains('\u{1b}'));
}

#[test]
fn dotted_keys_and_headers_make_the_same_tables() {
    let value = |text| root(text).value("a").unwrap();
    assert_eq!(value("a.b.c = 1\na.d = 2"), value("[a]\nd = 2\n[a.b]\nc = 1"));
    assert_eq!(value("a = { b.c = 1, d = 2 }"), value("a.d = 2\na.b.c = 1"));
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    for depth in [100, 10_000, 200_000] {
        for text in [
            format!("a = {}", "[".repeat(depth)),
            format!("a = {}", "{ b = ".repeat(depth)),
            format!("{}a = 1", "a.".repeat(depth)),
            format!("[{}a]", "a.".repeat(depth)),
        ] {
            let error = Document::parse(Path::new("deep.toml"), &text).unwrap_err();
            assert_eq!(error.message(), "keys or values are nested too deep");
        }
    }
}

/// Reads everything with the wrong type and forgets a key, to see every error drawn.
fn provoke(text: &str) -> Vec<TomlError> {
    let document = match Document::parse(Path::new("any.toml"), text) {
        Ok(document) => document,
        Err(error) => return vec![error],
    };
    let mut errors = Vec::new();
    let mut root = document.read();
    for key in root.keys() {
        errors.extend(root.optional::<u32>(&key).err());
        errors.extend(root.section(&key).err());
        errors.extend(root.sections(&key).err());
        errors.extend(root.value(&key).err());
    }
    errors.push(root.missing("none"));
    errors.extend(document.read().finish().err());
    errors
}

/// Text that is TOML more often than chance would have it.
fn toml_like() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "a",
        "b.c",
        "\"é\"",
        " = ",
        "1",
        "-2.5",
        "'x'",
        "\"\"\"\n",
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        ", ",
        "\n",
        "\r\n",
        "\r",
        "#",
        "\u{feff}",
        "\t",
        "1979-05-27",
        "true",
        "nan",
        "漢",
        "\0",
        "a = 1\n",
        "[t]\n",
        "[[t]]\n",
        "x = [1,\n2]\n",
        "\u{301}",
    ]);
    prop::collection::vec(pieces, 0..30).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_parses_or_errs(text in any::<String>()) {
        for error in provoke(&text) {
            prop_assert!(!error.to_string().is_empty());
            prop_assert!(!error.render(false).is_empty());
        }
    }

    #[test]
    fn any_toml_like_text_parses_or_errs(text in toml_like()) {
        for error in provoke(&text) {
            prop_assert!(!error.render(false).is_empty());
            prop_assert!(!error.render(true).is_empty());
        }
    }

    #[test]
    fn any_key_may_be_set_or_is_refused(key in any::<String>()) {
        let mut document = Document::parse(Path::new("any.toml"), "a = 1").unwrap();
        let origin = eval_toml::Origin::Override("--set".to_owned());
        let _ = document.set(&key, eval_toml::Value::from(1), origin);
    }
}
