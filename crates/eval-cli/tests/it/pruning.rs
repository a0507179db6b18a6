//! `flywheel prune`: what was asked for goes, and nothing else, ever.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::shelf::Shelf;
use crate::support::{FLYWHEEL, Place};

/// Runs of all ages; `latest` is the newest.
fn shelf() -> Shelf {
    let shelf = Shelf::new();
    for (name, days) in [("new", 1), ("middle", 20), ("old", 40), ("oldest", 400), ("future", -9)] {
        shelf.complete(name, days);
    }
    shelf.stopped("stopped", 50);
    shelf.latest_is("new");
    shelf
}

fn went(shelf: &Shelf, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["prune", "--format", "json", "--yes"];
    all.extend(arguments);
    let mut went = Shelf::told(&shelf.flywheel(&all), "runs");
    for name in &went {
        assert!(!shelf.path(name).exists(), "{name} is still there");
    }
    went.sort();
    went
}

fn latest(shelf: &Shelf) -> String {
    fs::read_link(shelf.path("latest")).unwrap().into_os_string().into_string().unwrap()
}

#[test]
fn nothing_goes_without_being_asked_for() {
    let shelf = shelf();
    let before = shelf.names();
    insta::assert_snapshot!(shelf.flywheel(&["prune", "--yes"]).failure());
    for wrong in [["--older-than", "30"], ["--older-than=-30d", "-q"], ["--keep-at-most", "10"]] {
        assert_eq!(shelf.flywheel(&["prune", wrong[0], wrong[1], "--yes"]).code, 2, "{wrong:?}");
    }
    assert_eq!(shelf.flywheel(&["prune", "--older-than", "19000y", "--yes"]).code, 2);
    assert_eq!(shelf.flywheel(&["prune", "--older-than", "1d", "--dry-run", "--yes"]).code, 2);
    assert_eq!(shelf.flywheel(&["prune", "nowhere", "--older-than", "1d", "--yes"]).code, 2);
    assert_eq!(shelf.flywheel(&["prune", "runs/old", "--older-than", "1d", "--yes"]).code, 2);
    assert_eq!(shelf.names(), before);
}

