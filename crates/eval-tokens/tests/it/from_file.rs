//! A tokenizer from its file.

use eval_tokens::{TokenCounter, Tokenizer};
use serde_json::json;

use crate::tiny::{N_BYTES, tokenizer_json, written};

#[test]
fn a_text_is_cut_as_the_merges_say() {
    let (_dir, path) = written(&tokenizer_json().to_string());
    let tokenizer = Tokenizer::load(&path).unwrap();
    let text = "restart restr";
    let tokens = tokenizer.encode(text);
    let pieces: Vec<_> = tokens.iter().map(|token| &text[token.range.clone()]).collect();
    assert_eq!(pieces, ["rest", "art", " rest", "r"]);
    let ids: Vec<u32> = tokens.iter().map(|token| token.id).collect();
    assert_eq!(ids, [N_BYTES + 2, N_BYTES + 4, N_BYTES + 5, u32::from(b'r')]);
    assert_eq!(tokenizer.count(text), 4);
}

#[test]
fn parts_of_a_character_have_all_of_it() {
    let (_dir, path) = written(&tokenizer_json().to_string());
    let tokenizer = Tokenizer::load(&path).unwrap();
    let ranges: Vec<_> = tokenizer.encode("é!").into_iter().map(|token| token.range).collect();
    assert_eq!(ranges, [0..2, 0..2, 2..3]);
}

#[test]
fn added_tokens_are_recognised() {
    let (_dir, path) = written(&tokenizer_json().to_string());
    let tokenizer = Tokenizer::load(&path).unwrap();
    assert_eq!(tokenizer.count("<|im_start|>rest"), 2);
}

#[test]
fn nothing_is_cut_filled_up_or_added() {
    let mut file = tokenizer_json();
    file["truncation"] =
        json!({ "direction": "Right", "max_length": 2, "strategy": "LongestFirst", "stride": 0 });
    file["padding"] = json!({
        "strategy": { "Fixed": 50 }, "direction": "Right", "pad_to_multiple_of": null,
        "pad_id": 0, "pad_type_id": 0, "pad_token": "!",
    });
    file["post_processor"] = json!({
        "type": "TemplateProcessing",
        "single": [{ "SpecialToken": { "id": "<|im_start|>", "type_id": 0 } },
            { "Sequence": { "id": "A", "type_id": 0 } }],
        "pair": [{ "Sequence": { "id": "A", "type_id": 0 } }],
        "special_tokens": { "<|im_start|>": { "id": "<|im_start|>", "ids": [300], "tokens": ["<|im_start|>"] } },
    });
    let (_dir, path) = written(&file.to_string());
    let tokenizer = Tokenizer::load(&path).unwrap();
    assert_eq!(tokenizer.count("rest rest rest"), 3);
    assert_eq!(tokenizer.encode("rest rest rest").len(), 3);
}

#[test]
fn the_name_says_which_file_and_what_was_in_it() {
    let (_dir, path) = written(&tokenizer_json().to_string());
    let counter = TokenCounter::named(path.to_str().unwrap()).unwrap();
    let (file, hash) = counter.name().split_once('@').unwrap();
    assert_eq!(file, "tokenizer.json");
    assert!(hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()), "{hash}");
    let mut other = tokenizer_json();
    other["added_tokens"] = json!([]);
    let (_other_dir, other) = written(&other.to_string());
    assert_ne!(TokenCounter::named(other.to_str().unwrap()).unwrap().name(), counter.name());
    assert_eq!(format!("{counter:?}"), format!("Exact(Tokenizer({:?}))", counter.name()));
}
