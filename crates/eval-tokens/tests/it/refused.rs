//! What is no tokenizer is refused, with what to do.

use std::path::Path;

use eval_tokens::{LoadTokenizerError, Tokenizer};
use serde_json::json;

use crate::tiny::{tokenizer_json, written};

fn refused(content: &str) -> (String, &'static str) {
    let (dir, path) = written(content);
    let error = Tokenizer::load(&path).unwrap_err();
    let folder = dir.path().to_str().unwrap();
    (error.to_string().replace(folder, "…"), error.hint())
}

#[test]
fn a_file_that_is_not_there() {
    let error = Tokenizer::load(Path::new("no/such.json")).unwrap_err();
    assert!(matches!(error, LoadTokenizerError::Read { .. }));
    assert_eq!(error.to_string(), "read the tokenizer no/such.json");
    assert!(error.hint().contains("`o200k_base`"));
}

#[test]
fn a_file_that_is_not_json() {
    let (said, hint) = refused("gpt2");
    assert!(said.starts_with("load …/tokenizer.json as a tokenizer: expected"), "{said}");
    assert!(hint.contains("not tokenizer_config.json"));
}

#[test]
fn the_settings_that_lie_beside_the_tokenizer() {
    let settings = json!({ "tokenizer_class": "GPT2Tokenizer", "model_max_length": 1024 });
    let (said, _) = refused(&settings.to_string());
    assert!(said.starts_with("load …/tokenizer.json as a tokenizer: "), "{said}");
}

#[test]
fn a_tokenizer_that_fails_for_words_it_does_not_know() {
    let mut file = tokenizer_json();
    file["pre_tokenizer"] = json!({ "type": "Whitespace" });
    file["model"] = json!({ "type": "WordLevel", "vocab": { "rest": 0 }, "unk_token": "[UNK]" });
    file["added_tokens"] = json!([]);
    let (said, hint) = refused(&file.to_string());
    assert!(said.starts_with("use …/tokenizer.json to count: "), "{said}");
    assert!(hint.contains("published"));
}
