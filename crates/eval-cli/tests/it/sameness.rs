//! Same plan, same bytes; and what is stored replays.

use std::collections::BTreeMap;
use std::sync::Arc;

use eval_harness::HarnessConfig;
use eval_kernel::replay;
use eval_store::Run;

use crate::support::{Place, shapes_run, whole_run};

/// The hashes of a run's tables by file, `timings` apart.
fn tables(place: &Place, run: &str) -> BTreeMap<String, String> {
    let folder = place.path().join(run);
    let manifest = Run::open(&folder).unwrap().manifest().clone();
    manifest
        .tables
        .iter()
        .filter(|table| table.table != "timings")
        .map(|table| {
            let bytes = std::fs::read(folder.join(&table.file)).unwrap();
            assert_eq!(bytes.len() as u64, table.bytes, "{}", table.file);
            (table.file.clone(), sha256(&folder.join(&table.file)))
        })
        .collect()
}

fn sha256(file: &std::path::Path) -> String {
    let output = std::process::Command::new("sha256sum").arg(file).output().unwrap();
    String::from_utf8(output.stdout).unwrap().split(' ').next().unwrap().to_owned()
}

#[test]
fn one_thread_two_or_seven_write_the_same_bytes() {
    let place = Place::new();
    for (threads, out) in [("1", "one"), ("2", "two"), ("7", "seven")] {
        let run = ["run", "suite.toml", "--epochs", "2", "--threads", threads, "--out", out, "-q"];
        assert_eq!(place.flywheel(&run).code, 0);
    }
    let one = tables(&place, "one");
    assert_eq!(one.len(), 3, "trials, events and contents: {one:?}");
    assert_eq!(one, tables(&place, "two"));
    assert_eq!(one, tables(&place, "seven"));
}

#[test]
fn where_the_suite_lies_does_not_matter() {
    let (one, other) = (Place::new(), Place::new());
    for place in [&one, &other] {
        assert_eq!(place.flywheel(&["run", "suite.toml", "--limit", "40", "--out", "run"]).code, 0);
    }
    assert_eq!(tables(&one, "run"), tables(&other, "run"));
}

#[test]
fn another_seed_is_other_luck_on_the_same_instances() {
    let place = Place::new();
    for (seed, out) in [("7", "seven"), ("8", "eight")] {
        let run = ["run", "suite.toml", "--limit", "80", "--seed", seed, "--out", out];
        assert_eq!(place.flywheel(&run).code, 0);
    }
    assert_ne!(tables(&place, "seven"), tables(&place, "eight"));
    let instances =
        |out: &str| Run::open(&place.path().join(out)).unwrap().manifest().instances_hash;
    assert_eq!(instances("seven"), instances("eight"));
}

#[test]
fn every_stored_trial_replays_with_equal_effect_hashes() {
    let (place, _) = whole_run();
    every_trial_replays(&Run::open(&place.path().join("whole")).unwrap());
}

#[test]
fn every_shape_of_conversation_replays_with_equal_effect_hashes() {
    every_trial_replays(&Run::open(&shapes_run().path().join("shapes")).unwrap());
}

/// The run was written by another process; all that is known here is what lies
/// in its folder.
fn every_trial_replays(run: &Run) {
    let harnesses: BTreeMap<&str, Arc<HarnessConfig>> = run
        .manifest()
        .arms
        .iter()
        .map(|arm| {
            let harness: HarnessConfig = serde_json::from_value(arm.effective.clone()).unwrap();
            assert_eq!(harness.hash(), arm.harness_hash);
            (arm.name.as_str(), Arc::new(harness))
        })
        .collect();
    let mut n_replayed = 0;
    for trial in run.trials().unwrap() {
        let trial = trial.unwrap();
        let events = run.trace(trial.id).unwrap();
        let replayed = replay(Arc::clone(&harnesses[trial.key.arm.as_str()]), &events);
        assert!(replayed.is_ok(), "{}: {}", trial.key, replayed.unwrap_err());
        n_replayed += 1;
    }
    assert_eq!(n_replayed, run.manifest().planned);
}

#[test]
fn a_trace_that_was_tampered_with_does_not_replay() {
    let (place, _) = whole_run();
    let run = Run::open(&place.path().join("whole")).unwrap();
    let trial = run.find("read-only/checkout#0@0").unwrap().remove(0);
    let arm = run.manifest().arms.iter().find(|arm| arm.name == "read-only").unwrap();
    let harness: HarnessConfig = serde_json::from_value(arm.effective.clone()).unwrap();
    let mut events = run.trace(trial.id).unwrap();
    for event in &mut events {
        if let eval_trace::EventKind::ToolReturned { returned, .. } = &mut event.kind {
            returned.content = eval_trace::Text::new("[]");
        }
    }
    assert!(replay(Arc::new(harness), &events).is_err());
}
