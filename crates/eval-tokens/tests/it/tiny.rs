//! A tokenizer.json of a few hundred tokens: byte-level BPE in the form of GPT-2.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Pairs that are merged, the first before the others. `Ġ` is a space.
const MERGES: [[&str; 2]; 6] =
    [["r", "e"], ["s", "t"], ["re", "st"], ["a", "r"], ["ar", "t"], ["Ġ", "rest"]];

/// How many tokens there are for single bytes.
pub(crate) const N_BYTES: u32 = 256;

pub(crate) fn tokenizer_json() -> Value {
    let singles = (0..=u8::MAX).map(letter).map(String::from);
    let merged = MERGES.iter().map(|pair| pair.concat());
    let vocab: serde_json::Map<_, _> =
        singles.chain(merged).enumerate().map(|(id, token)| (token, json!(id))).collect();
    json!({
        "version": "1.0",
        "truncation": null,
        "padding": null,
        "added_tokens": [{
            "id": 300, "content": "<|im_start|>", "single_word": false, "lstrip": false,
            "rstrip": false, "normalized": false, "special": true,
        }],
        "normalizer": null,
        "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true },
        "post_processor": null,
        "decoder": { "type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true, "use_regex": true },
        "model": { "type": "BPE", "vocab": vocab, "merges": MERGES, "dropout": null,
            "unk_token": null, "continuing_subword_prefix": null, "end_of_word_suffix": null,
            "fuse_unk": false, "byte_fallback": false },
    })
}

/// The letter that stands for a byte: itself if it can be seen, else one from U+0100 on.
fn letter(byte: u8) -> char {
    let is_seen = |byte: u8| matches!(byte, b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff);
    if is_seen(byte) {
        return char::from(byte);
    }
    let unseen_before = (0..byte).filter(|byte| !is_seen(*byte)).count();
    char::from_u32(0x100 + u32::try_from(unseen_before).unwrap()).unwrap()
}

/// The file in a folder that lives as long as the first of the two.
pub(crate) fn written(content: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("tokenizer.json");
    fs::write(&path, content).unwrap();
    (dir, path)
}
