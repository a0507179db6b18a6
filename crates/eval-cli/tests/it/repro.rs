//! A stored trial, run again from its run alone.

use eval_runner::{first_difference, rerun};
use eval_store::{Durability, Run, RunWriter};
use eval_trace::{EventKind, Generation, Manifest, Outcome, Text, Timing, TrialRecord};

use crate::support::{Place, whole_run};

/// The trial that is stored altered.
const KEY: &str = "read-only/checkout#0@0";

/// A run of one trial of the shipped suite, altered before it was stored.
fn altered(alter: impl FnOnce(&mut Manifest, &mut TrialRecord)) -> Place {
    let (whole, _) = whole_run();
    let run = Run::open(&whole.path().join("whole")).unwrap();
    let mut trial = run.find(KEY).unwrap().remove(0);
    trial.events = run.trace(trial.id).unwrap();
    let mut manifest = run.manifest().clone();
    manifest.planned = 1;
    manifest.generations.truncate(1);
    manifest.generations[0] = Generation { planned: 1, ..manifest.generations[0].clone() };
    alter(&mut manifest, &mut trial);
    let place = Place::new();
    let timing = Timing { id: trial.id, started_us: 0, wall_us: 1, worker: 0 };
    let writer = RunWriter::create(&place.path().join("run"), manifest, Durability::Process);
    let writer = writer.unwrap();
    writer.record(0, &trial, &timing).unwrap();
    writer.finish().unwrap();
    place
}

/// What `repro` says of such a run that it refuses.
fn refused(alter: impl FnOnce(&mut Manifest, &mut TrialRecord)) -> String {
    without_hashes(&altered(alter).flywheel(&["repro", "run", KEY]).failure())
}

/// The shipped scenarios may change, and their hashes with them.
fn without_hashes(text: &str) -> String {
    let is_hash =
        |word: &str| word.len() == 32 && word.bytes().all(|sign| sign.is_ascii_hexdigit());
    let words = text.split_inclusive([' ', ',', ';', '\n']).map(|word| {
        let bare = word.trim_end_matches([' ', ',', ';', '\n']);
        if is_hash(bare) { word.replace(bare, "[HASH]") } else { word.to_owned() }
    });
    words.collect()
}

