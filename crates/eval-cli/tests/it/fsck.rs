//! Is a run as it was written? Good, stopped, killed and damaged runs.

use std::fs;

use eval_store::{Durability, Run, RunWriter};
use serde_json::Value;

use crate::support::{Place, Said};

/// A run of a few trials.
fn short_run() -> Place {
    let place = Place::new();
    let said = place.flywheel(&["run", "suite.toml", "--limit", "12", "--out", "run", "-q"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    place
}

/// What was said, sizes apart: they change with the program's version.
fn told(said: &Said) -> String {
    let words: Vec<String> = said
        .stdout
        .lines()
        .map(|line| match line.split_once("1 part, ") {
            Some((before, after)) if after.ends_with('B') => format!("{before}1 part, [SIZE]"),
            _ => line.trim_end().to_owned(),
        })
        .collect();
    format!("exit {}\n{}{}", said.code, words.join("\n"), said.stderr)
}

/// Flips a bit of a file of the run.
fn flip(place: &Place, file: &str, at: usize) {
    let path = place.path().join("run").join(file);
    let mut bytes = fs::read(&path).unwrap();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_run_as_it_was_written() {
    let place = short_run();
    insta::assert_snapshot!(told(&place.flywheel(&["fsck", "run"])), @r"
    exit 0
    run: complete, 12 of 12 trials in 1 part, [SIZE]
    good: 12 trials in 1 part, as they were written
    ");
    let json = place.flywheel(&["fsck", "run", "--format", "json", "-q"]).json();
    assert_eq!((&json["is_good"], &json["trials_lost"]), (&Value::Bool(true), &Value::from(0)));
    assert_eq!(json["schema_version"], eval_trace::SCHEMA_VERSION);
    assert_eq!(json["parts"][0]["files"].as_array().unwrap().len(), 4);
}

#[test]
fn a_damaged_table_is_named_and_what_is_lost_told() {
    let place = short_run();
    flip(&place, "events-00000.parquet", 300);
    let said = place.flywheel(&["fsck", "run"]);
    insta::assert_snapshot!(told(&said), @r"
    exit 2
    run: complete, 12 of 12 trials in 1 part, [SIZE]
    damaged: events-00000.parquet does not have the hash that the manifest says: it was altered
    lost: 12 trials in 1 part: part 0 with 12 trials from place 0 of the run
    good: 0 trials in 0 parts, as they were written
    to have all of it again: flywheel run suite.toml --limit 12 --out run-again
    ");
    let said = place.flywheel(&["fsck", "run", "--format", "json"]);
    assert_eq!(said.code, 2);
    let json: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!((&json["parts_damaged"], &json["trials_lost"]), (&Value::from(1), &Value::from(12)));
}

#[test]
fn a_damaged_manifest_is_told_and_the_tables_are_checked_all_the_same() {
    let place = short_run();
    place.replace("run/manifest.json", "\"seed\": 7,", "\"seed\": 8,");
    insta::assert_snapshot!(told(&place.flywheel(&["fsck", "run"])), @r"
    exit 2
    run: complete, 12 of 12 trials in 1 part, [SIZE]
    damaged: manifest.json does not have the hash that its own `seal` says: it was altered
    good: 12 trials in 1 part, as they were written
    ");
    // It can still be looked at.
    assert_eq!(place.flywheel(&["show", "run"]).code, 0);
    place.write("run/manifest.json", "{");
    let said = place.flywheel(&["fsck", "run"]);
    assert!(said.failure().contains("run/manifest.json is not the manifest of a run"));
}

#[test]
fn a_run_that_was_killed_or_stopped_has_its_journal() {
    let place = short_run();
    let run = Run::open(&place.path().join("run")).unwrap();
    let dir = place.path().join("begun");
    let writer = RunWriter::create(&dir, run.manifest().clone(), Durability::Process).unwrap();
    for (index, read) in (0..5).zip(run.traces()) {
        let (trial, timing) = read.unwrap();
        writer.record(index, &trial, &timing).unwrap();
    }
    let said = place.flywheel(&["fsck", "begun"]);
    assert!(said.stdout.starts_with("begun: being written, 0 of 12"), "{}", said.stdout);
    drop(writer);
    insta::assert_snapshot!(told(&place.flywheel(&["fsck", "begun"])), @r"
    exit 0
    begun: unfinished, and its process died, 0 of 12 trials in 0 parts, 0 B
    journal:  journal-00000 holds 5 finished trials of part 0
    good: 0 trials in 0 parts, as they were written
    go on: flywheel run suite.toml --limit 12 --out begun
    ");
    let (writer, _) = RunWriter::resume(&dir, Durability::Process).unwrap();
    writer.finish().unwrap();
    insta::assert_snapshot!(told(&place.flywheel(&["fsck", "begun"])), @r"
    exit 0
    begun: stopped, 5 of 12 trials in 1 part, [SIZE]
    journal:  journal-00000 holds 5 finished trials of part 0
    good: 5 trials in 1 part, as they were written
    go on: flywheel run suite.toml --limit 12 --out begun
    ");
    let said = place.flywheel(&["run", "suite.toml", "--limit", "12", "--out", "begun", "-q"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(place.flywheel(&["fsck", "begun"]).code, 0);
}

#[test]
fn what_is_no_run_is_refused() {
    let place = Place::new();
    insta::assert_snapshot!(place.flywheel(&["fsck", "nowhere"]).failure(), @r"
    exit 2
    error: open run nowhere: there is no such folder
    ");
}
