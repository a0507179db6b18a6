//! `flywheel list`: every run shows, whatever lies beside it.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use crate::shelf::{Shelf, fill};
use crate::support::{Place, skipped};

#[test]
fn runs_of_every_kind() {
    let shelf = Shelf::new();
    shelf.complete("20260101T120000Z-0a1b2c3d", 3);
    shelf.complete("20270101T120000Z-0a1b2c3d", -30);
    shelf.stopped("stopped", 5);
    shelf.shard("shard-2", 4);
    let _writer = shelf.writing("writing", 0);
    shelf.spoiled("damaged", 1, |_| "{ \"schema_version\": 1, gar".to_owned());
    shelf.spoiled("newer", 1, |text| {
        text.replacen("\"schema_version\": ", "\"schema_version\": 9", 1)
    });
    shelf.latest_is("20260101T120000Z-0a1b2c3d");
    // Nothing of this is a run.
    shelf.place.write("runs/notes/todo.txt", "do not lose this");
    shelf.place.write("runs/readme.txt", "mine");
    fs::create_dir(shelf.path("empty")).unwrap();
    symlink("loop", shelf.path("loop")).unwrap();
    symlink(".", shelf.path("round")).unwrap();
    symlink("nowhere", shelf.path("dangling")).unwrap();
    fs::rename(shelf.path("stopped"), shelf.path(".pruned-stopped")).unwrap();
    shelf.stopped("stopped", 5);

    let said = shelf.flywheel(&["list"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let version = eval_trace::SCHEMA_VERSION;
    let stderr = said.stderr.replace(&format!("9{version} and"), "[NEWER] and");
    let stderr = stderr.replace(&format!("up to {version}\n"), "up to [VERSION]\n");
    insta::assert_snapshot!(format!("{}\n{stderr}", said.stdout));
}

#[test]
fn the_facts_for_programs() {
    let shelf = Shelf::new();
    let run = ["run", "suite.toml", "--limit", "3", "-q"];
    assert_eq!(shelf.flywheel(&run).code, 0);
    shelf.shard("shard-2", 4);
    let said = shelf.flywheel(&["list", "--format", "json"]).json();
    assert_eq!(said["schema_version"], eval_trace::SCHEMA_VERSION);
    let (real, shard) = (&said["runs"][0], &said["runs"][1]);
    assert_eq!(real["status"], "complete");
    assert_eq!((&real["finished"], &real["planned"]), (&3.into(), &3.into()));
    assert_eq!((&real["latest"], &real["suite"]), (&true.into(), &"sre-triage".into()));
    assert!(real["arms"].as_array().unwrap().iter().any(|arm| arm == "bare-loop"));
    let dir = shelf.place.path().join(real["dir"].as_str().unwrap());
    let files = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len());
    assert_eq!(real["bytes"], files.sum::<u64>());
    assert_eq!((&shard["status"], &shard["shard"]), (&"stopped".into(), &"2/3".into()));
}

#[test]
fn an_ordinary_run_fits_eighty_columns() {
    let shelf = Shelf::new();
    assert_eq!(shelf.flywheel(&["run", "suite.toml", "--limit", "300", "-q"]).code, 0);
    let said = shelf.flywheel(&["list"]);
    assert!(said.stdout.contains("300/300"), "{}", said.stdout);
    for line in said.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
}

#[test]
fn no_runs_yet() {
    let place = Place::new();
    let none = place.flywheel(&["list"]);
    assert_eq!((none.code, none.stderr.as_str()), (0, ""));
    assert!(none.stdout.contains("begin one: flywheel run "), "{}", none.stdout);
    assert_eq!(place.flywheel(&["list", "--format", "json"]).json()["runs"], serde_json::json!([]));
    fs::create_dir(place.path().join("my runs")).unwrap();
    let elsewhere = place.flywheel(&["list", "my runs"]).stdout;
    assert!(elsewhere.contains("--out 'my runs/first'"), "{elsewhere}");
    assert_eq!(place.left_behind(), ["my runs"]);
}

#[test]
fn a_folder_that_holds_no_runs_because_it_is_none_or_is_one() {
    let shelf = Shelf::new();
    shelf.complete("run", 1);
    let wrong = ["rnus", "nowhere/at/all", "suite.toml", "runs/run"];
    let said = wrong.map(|dir| shelf.flywheel(&["list", dir]).failure());
    insta::assert_snapshot!(said.join("\n"));
}

#[test]
fn a_run_that_nobody_can_date_comes_last() {
    let shelf = Shelf::new();
    shelf.complete("old", 400);
    shelf.spoiled("undated", 1, |text| {
        text.replacen("\"created\": \"2", "\"created\": \"soon 2", 1)
    });
    let said = shelf.flywheel(&["list", "--format", "json"]);
    assert_eq!(Shelf::told(&said, "runs"), ["old", "undated"]);
}

#[test]
fn runs_of_one_second_stand_in_the_order_of_their_ids() {
    let shelf = Shelf::new();
    for name in ["run-2", "run", "run-3"] {
        shelf.spoiled(name, 1, |text| {
            let created = text.lines().find(|line| line.contains("\"created\"")).unwrap();
            text.replace(created, "  \"created\": \"2026-01-01T00:00:00Z\",")
        });
    }
    let said = shelf.flywheel(&["list", "--format", "json"]);
    assert_eq!(Shelf::told(&said, "runs"), ["run-3", "run-2", "run"]);
}

/// A pipe would keep whoever reads it waiting for ever.
#[test]
fn manifests_that_are_no_files() {
    let shelf = Shelf::new();
    for name in ["pipe", "folder", "circle", "fine"] {
        shelf.complete(name, 1);
    }
    let manifest = |name: &str| shelf.path(name).join("manifest.json");
    for name in ["pipe", "folder", "circle"] {
        fs::remove_file(manifest(name)).unwrap();
    }
    assert!(Command::new("mkfifo").arg(manifest("pipe")).status().unwrap().success());
    fs::create_dir(manifest("folder")).unwrap();
    symlink("manifest.json", manifest("circle")).unwrap();

    let said = shelf.flywheel(&["list", "--format", "json"]);
    for run in said.json()["runs"].as_array().unwrap() {
        let fine = run["run"] == "fine";
        assert_eq!(run["status"], if fine { "complete" } else { "damaged" }, "{run}");
        assert_eq!(run["problem"].is_null(), fine, "{run}");
    }
    assert_eq!(said.stderr.lines().count(), 3, "{}", said.stderr);
}

#[test]
fn names_that_would_steer_the_terminal() {
    let shelf = Shelf::new();
    let nasty = "a\u{1b}[2J\nb  complete";
    shelf.complete(nasty, 1);
    let said = shelf.flywheel(&["list"]);
    assert!(!said.stdout.contains('\u{1b}'), "{}", said.stdout);
    assert!(said.stdout.contains(r"a\u{1b}[2J\nb  complete"), "{}", said.stdout);
    shelf.spoiled("worse", 1, |_| nasty.to_owned());
    fs::rename(shelf.path("worse"), shelf.path("wor\u{1b}se")).unwrap();
    assert!(!shelf.flywheel(&["list"]).stderr.contains('\u{1b}'));
}

#[test]
fn a_folder_that_may_not_be_looked_into_hides_no_other() {
    use std::os::unix::fs::PermissionsExt as _;
    let shelf = Shelf::new();
    shelf.complete("fine", 1);
    shelf.complete("shut", 1);
    let shut = shelf.path("shut");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
    let is_shut = fs::read_dir(&shut).is_err();
    let said = shelf.flywheel(&["list", "--format", "json"]);
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(Shelf::told(&said, "runs").len(), 2);
    if !is_shut {
        return skipped("whoever may look into every folder cannot be kept out of one");
    }
    assert!(said.stderr.contains("Permission denied"), "{}", said.stderr);
}

#[test]
fn a_folder_of_runs_may_itself_be_a_link() {
    let shelf = Shelf::new();
    shelf.complete("run", 1);
    shelf.latest_is("run");
    symlink("runs", shelf.place.path().join("linked")).unwrap();
    let said = shelf.flywheel(&["list", "linked", "--format", "json"]);
    assert_eq!(Shelf::told(&said, "runs"), ["run"]);
    assert_eq!(said.json()["runs"][0]["latest"], true);
}

#[test]
fn what_is_stopped_is_so_only_while_nobody_writes_it() {
    let shelf = Shelf::new();
    let status =
        || shelf.flywheel(&["list", "--format", "json"]).json()["runs"][0]["status"].clone();
    let writer = shelf.writing("run", 0);
    assert_eq!(status(), "writing");
    drop(writer);
    assert_eq!(status(), "stopped");
    fill(&shelf.path("run"));
}
