//! Runs that go on, grow, are cut into slices, or are watched.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use eval_store::Run;
use eval_trace::RunStatus;
use serde_json::Value;

use crate::support::{FLYWHEEL, Place};

#[test]
fn a_higher_limit_adds_what_is_missing() {
    let place = Place::new();
    let run = |limit: &str| {
        place.flywheel(&["run", "suite.toml", "--limit", limit, "--out", "run", "-q"])
    };
    assert_eq!(run("3").code, 0);
    let longer = run("7");
    assert_eq!(longer.code, 0, "{}", longer.stderr);
    assert!(longer.stderr.contains("extending run: 3 of 7 trials there"), "{}", longer.stderr);
    let stored = Run::open(&place.path().join("run")).unwrap();
    assert_eq!(stored.manifest().status, RunStatus::Complete);
    let added: Vec<u64> = stored.manifest().generations.iter().map(|each| each.planned).collect();
    assert_eq!(added, [3, 4]);
    assert!(run("7").stderr.contains("nothing was run"));
}

/// More epochs, then a further arm: the trials are those of a run that was
/// planned so from the start, in another order.
#[test]
fn a_run_extended_twice_has_the_trials_of_a_whole_one() {
    let place = Place::new();
    let run = |arguments: &[&str]| {
        let said = place.flywheel(&[&["run", "suite.toml", "-q"], arguments].concat());
        assert_eq!(said.code, 0, "{}", said.stderr);
        said
    };
    // The limit takes the first places of each plan.
    run(&["--arm", "bare-loop", "--epochs", "1", "--limit", "15", "--out", "grown"]);
    run(&["--arm", "bare-loop", "--epochs", "2", "--limit", "30", "--out", "grown"]);
    let grown = run(&["--epochs", "2", "--limit", "60", "--out", "grown"]);
    assert!(grown.stderr.contains("extending grown: 30 of 60 trials there"), "{}", grown.stderr);
    run(&["--epochs", "2", "--limit", "60", "--out", "whole"]);
    let trials = |out: &str| {
        let run = Run::open(&place.path().join(out)).unwrap();
        let mut trials: Vec<_> = run
            .trials()
            .unwrap()
            .map(|trial| trial.unwrap())
            .map(|trial| (trial.id, run.trace(trial.id).unwrap()))
            .collect();
        trials.sort_by_key(|(id, _)| *id);
        trials
    };
    assert_eq!(trials("grown"), trials("whole"));
    let said = place.flywheel(&["fsck", "grown"]);
    assert_eq!(said.code, 0, "{}{}", said.stdout, said.stderr);
}

#[test]
fn the_same_command_goes_on_with_a_run_that_was_killed() {
    let place = Place::of_cheap_trials();
    let mut child = start(&place, &[]);
    let runs = place.path().join("runs");
    wait_until(|| journals(&runs) > 0);
    child.kill().unwrap();
    child.wait().unwrap();
    let again = place.flywheel(&["run", "cheap.toml", "-q"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(again.stderr.contains("going on with runs/"), "{}", again.stderr);
    let folders = std::fs::read_dir(&runs).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(folders.filter(|name| name != "latest").count(), 1);
    // Finished now: the same command is another run.
    let third = place.flywheel(&["run", "cheap.toml", "-q", "--limit", "5"]);
    assert!(!third.stderr.contains("going on"), "{}", third.stderr);
}

#[test]
fn a_second_process_is_kept_out() {
    let place = Place::of_cheap_trials();
    let mut child = start(&place, &["--out", "run"]);
    wait_until(|| place.path().join("run/journal-00000").exists());
    let second = place.flywheel(&["run", "cheap.toml", "--out", "run"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(
        second.failure(),
        "exit 2\nerror: go on with run: another process is writing this run"
    );
}

#[test]
fn a_folder_deleted_in_the_middle_is_named() {
    let place = Place::of_cheap_trials();
    let child = start(&place, &["--out", "run"]);
    wait_until(|| place.path().join("run/journal-00000").exists());
    // The writer may be making a file there at this very moment.
    wait_until(|| std::fs::remove_dir_all(place.path().join("run")).is_ok());
    let output = child.wait_with_output().unwrap();
    let said = place.said(&output);
    assert_eq!(said.failure(), "exit 2\nerror: write the run: its folder run is gone");
}

#[test]
fn a_slice_that_is_none_is_refused() {
    let place = Place::new();
    for wrong in ["4/3", "0/2", "1", "1/0", "one/two"] {
        let said = place.flywheel(&["run", "suite.toml", "--shard", wrong]);
        assert_eq!(said.code, 2);
        assert!(said.stderr.contains("write I/N with I from 1 to N"), "{}", said.stderr);
    }
    assert!(place.left_behind().is_empty());
}

#[test]
fn events_can_be_watched_as_lines_of_json() {
    let place = Place::new();
    let run =
        ["run", "suite.toml", "--limit", "6", "--out", "run", "--events", "events.jsonl", "-q"];
    assert_eq!(place.flywheel(&run).code, 0);
    let text = std::fs::read_to_string(place.path().join("events.jsonl")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let run = Run::open(&place.path().join("run")).unwrap();
    for trial in run.trials().unwrap() {
        let trial = trial.unwrap();
        let events = run.trace(trial.id).unwrap();
        let told: Vec<&Value> =
            lines.iter().filter(|line| line["trial_id"] == trial.id.to_string()).collect();
        assert_eq!(told.len(), events.len());
        for (line, event) in told.iter().zip(&events) {
            assert_eq!(line["trial"], trial.key.to_string());
            assert_eq!(line["seq"], event.seq);
            assert_eq!(line["kind"], event.kind.name());
            assert_eq!(line["payload"], serde_json::to_value(&event.kind).unwrap());
        }
        let shown = |hash: &str| lines.iter().any(|line| line["hash"] == hash);
        for event in &events {
            event.kind.for_each_text(|text| assert!(shown(&text.hash().to_string())));
        }
    }
}

fn start(place: &Place, arguments: &[&str]) -> Child {
    Command::new(FLYWHEEL)
        .args(["run", "cheap.toml", "-q"])
        .args(arguments)
        .current_dir(place.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Journals in any run of a folder of runs.
fn journals(runs: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(runs) else { return 0 };
    entries.flatten().filter(|entry| entry.path().join("journal-00000").exists()).count()
}

fn wait_until(mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_mins(1), "it never came to that");
        std::thread::sleep(Duration::from_millis(2));
    }
}