#[test]
fn every_trial_comes_out_as_stored_with_the_suite_gone() {
    let place = Place::new();
    let said = place.flywheel(&["run", "suite.toml", "--epochs", "1", "--out", "run", "-q"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    for folder in ["checkout", "incident", "harness"] {
        std::fs::remove_dir_all(place.path().join(folder)).unwrap();
    }
    for file in ["suite.toml", "pods.star"] {
        std::fs::remove_file(place.path().join(file)).unwrap();
    }

    let run = Run::open(&place.path().join("run")).unwrap();
    let mut n_same = 0;
    for stored in run.trials().unwrap() {
        let mut stored = stored.unwrap();
        stored.events = run.trace(stored.id).unwrap();
        let now = rerun(run.manifest(), &stored).unwrap();
        assert_eq!(first_difference(&stored, &now), None, "{}", stored.key);
        assert_eq!(stored, now);
        n_same += 1;
    }
    assert_eq!(n_same, 127);

    let said = place.flywheel(&["repro", "run", KEY]);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
    let stored = run.find(KEY).unwrap().remove(0);
    let n_events = run.trace(stored.id).unwrap().len();
    let same =
        format!("same: all {n_events} events, outcome success, state {}\n", stored.state_after);
    assert_eq!(said.stdout, same);
    let id = stored.id.to_string();
    let said = place.flywheel(&["repro", "run", &id[..12], "--format", "json"]).json();
    assert_eq!(said["run_id"], run.manifest().run_id);
    assert_eq!(said["trial_id"], id);
    assert_eq!(said["trial"], "read-only/checkout.read-only#0@0");
    assert_eq!((&said["same"], &said["events"]), (&true.into(), &n_events.into()));
    assert!(said["first_difference"].is_null());
}

#[test]
fn a_trial_that_the_world_broke_breaks_again() {
    let place = Place::new();
    place.replace(
        "checkout/world.star",
        "def check(world, answer):",
        "def check(world, answer):\n    fail(\"out of order\")",
    );
    let run = ["run", "suite.toml", "--arm", "read-only", "--out", "run", "-q"];
    assert_eq!(place.flywheel(&run).code, 5);
    place.write("checkout/world.star", "no Starlark at all (");
    let said = place.flywheel(&["repro", "run", KEY]);
    assert!(
        said.stdout.contains("events, outcome infra, state "),
        "{}{}",
        said.stdout,
        said.stderr
    );
    assert_eq!(said.code, 0);
}

#[test]
fn an_altered_trace_shows_where_it_parts() {
    let place = altered(|manifest, trial| {
        manifest.version = "0.0.9".to_owned();
        for event in &mut trial.events {
            if let EventKind::ToolReturned { returned, .. } = &mut event.kind {
                let text = returned.content.as_str().replace("checkout", "\u{9b}2Jcheckin");
                returned.content = Text::new(text);
            }
        }
        trial.outcome = Outcome::Failed;
    });
    let said = place.flywheel(&["repro", "run", KEY]);
    assert_eq!((said.code, said.stderr.as_str()), (1, ""));
    insta::assert_snapshot!(said.stdout, @r#"
    different: read-only/checkout.read-only#0@0
      first     event 5 (tool_returned): returned.content
      stored    [{"name":"\u{9b}2Jcheckin-2a1b","restarts":0,"status":"Running"},{"name":"\u{9b}2Jcheckin-7f9c","restarts"…
      now       [{"name":"checkout-2a1b","restarts":0,"status":"Running"},{"name":"checkout-7f9c","restarts":14,…
      version   0.0.9, schema 2 then; 0.1.0, schema 2 now
    next: flywheel show run 'read-only/checkout.read-only#0@0'   (as it is stored)
    "#);
    let said = place.flywheel(&["repro", "run", KEY, "--format", "json"]);
    assert_eq!(said.code, 1);
    let said: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(said["same"], false);
    let difference = &said["first_difference"];
    assert_eq!(difference["kind"], "tool_returned");
    assert_eq!(difference["field"], "returned.content");
    assert!(difference["stored"].as_str().unwrap().contains("checkin"));
    assert!(difference["now"].as_str().unwrap().contains("checkout"));
}

#[test]
fn an_event_too_few_or_of_another_kind_is_a_difference() {
    let first = |alter: fn(&mut TrialRecord)| {
        let place = altered(|_, trial| alter(trial));
        let said = place.flywheel(&["repro", "run", KEY, "--format", "json"]);
        assert_eq!(said.code, 1, "{}", said.stderr);
        let said: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
        let difference = &said["first_difference"];
        ["kind", "field", "stored", "now"].map(|key| difference[key].clone())
    };
    let cut = first(|trial| drop(trial.events.pop()));
    assert_eq!(
        cut,
        ["trial_ended".into(), "kind".into(), serde_json::Value::Null, "trial_ended".into()]
    );
    let other = first(|trial| trial.events.last_mut().unwrap().kind = EventKind::Cancelled);
    assert_eq!(other, ["cancelled", "kind", "cancelled", "trial_ended"]);
    let row = first(|trial| trial.tags.push("new".to_owned()));
    assert_eq!(row[..2], [serde_json::Value::Null, "tags[2]".into()]);
}

#[test]
fn a_manifest_that_was_altered_is_refused_by_name() {
    let scenario = refused(|manifest, _| {
        let checkout = manifest.scenarios.iter_mut().find(|one| one.name == "checkout").unwrap();
        checkout.files[0].text.push('\n');
    });
    insta::assert_snapshot!(scenario, @"
    exit 2
    error: cannot run `read-only/checkout.read-only#0@0` again: the scenario `checkout` in the manifest is not the one of the run: its hash is [HASH], recorded is [HASH]
    ");
    let harness = refused(|manifest, _| {
        for arm in &mut manifest.arms {
            arm.effective["loop"]["max_turns"] = 2.into();
        }
    });
    insta::assert_snapshot!(harness, @"
    exit 2
    error: cannot run `read-only/checkout.read-only#0@0` again: the harness of arm `read-only` in the manifest is not the one of the run: its hash is [HASH], recorded is [HASH]
    ");
    let seed = refused(|manifest, _| manifest.seed += 1);
    insta::assert_snapshot!(seed, @"
    exit 2
    error: cannot run `read-only/checkout.read-only#0@0` again: trial [HASH] is not made of what the manifest holds: that makes [HASH] of `read-only/checkout.read-only#0@0`
    ");
}

#[test]
fn what_cannot_be_run_again_says_why() {
    let no_arms = refused(|manifest, _| manifest.arms.clear());
    insta::assert_snapshot!(no_arms, @"
    exit 2
    error: cannot run `read-only/checkout.read-only#0@0` again: the manifest has no arm `read-only`
    ");
    let older = refused(|manifest, _| manifest.schema_version = 1);
    insta::assert_snapshot!(older, @"
    exit 2
    error: cannot run `read-only/checkout.read-only#0@0` again: the run has schema version 1; trials can be run again from version 2 on
    ");
    let real = refused(|manifest, _| {
        for model in &mut manifest.models {
            model.simulated = false;
        }
    });
    insta::assert_snapshot!(real, @"
    exit 2
    error: cannot run `read-only/checkout.read-only#0@0` again: not reproducible: the model `scripted` was not simulated
    ");
    let unknown = refused(|manifest, _| {
        for model in &mut manifest.models {
            model.effective = serde_json::json!({ "kind": "clairvoyant" });
        }
    });
    insta::assert_snapshot!(unknown, @r#"
    exit 2
    error: cannot run `read-only/checkout.read-only#0@0` again: model `scripted` is of a kind or has settings that are not known here: {"kind":"clairvoyant"}
    "#);
    let newer_harness = refused(|manifest, _| {
        for arm in &mut manifest.arms {
            arm.effective["intuition"] = serde_json::json!({ "kind": "gut" });
        }
    });
    insta::assert_snapshot!(newer_harness, @"
    exit 2
    error: cannot run `read-only/checkout.read-only#0@0` again: the harness of arm `read-only` in the manifest cannot be read: unknown field `intuition`, expected one of `loop`, `context`, `tools`, `guardrails`, `approval`, `memory`, `verifiers`, `errors`
    ");
}
