//! Values of every type.

use std::path::PathBuf;

use eval_toml::Value;
use serde_json::json;

use crate::root;

#[test]
fn every_type_is_read() {
    let mut root = root(
        "text = 'a'\nyes = true\nsmall = 7\nlarge = 18_446_744_073_709_551_615\n\
         least = -0\nfloat = 0.5\npath = './a/b.toml'\nlist = [1, 2]\nnested = [['a'], []]\n",
    );
    assert_eq!(root.required::<String>("text").unwrap(), "a");
    assert!(root.required::<bool>("yes").unwrap());
    assert_eq!(root.required::<u32>("small").unwrap(), 7);
    assert_eq!(root.required::<usize>("small").unwrap(), 7);
    assert_eq!(root.required::<u64>("large").unwrap(), u64::MAX);
    assert_eq!(root.required::<i64>("least").unwrap(), 0);
    assert!((root.required::<f64>("float").unwrap() - 0.5).abs() < f64::EPSILON);
    assert_eq!(root.required::<PathBuf>("path").unwrap(), PathBuf::from("./a/b.toml"));
    assert_eq!(root.required::<Vec<u32>>("list").unwrap(), [1, 2]);
    let nested: Vec<Vec<String>> = root.required("nested").unwrap();
    assert_eq!(nested, [vec!["a".to_owned()], vec![]]);
    root.finish().unwrap();
}

#[test]
fn an_integer_will_do_for_a_float() {
    let budget: f64 = root("budget = 2").required("budget").unwrap();
    assert!((budget - 2.0).abs() < f64::EPSILON);
}

#[test]
fn integers_may_be_written_in_any_base() {
    let masks: Vec<u32> = root("masks = [0xff, 0o17, 0b11]").required("masks").unwrap();
    assert_eq!(masks, [255, 15, 3]);
}

#[test]
fn a_free_form_value_keeps_its_shape_and_datetimes_become_strings() {
    let mut root = root(
        "[params]\nwhen = 2026-01-02T03:04:05Z\ndays = [1979-05-27]\n\
         inner = { a.b = 1, c = 0.25 }\nseed = 18446744073709551615\n",
    );
    let params = root.value("params").unwrap().unwrap();
    let expected = json!({
        "when": "2026-01-02T03:04:05Z",
        "days": ["1979-05-27"],
        "inner": { "a": { "b": 1 }, "c": 0.25 },
        "seed": u64::MAX,
    });
    assert_eq!(params, expected);
    root.finish().unwrap();
}

#[test]
fn an_absent_value_is_none() {
    assert_eq!(root("").value("params").unwrap(), None);
    assert_eq!(root("").optional::<Value>("params").unwrap(), None);
}

#[test]
fn a_free_form_integer_beyond_64_bits_is_refused() {
    let error = root("params = { n = 99999999999999999999 }").value("params").unwrap_err();
    assert_eq!(error.message(), "an integer here must fit into 64 bits");
}

#[test]
fn a_choice_gives_what_stands_beside_the_word() {
    let choices = [("one", 1), ("two", 2)];
    let mut root = root("a = 'two'");
    assert_eq!(root.choice("a", &choices).unwrap(), Some(2));
    assert_eq!(root.choice("b", &choices).unwrap(), None);
    assert_eq!(root.choice_or("b", &choices, 1).unwrap(), 1);
    assert_eq!(root.required_choice("a", &choices).unwrap(), 2);
    root.finish().unwrap();
}
