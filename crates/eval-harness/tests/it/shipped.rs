//! The harnesses that ship, and the way of every harness through JSON.
//!
//! The manifest of a run keeps the effective harness as JSON and replay builds it anew from there,
//! so it has to come back as it was, also where another crate of the build makes `serde_json` keep
//! numbers as text (`arbitrary_precision`).

use std::path::PathBuf;

use eval_harness::HarnessConfig;

use crate::folder::{harness, shipped};
use crate::{BARE, FULL};

fn load(name: &str) -> HarnessConfig {
    HarnessConfig::load(&shipped().join(name), &[]).expect("a shipped harness loads").config
}

fn comes_back(config: &HarnessConfig) {
    let value = serde_json::to_value(config).unwrap();
    let from_value: HarnessConfig = serde_json::from_value(value.clone()).unwrap();
    assert_eq!((&from_value, from_value.hash()), (config, config.hash()));

    let text = serde_json::to_string(config).unwrap();
    let from_text: HarnessConfig = serde_json::from_str(&text).unwrap();
    assert_eq!((&from_text, from_text.hash()), (config, config.hash()));

    // The manifest holds it as a value that is written with the rest.
    let manifest = serde_json::to_string_pretty(&value).unwrap();
    let read: serde_json::Value = serde_json::from_str(&manifest).unwrap();
    let from_manifest: HarnessConfig = serde_json::from_value(read).unwrap();
    assert_eq!((&from_manifest, from_manifest.hash()), (config, config.hash()));
}

#[test]
fn every_shipped_harness_loads_and_comes_back_from_json() {
    let entries = std::fs::read_dir(shipped()).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 2, "{files:?}");
    for file in files {
        comes_back(&HarnessConfig::load(&file, &[]).expect("a shipped harness loads").config);
    }
}

#[test]
fn the_shipped_harnesses_are_what_their_names_say() {
    let bare = load("bare-loop.toml");
    assert!(bare.context.is_some() && bare.tools.is_some());
    assert_eq!((bare.guardrails, bare.approval, bare.memory, bare.verifiers), Default::default());

    let five = load("five-components.toml");
    assert_eq!(five.context, bare.context);
    assert!(five.guardrails.is_some() && five.approval.is_some());
    assert!(five.memory.is_some() && five.verifiers.is_some());
}

#[test]
fn the_least_and_the_most_come_back_from_json() {
    comes_back(&harness(BARE));
    comes_back(&harness(FULL));
    let largest = FULL.replace("max_turns = 24", "max_turns = 4294967295");
    comes_back(&harness(&largest));
}

#[test]
fn json_that_says_more_than_a_harness_can_is_refused() {
    let mut value = serde_json::to_value(harness(FULL)).unwrap();
    value["planner"] = serde_json::json!({ "kind": "tree" });
    assert!(serde_json::from_value::<HarnessConfig>(value).is_err());

    let mut value = serde_json::to_value(harness(FULL)).unwrap();
    value["guardrails"]["budgets"] = 3.into();
    assert!(serde_json::from_value::<HarnessConfig>(value).is_err());
}
