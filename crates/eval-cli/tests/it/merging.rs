//! Slices of a plan, made by several machines and united.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use eval_store::{Durability, Run, RunWriter};
use eval_trace::{Manifest, RunStatus};

use crate::support::{FLYWHEEL, Place};

const SHARDS: [&str; 3] = ["shard-1", "shard-2", "shard-3"];

/// Three slices and the undivided run, for tests that only read them.
fn sliced() -> &'static Place {
    static PLACE: OnceLock<Place> = OnceLock::new();
    PLACE.get_or_init(|| {
        let place = Place::new();
        for (index, out) in (1..).zip(SHARDS) {
            slice(&place, &["--epochs", "2"], &format!("{index}/3"), out);
        }
        let whole = place.flywheel(&["run", "suite.toml", "--epochs", "2", "--out", "whole", "-q"]);
        assert_eq!(whole.code, 0, "{}", whole.stderr);
        place
    })
}

fn slice(place: &Place, selection: &[&str], shard: &str, out: &str) {
    let mut run = vec!["run", "suite.toml", "--shard", shard, "--out", out, "-q"];
    run.extend(selection);
    let said = place.flywheel(&run);
    assert_eq!(said.code, 0, "{}", said.stderr);
}

/// What merging says that is refused, with nothing left behind.
fn refused(place: &Place, slices: &[&str]) -> String {
    let mut merge = vec!["merge", "--out", "refused"];
    merge.extend(slices);
    let said = place.flywheel(&merge);
    assert!(!place.path().join("refused").exists(), "something was half-written");
    said.failure()
}