#[test]
fn without_a_yes_it_only_shows() {
    let shelf = shelf();
    let before = shelf.names();
    let shown = shelf.flywheel(&["prune", "--older-than", "30d"]);
    assert_eq!((shown.code, shown.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(shown.stdout);
    let dry = shelf.flywheel(&["prune", "--older-than", "30d", "--dry-run"]);
    assert_eq!(dry.stdout, shown.stdout);
    assert_eq!(shelf.names(), before);
}

#[test]
fn the_command_that_is_shown_does_what_was_shown() {
    let shelf = shelf();
    let wanted = ["prune", "--older-than", "1mo 5d", "--run", "new", "--format", "json"];
    let shown = shelf.flywheel(&wanted).json();
    let command = shown["command"].as_str().unwrap();
    assert_eq!(command, "flywheel prune --older-than '1mo 5d' --run new --yes");
    let typed = command.replacen("flywheel", FLYWHEEL, 1);
    let mut typing = Command::new("sh");
    let done = typing.args(["-c", &typed]).current_dir(shelf.place.path()).output().unwrap();
    let said = shelf.place.said(&done);
    assert_eq!(said.code, 0, "{}", said.stderr);
    insta::assert_snapshot!(said.stdout);
    assert_eq!(shelf.names(), ["future", "latest", "middle", "stopped"]);
}

#[test]
fn by_age_and_latest_stays_where_it_was() {
    let shelf = shelf();
    assert_eq!(went(&shelf, &["--older-than", "30d"]), ["old", "oldest"]);
    assert_eq!(latest(&shelf), "new");
    assert_eq!(went(&shelf, &["--older-than", "30d"]), Vec::<String>::new());
    assert_eq!(went(&shelf, &["--older-than", "30d", "--unfinished"]), ["stopped"]);
}

/// The clock was set back: that run may have been made a minute ago.
#[test]
fn a_run_from_the_future_is_never_old() {
    let shelf = shelf();
    assert_eq!(went(&shelf, &["--older-than", "0s", "--unfinished"]).len(), 5);
    assert_eq!(shelf.names(), ["future", "latest"]);
    assert_eq!(latest(&shelf), "future");
}

#[test]
fn by_size_the_oldest_first() {
    let shelf = shelf();
    assert_eq!(went(&shelf, &["--keep-at-most", "10MB"]), Vec::<String>::new());
    assert_eq!(went(&shelf, &["--keep-at-most", "4.5MB"]), ["old", "oldest"]);
    let shown = shelf.flywheel(&["prune", "--keep-at-most", "0B"]).stdout;
    assert!(shown.contains("that is still more than 0B"), "{shown}");
    assert!(shown.contains("kept stopped: "), "{shown}");
    assert_eq!(went(&shelf, &["--keep-at-most", "0B"]), ["future", "middle", "new"]);
    assert_eq!(latest(&shelf), "stopped", "the newest that is left");
}

#[test]
fn by_name_and_with_the_last_of_them_latest_goes() {
    let shelf = shelf();
    assert_eq!(went(&shelf, &["--run", "stopped", "--run", "new"]), ["new", "stopped"]);
    assert_eq!(latest(&shelf), "future");
    went(&shelf, &["--keep-at-most", "0B"]);
    assert_eq!(shelf.names(), Vec::<String>::new());
}

#[test]
fn by_id_unless_that_means_several() {
    let shelf = shelf();
    fs::rename(shelf.path("old"), shelf.path("renamed")).unwrap();
    shelf.spoiled("copy", 3, |text| text.replace("\"copy\"", "\"oldest\""));
    fs::rename(shelf.path("oldest"), shelf.path("original")).unwrap();
    let several = shelf.flywheel(&["prune", "--run", "old", "--run", "oldest", "--yes"]);
    assert_eq!(several.code, 2);
    assert!(several.stderr.contains("name one of copy, original"), "{}", several.stderr);
    assert_eq!(went(&shelf, &["--run", "old"]), ["renamed"]);
}

#[test]
fn a_name_that_is_none_keeps_all_the_others() {
    let shelf = shelf();
    let before = shelf.names();
    let wrong = ["mddle", "latest", "../runs/old", "/", "."];
    let said = wrong.map(|name| {
        shelf.flywheel(&["prune", "--older-than", "1d", "--run", name, "--yes"]).failure()
    });
    insta::assert_snapshot!(said.join("\n"));
    assert_eq!(shelf.names(), before);
}

#[test]
fn what_is_being_written_never_goes() {
    let shelf = shelf();
    let writer = shelf.writing("busy", 90);
    // Its process would go on writing into a folder that has no name.
    let all = ["prune", "--older-than", "0s", "--keep-at-most", "0B", "--unfinished"];
    let mut all = all.to_vec();
    all.extend(["--run", "busy", "--yes"]);
    let said = shelf.flywheel(&all);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("kept busy: it is being written"), "{}", said.stdout);
    assert_eq!(shelf.names(), ["busy", "latest"]);
    drop(writer);
    assert_eq!(went(&shelf, &["--run", "busy"]), ["busy"]);
}

/// A damaged manifest must not make a run look as if nobody wrote it.
#[test]
fn what_is_being_written_never_goes_even_when_it_cannot_be_read() {
    let shelf = Shelf::new();
    let writer = shelf.writing("busy", 90);
    fs::write(shelf.path("busy/manifest.json"), "garbage").unwrap();
    assert_eq!(went(&shelf, &["--run", "busy"]), Vec::<String>::new());
    drop(writer);
    assert_eq!(went(&shelf, &["--run", "busy"]), ["busy"]);
}

#[test]
fn what_cannot_be_read_goes_by_name_alone() {
    let shelf = Shelf::new();
    shelf.spoiled("damaged", 400, |_| "garbage".to_owned());
    shelf.spoiled("undated", 400, |text| {
        text.replacen("\"created\": \"2", "\"created\": \"soon 2", 1)
    });
    let newer = |text: String| text.replacen("\"schema_version\": ", "\"schema_version\": 9", 1);
    shelf.spoiled("newer", 400, newer);
    let all = ["--older-than", "0s", "--keep-at-most", "0B", "--unfinished"];
    assert_eq!(went(&shelf, &all), Vec::<String>::new());
    let shown = shelf.flywheel(&["prune", "--older-than", "0s"]).stdout;
    insta::assert_snapshot!(shown);
    let named = ["--run", "damaged", "--run", "undated", "--run", "newer"];
    assert_eq!(went(&shelf, &named), ["damaged", "newer", "undated"]);
}

/// Browser extensions and web pages have a `manifest.json` too.
#[test]
fn a_manifest_that_is_no_runs_is_left_alone_even_if_named() {
    let shelf = Shelf::new();
    shelf.place.write("runs/extension/manifest.json", "{ \"manifest_version\": 3 }");
    shelf.place.write("runs/extension/background.js", "do not lose this");
    shelf.place.write("runs/notes/todo.txt", "do not lose this");
    assert_eq!(went(&shelf, &["--run", "extension"]), Vec::<String>::new());
    assert_eq!(shelf.flywheel(&["prune", "--run", "notes", "--yes"]).code, 2);
    assert!(
        shelf.path("extension/background.js").exists() && shelf.path("notes/todo.txt").exists()
    );
}

#[test]
fn links_lead_nowhere() {
    let shelf = shelf();
    let elsewhere = Shelf::new();
    elsewhere.complete("far", 400);
    symlink(elsewhere.path("far"), shelf.path("linked")).unwrap();
    symlink(elsewhere.path("far"), shelf.path("oldest/inner")).unwrap();
    symlink(elsewhere.path("far/manifest.json"), shelf.path("oldest/inner.json")).unwrap();
    symlink("..", shelf.path("oldest/up")).unwrap();
    assert_eq!(shelf.flywheel(&["prune", "--run", "linked", "--yes"]).code, 2);
    assert_eq!(went(&shelf, &["--older-than", "300d"]), ["oldest"]);
    assert!(shelf.path("linked").is_symlink());
    assert_eq!(Shelf::told(&elsewhere.flywheel(&["list", "--format", "json"]), "runs"), ["far"]);
    assert!(elsewhere.path("far/filler.parquet").exists());
}

#[test]
fn a_link_named_latest_that_leads_elsewhere_is_not_ours_to_move() {
    let shelf = shelf();
    fs::remove_file(shelf.path("latest")).unwrap();
    shelf.latest_is("../suite.toml");
    went(&shelf, &["--older-than", "30d"]);
    assert_eq!(latest(&shelf), "../suite.toml");
}

#[test]
fn what_an_interrupted_prune_left_goes_with_the_next() {
    let shelf = shelf();
    fs::rename(shelf.path("old"), shelf.path(".pruned-old")).unwrap();
    fs::rename(shelf.path("middle"), shelf.path(".pruned-middle")).unwrap();
    fs::remove_file(shelf.path(".pruned-middle/filler.parquet")).unwrap();
    fs::create_dir(shelf.path(".pruned-empty")).unwrap();
    // That was never a run; and that one is.
    shelf.place.write("runs/.pruned-roses/todo.txt", "do not lose this");
    symlink("new", shelf.path(".pruned-link")).unwrap();

    let shown = shelf.flywheel(&["prune", "--older-than", "9999d"]).stdout;
    assert!(shown.contains("3 folders that an interrupted prune left"), "{shown}");
    assert!(shelf.path(".pruned-old").exists());
    went(&shelf, &["--older-than", "9999d"]);
    let left = [".pruned-link", ".pruned-roses", "future", "latest", "new", "oldest", "stopped"];
    assert_eq!(shelf.names(), left);
}

#[test]
fn a_leftover_does_not_stand_in_the_way_of_its_namesake() {
    let shelf = shelf();
    shelf.place.write("runs/.pruned-old/todo.txt", "do not lose this");
    assert_eq!(went(&shelf, &["--run", "old"]), ["old"]);
    assert!(shelf.path(".pruned-old/todo.txt").exists());
}

/// Half of it is gone: going on with it would end in a run with holes.
#[test]
fn a_run_on_its_way_out_is_not_gone_on_with() {
    let place = Place::new();
    let run = ["run", "suite.toml", "--limit", "3", "-q", "--format", "json"];
    let first = place.flywheel(&run).json();
    let id = first["run_id"].as_str().unwrap();
    let manifest = format!("runs/{id}/manifest.json");
    place.replace(&manifest, "\"status\": \"complete\"", "\"status\": \"incomplete\"");
    let aside = place.path().join(format!("runs/.pruned-{id}"));
    fs::rename(place.path().join("runs").join(id), &aside).unwrap();
    let second = place.flywheel(&run);
    assert_eq!(second.json()["status"], "complete");
    assert!(!second.stderr.contains("going on with"), "{}", second.stderr);
    assert!(aside.exists());
}

/// Killed at any moment: a run is whole, or no run any more.
#[test]
fn a_prune_that_is_killed_leaves_whole_runs_and_what_the_next_clears_away() {
    const FILES: usize = 1_500;
    let shelf = Shelf::new();
    for round in 0..6 {
        for name in ["one", "two"] {
            if !shelf.path(name).exists() {
                shelf.complete(name, 9);
                for n in 0..FILES {
                    fs::write(shelf.path(name).join(format!("{n}.txt")), "x").unwrap();
                }
            }
        }
        let mut child = Command::new(FLYWHEEL)
            .args(["prune", "--older-than", "1d", "--yes"])
            .current_dir(shelf.place.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // It has begun with one of them once that is not all there any more.
        let n_files = |name: &str| fs::read_dir(shelf.path(name)).map_or(0, Iterator::count);
        let is_whole = |name: &str| n_files(name) > FILES;
        while child.try_wait().unwrap().is_none() && is_whole("one") && is_whole("two") {}
        std::thread::sleep(Duration::from_millis(2 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        for name in Shelf::told(&shelf.flywheel(&["list", "--format", "json"]), "runs") {
            let n_files = n_files(&name);
            assert!(n_files > FILES, "{name} has {n_files} files");
        }
    }
    went(&shelf, &["--older-than", "1d"]);
    assert_eq!(shelf.names(), Vec::<String>::new());
}