fn assert_same_tables(one: &Path, other: &Path) {
    let tables = |dir: &Path| Run::open(dir).unwrap().manifest().tables.clone();
    let names = |dir: &Path| {
        let promised = tables(dir).into_iter().filter(|file| file.table != "timings");
        promised.map(|file| file.file).collect::<Vec<_>>()
    };
    assert_eq!(names(one), names(other));
    assert!(!names(one).is_empty());
    for name in names(one) {
        assert!(
            fs::read(one.join(&name)).unwrap() == fs::read(other.join(&name)).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn three_slices_are_byte_for_byte_the_undivided_run() {
    let place = sliced();
    let merge = ["merge", "shard-3", "shard-1", "shard-2", "--out", "merged", "--format", "json"];
    let summary = place.flywheel(&merge).json();
    let (merged, whole) = (place.path().join("merged"), place.path().join("whole"));
    assert_same_tables(&merged, &whole);

    let (merged, whole) = (Run::open(&merged).unwrap(), Run::open(&whole).unwrap());
    assert_eq!(summary["finished"], whole.manifest().planned);
    let tables = merged.manifest().tables.clone();
    let Manifest { run_id, created, .. } = merged.manifest().clone();
    assert_eq!(
        merged.manifest(),
        &Manifest { run_id, created, tables, ..whole.manifest().clone() }
    );

    let timings = |run: &Run| run.traces().map(|read| read.unwrap().1).collect::<Vec<_>>();
    let carried =
        SHARDS.iter().flat_map(|dir| timings(&Run::open(&place.path().join(dir)).unwrap()));
    assert_eq!(timings(&merged), carried.collect::<Vec<_>>());

    assert_eq!(place.flywheel(&["fsck", "merged"]).code, 0);
    let again = place.flywheel(&["merge", "shard-1", "shard-2", "shard-3", "--out", "merged"]);
    assert!(again.failure().contains("merged is not empty: it holds run"), "{}", again.stderr);
}

#[test]
fn what_is_no_set_of_slices_is_refused() {
    let place = sliced();
    insta::assert_snapshot!(refused(place, &["shard-1", "whole"]), @r"
    exit 2
    error: whole is no slice of a plan: only runs that were made with --shard are merged
    ");
    insta::assert_snapshot!(refused(place, &["shard-1", "shard-2", "./shard-1"]), @r"
    exit 2
    error: slice 1/3 is given twice: shard-1 and ./shard-1
    ");
    insta::assert_snapshot!(refused(place, &["shard-1", "shard-3"]), @r"
    exit 2
    error: slice 2/3 missing; to make what is missing:
      flywheel run suite.toml --epochs 2 --shard 2/3 --out shard-2
    ");
    insta::assert_snapshot!(refused(place, &["shard-2"]), @r"
    exit 2
    error: slices 1/3, 3/3 missing; to make what is missing:
      flywheel run suite.toml --epochs 2 --shard 1/3 --out shard-1
      flywheel run suite.toml --epochs 2 --shard 3/3 --out shard-3
    ");
    insta::assert_snapshot!(refused(place, &["shard-1", "nowhere"]), @r"
    exit 2
    error: open run nowhere: there is no such folder
    ");
    assert_eq!(place.flywheel(&["merge", "--out", "refused"]).code, 2);
    assert_eq!(place.flywheel(&["merge", "shard-1"]).code, 2);
}

#[test]
fn slices_of_other_plans_are_refused_and_the_difference_told() {
    let place = Place::new();
    slice(&place, &["--limit", "8"], "1/2", "one");
    slice(&place, &["--limit", "8", "--seed", "8"], "2/2", "seed");
    slice(&place, &["--limit", "8", "--arm", "bare-loop"], "2/2", "arm");
    slice(&place, &["--limit", "8"], "2/3", "cut");
    let seed = refused(&place, &["one", "seed"]);
    assert!(seed.contains("one and seed are not slices of one plan (seed: 7 and 8;"), "{seed}");
    let arm = refused(&place, &["one", "arm"]);
    assert!(arm.contains("arms: ") && arm.contains("selection: "), "{arm}");
    insta::assert_snapshot!(refused(&place, &["one", "cut"]), @r"
    exit 2
    error: one is slice 1/2 and cut slice 2/3: the plan was cut in two ways
    ");
}

#[test]
fn a_slice_that_is_not_whole_is_refused() {
    let place = Place::new();
    slice(&place, &["--limit", "8"], "1/2", "one");
    slice(&place, &["--limit", "8"], "2/2", "two");
    let two = place.path().join("two");

    // As a run that was begun and killed leaves it.
    let begun = place.path().join("begun");
    let manifest = Run::open(&two).unwrap().manifest().clone();
    let writer = RunWriter::create(&begun, manifest, Durability::Process).unwrap();
    let (trial, timing) = Run::open(&two).unwrap().traces().next().unwrap().unwrap();
    writer.record(0, &trial, &timing).unwrap();
    assert!(refused(&place, &["one", "begun"]).contains("begun is being written right now"));
    writer.finish().unwrap();
    insta::assert_snapshot!(refused(&place, &["one", "begun"]), @r"
    exit 2
    error: begun is not complete: 1 of 4 trials are there; go on with it: flywheel run suite.toml --limit 8 --shard 2/2 --out begun
    ");

    let events = two.join("events-00000.parquet");
    let mut bytes = fs::read(&events).unwrap();
    bytes[200] ^= 4;
    fs::write(&events, bytes).unwrap();
    insta::assert_snapshot!(refused(&place, &["one", "two"]), @r"
    exit 2
    error: two is damaged; what of it, and what is still good: flywheel fsck two
    ");
}

#[test]
fn a_folder_that_holds_something_else_is_left_alone() {
    let place = Place::new();
    slice(&place, &["--limit", "8"], "1/1", "one");
    place.write("mine/notes.txt", "mine");
    let said = place.flywheel(&["merge", "one", "--out", "mine", "-q"]);
    assert!(said.failure().contains("mine: the folder is not empty"), "{}", said.stderr);
    assert_eq!(fs::read_dir(place.path().join("mine")).unwrap().count(), 1);
    // Neither is an unfinished run of the same plan: it is no merge.
    let run = place.path().join("run");
    let manifest = Run::open(&place.path().join("one")).unwrap().manifest().clone();
    let writer =
        RunWriter::create(&run, Manifest { shard: None, ..manifest }, Durability::Process).unwrap();
    let (trial, timing) =
        Run::open(&place.path().join("one")).unwrap().traces().next().unwrap().unwrap();
    writer.record(0, &trial, &timing).unwrap();
    writer.finish().unwrap();
    let said = place.flywheel(&["merge", "one", "--out", "run", "-q"]);
    assert!(said.failure().contains("run is not empty"), "{}", said.stderr);
}

#[test]
fn a_plan_of_fewer_trials_than_slices_has_empty_ones_that_nobody_misses() {
    let place = Place::new();
    slice(&place, &["--limit", "2"], "2/3", "two");
    slice(&place, &["--limit", "2"], "3/3", "three");
    let said = place.flywheel(&["merge", "two", "three", "--out", "merged"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}

#[test]
fn a_merge_that_was_killed_anywhere_goes_on() {
    let place = Place::new();
    let selection = ["--arm", "bare-loop", "--epochs", "6"];
    slice(&place, &selection, "1/2", "one");
    slice(&place, &selection, "2/2", "two");
    slice(&place, &selection, "1/1", "whole");
    let merged = place.path().join("merged");
    let mut n_killed = 0;
    for wait in [10, 40, 90, 150, 250] {
        let mut child = Command::new(FLYWHEEL)
            .args(["merge", "one", "two", "--out", "merged", "-q"])
            .current_dir(place.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        let complete =
            Run::open(&merged).is_ok_and(|run| run.manifest().status == RunStatus::Complete);
        if complete {
            break;
        }
        n_killed += 1;
    }
    assert!(n_killed > 0);
    let complete = Run::open(&merged).is_ok_and(|run| run.manifest().status == RunStatus::Complete);
    if !complete || merged.join("merging").exists() {
        let said = place.flywheel(&["merge", "one", "two", "--out", "merged"]);
        assert_eq!(said.code, 0, "{}", said.stderr);
    }
    assert!(!merged.join("merging").exists());
    assert_same_tables(&merged, &place.path().join("whole"));
}

#[test]
fn an_unfinished_merge_of_other_slices_is_left_alone() {
    let place = Place::new();
    slice(&place, &["--limit", "8"], "1/1", "one");
    let merged = place.path().join("merged");
    let manifest = Run::open(&place.path().join("one")).unwrap().manifest().clone();
    let whole = Manifest { shard: None, ..manifest.clone() };
    drop(RunWriter::create(&merged, whole, Durability::Process).unwrap());
    fs::write(merged.join("merging"), "1/1 20200101T000000Z-0a1b2c3d\n").unwrap();
    let said = place.flywheel(&["merge", "one", "--out", "merged", "-q"]);
    assert!(said.failure().contains("an unfinished merge of other slices"), "{}", said.stderr);
    fs::write(merged.join("merging"), format!("1/1 {}\n", manifest.run_id)).unwrap();
    let said = place.flywheel(&["merge", "one", "--out", "merged", "-q"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stderr.contains("going on with the merge in merged: 0 trials there"));
}
