//! Runs that stop before every planned trial is there, and go on.

use std::fs;
use std::path::Path;

use eval_store::{Admission, Durability, ResumeRunError, Run, RunWriter, WriteRunError};
use eval_trace::{Manifest, RunStatus, Text, TrialRecord};

use crate::sample::{self, create, manifest_in_parts, record};

#[test]
fn a_run_with_gaps_keeps_what_there_is_in_plan_order() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = stopped(folder.path(), 10, &[7, 0, 3, 1, 9]);
    assert_eq!((manifest.finished, manifest.status), (5, RunStatus::Incomplete));

    let run = Run::open(folder.path()).unwrap();
    let ids: Vec<_> = run.trials().unwrap().map(|trial| trial.unwrap().id).collect();
    assert_eq!(ids, [0, 1, 3, 7, 9].map(|index| sample::trial(index).id));
    assert_eq!(run.trace(ids[3]).unwrap(), sample::trial(7).events);
}

#[test]
fn what_is_not_sealed_is_provisional_until_the_run_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = stopped(folder.path(), 10, &[0, 1, 2, 3, 5]);
    let parts = |manifest: &Manifest| -> Vec<(u32, bool)> {
        let trials = manifest.tables.iter().filter(|file| file.table == "trials");
        trials.map(|file| (file.part, file.provisional)).collect()
    };
    assert_eq!(parts(&manifest), [(0, false), (1, true)]);

    let (writer, recovered) = RunWriter::resume(folder.path(), Durability::Process).unwrap();
    assert_eq!((recovered.sealed, recovered.journaled, recovered.torn_bytes), (4, 1, 0));
    assert_eq!(parts(Run::open(folder.path()).unwrap().manifest()), [(0, false)]);
    let wanted: Vec<u64> =
        (0..10).filter(|index| writer.admit(*index) == Admission::Wanted).collect();
    assert_eq!(wanted, [4, 6, 7, 8, 9]);
    record_all(&writer, wanted);
    let manifest = writer.finish().unwrap();
    assert_eq!((manifest.finished, manifest.status), (10, RunStatus::Complete));
    assert_eq!(parts(&manifest), [(0, false), (1, false), (2, false)]);
    assert_eq!(tables(folder.path()), undisturbed());
}

#[test]
fn a_process_that_died_loses_nothing_it_had_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path(), manifest_in_parts(10, 4));
    record_all(&writer, [6, 0, 5, 1, 3]);
    drop(writer);
    assert_eq!(Run::open(folder.path()).unwrap().manifest().status, RunStatus::Running);

    let (writer, recovered) = RunWriter::resume(folder.path(), Durability::Power).unwrap();
    assert_eq!((recovered.sealed, recovered.journaled), (0, 5));
    record_all(&writer, [2, 4, 7, 9, 8]);
    writer.finish().unwrap();
    assert_eq!(tables(folder.path()), undisturbed());
}

#[test]
fn a_journal_torn_anywhere_is_gone_on_with() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("torn");
    let writer = create(&dir, manifest_in_parts(10, 4));
    record_all(&writer, [1, 0, 2]);
    drop(writer);
    let journal = dir.join("journal-00000");
    let whole = fs::read(&journal).unwrap();
    // Every length in the first frames, then a few of the others.
    for length in (0..64).chain((64..whole.len()).step_by(487)) {
        fs::write(&journal, &whole[..length]).unwrap();
        let (writer, recovered) = RunWriter::resume(&dir, Durability::Process).unwrap();
        assert!(recovered.journaled < 3, "{length} bytes");
        assert!(recovered.torn_bytes <= length as u64);
        let there = (0..3).filter(|index| writer.admit(*index) == Admission::Recorded).count();
        assert_eq!(there as u64, recovered.journaled);
        drop(writer);
    }
    fs::write(&journal, &whole).unwrap();
    let (writer, recovered) = RunWriter::resume(&dir, Durability::Process).unwrap();
    assert_eq!((recovered.journaled, recovered.torn_bytes), (3, 0));
    record_all(&writer, 3..10);
    writer.finish().unwrap();
    assert_eq!(tables(&dir), undisturbed());
}

#[test]
fn a_crash_between_the_tables_and_the_manifest_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, aside) = (folder.path().join("run"), folder.path().join("aside"));
    let writer = create(&dir, manifest_in_parts(10, 4));
    record_all(&writer, 0..3);
    drop(writer);
    copy(&dir, &aside);
    // The tables of the part get their names …
    let (writer, _) = RunWriter::resume(&dir, Durability::Process).unwrap();
    record_all(&writer, 3..7);
    drop(writer);
    // … but the manifest is still the one from before, and the journals are there.
    for file in ["manifest.json", "journal-00000"] {
        fs::copy(aside.join(file), dir.join(file)).unwrap();
    }
    fs::write(dir.join("events-00001.parquet.tmp"), "half").unwrap();
    fs::write(dir.join("manifest.json.tmp"), "{").unwrap();
    fs::write(dir.join("notes.txt"), "mine").unwrap();

    let (writer, recovered) = RunWriter::resume(&dir, Durability::Process).unwrap();
    assert_eq!((recovered.sealed, recovered.journaled), (0, 6));
    assert!(!dir.join("events-00000.parquet").exists(), "no manifest lists it");
    assert!(dir.join("notes.txt").exists(), "what is not ours stays");
    record_all(&writer, [3, 7, 8, 9]);
    writer.finish().unwrap();
    let mut left: Vec<_> = names(&dir);
    left.retain(|name| !name.ends_with(".parquet"));
    assert_eq!(left, ["lock", "manifest.json", "notes.txt"]);
    fs::remove_file(dir.join("notes.txt")).unwrap();
    assert_eq!(tables(&dir), undisturbed());
}

#[test]
fn a_crash_before_the_journal_was_freed_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let (dir, aside) = (folder.path().join("run"), folder.path().join("aside"));
    let writer = create(&dir, manifest_in_parts(10, 4));
    record_all(&writer, 0..3);
    copy(&dir, &aside);
    record(&writer, 3).unwrap();
    drop(writer);
    fs::copy(aside.join("journal-00000"), dir.join("journal-00000")).unwrap();
    let (writer, recovered) = RunWriter::resume(&dir, Durability::Process).unwrap();
    assert_eq!((recovered.sealed, recovered.journaled), (4, 0));
    record_all(&writer, 4..10);
    writer.finish().unwrap();
    assert_eq!(tables(&dir), undisturbed());
}

#[test]
fn one_process_writes_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path(), manifest_in_parts(10, 4));
    assert!(Run::open(folder.path()).unwrap().is_being_written());
    let second = RunWriter::resume(folder.path(), Durability::Process).unwrap_err();
    assert!(matches!(second, ResumeRunError::InUse { .. }), "{second}");
    drop(writer);
    assert!(!Run::open(folder.path()).unwrap().is_being_written());
    assert!(RunWriter::resume(folder.path(), Durability::Process).is_ok());
}

#[test]
fn a_journal_of_another_plan_is_named_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path(), manifest_in_parts(10, 4));
    record(&writer, 0).unwrap();
    drop(writer);
    let path = folder.path().join("manifest.json");
    let text = fs::read_to_string(&path).unwrap();
    let hash = |of: &str| sample::hash(of).to_string();
    fs::write(&path, text.replace(&hash("plan"), &hash("another plan"))).unwrap();
    let error = RunWriter::resume(folder.path(), Durability::Process).unwrap_err();
    assert!(error.to_string().contains("journal-00000"), "{error}");
    assert!(folder.path().join("journal-00000").exists());
}

#[test]
fn an_extended_run_keeps_its_tables_and_gets_more() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    sample::write_run_of(dir, manifest_in_parts(6, 4), 0..6);
    let before = tables(dir);
    let mut longer = manifest_in_parts(9, 4);
    let generation = &mut longer.generations[0];
    (generation.planned, generation.first_part) = (3, 2);
    let writer = RunWriter::extend(dir, longer, Durability::Process).unwrap();
    assert_eq!(writer.n_recorded(), 0, "of its generation");
    for (index, place) in [(0, 6), (1, 7), (2, 8)] {
        let trial = sample::trial(place);
        writer.record(index, &trial, &sample::timing(&trial, 0)).unwrap();
    }
    let manifest = writer.finish().unwrap();
    assert_eq!((manifest.finished, manifest.status), (9, RunStatus::Complete));
    let after = tables(dir);
    assert!(before.iter().all(|file| after.contains(file)));
    let run = Run::open(dir).unwrap();
    let ids: Vec<_> = run.trials().unwrap().map(|trial| trial.unwrap().id).collect();
    assert_eq!(ids, (0..9).map(|index| sample::trial(index).id).collect::<Vec<_>>());
    assert_eq!(run.ids(2).unwrap(), ids[..6]);
    assert_eq!(run.trace(ids[8]).unwrap(), sample::trial(8).events);
}

#[test]
fn an_extension_that_fails_leaves_the_run_complete() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path();
    let before = sample::write_run_of(dir, manifest_in_parts(6, 4), 0..6);
    fs::write(dir.join("journal-00007"), "garbage").unwrap();
    let mut longer = manifest_in_parts(9, 4);
    let generation = &mut longer.generations[0];
    (generation.planned, generation.first_part) = (3, 2);
    let error = RunWriter::extend(dir, longer, Durability::Process).unwrap_err();
    assert!(matches!(error, ResumeRunError::Foreign { .. }), "{error}");
    assert_eq!(*Run::open(dir).unwrap().manifest(), before);
}

#[test]
fn nobody_runs_more_than_two_parts_ahead() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path(), manifest_in_parts(40, 4));
    record_all(&writer, 1..4);
    assert_eq!(writer.admit(11), Admission::Wanted);
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| writer.admit(12));
        std::thread::sleep(std::time::Duration::from_millis(50));
        assert!(!waiting.is_finished());
        record(&writer, 0).unwrap();
        assert_eq!(waiting.join().unwrap(), Admission::Wanted);
    });
}

#[test]
fn a_run_without_a_trial_has_no_tables() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = create(folder.path(), sample::manifest(10)).finish().unwrap();
    assert_eq!(manifest.tables, []);
    assert_eq!(Run::open(folder.path()).unwrap().trials().unwrap().count(), 0);
}

#[test]
fn a_run_still_being_written_shows_its_sealed_parts() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path(), manifest_in_parts(10, 4));
    record_all(&writer, 0..6);
    let run = Run::open(folder.path()).unwrap();
    assert_eq!(run.manifest().status, RunStatus::Running);
    assert_eq!(run.trials().unwrap().count(), 4);
}

#[test]
fn a_place_of_the_plan_is_filled_once() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path(), manifest_in_parts(10, 4));
    record_all(&writer, [0, 4, 5, 6, 7]);
    for index in [0, 4] {
        let error = record(&writer, index).unwrap_err();
        assert!(matches!(error, WriteRunError::RecordedTwice { index: place } if place == index));
    }
    let error = record(&writer, 10).unwrap_err();
    assert!(matches!(error, WriteRunError::NotPlanned { index: 10, planned: 10 }));
    assert_eq!(writer.finish().unwrap().finished, 5);
}

#[test]
fn a_text_known_by_its_hash_alone_is_refused_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path(), sample::manifest(2));
    let detached: Text = serde_json::from_value(serde_json::json!(sample::hash("nobody"))).unwrap();
    let trial = TrialRecord { answer: Some(detached), ..sample::trial(0) };
    let error = writer.record(0, &trial, &sample::timing(&trial, 0)).unwrap_err();
    assert!(matches!(error, WriteRunError::NoBody { .. }));
    record_all(&writer, 0..2);
    assert_eq!(writer.finish().unwrap().status, RunStatus::Complete);
}

/// A run in parts of four that was stopped with these trials.
fn stopped(dir: &Path, planned: u64, recorded: &[u64]) -> Manifest {
    let writer = create(dir, manifest_in_parts(planned, 4));
    record_all(&writer, recorded.iter().copied());
    writer.finish().unwrap()
}

fn record_all(writer: &RunWriter, places: impl IntoIterator<Item = u64>) {
    for place in places {
        record(writer, place).unwrap();
    }
}

/// The bytes of the promised tables of ten trials that nothing disturbed.
fn undisturbed() -> Vec<(String, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run_of(folder.path(), manifest_in_parts(10, 4), 0..10);
    tables(folder.path())
}

fn tables(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut names = names(dir);
    names.retain(|name| name.ends_with(".parquet") && !name.starts_with("timings"));
    names.into_iter().map(|name| (name.clone(), fs::read(dir.join(&name)).unwrap())).collect()
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for name in names(from) {
        fs::copy(from.join(&name), to.join(&name)).unwrap();
    }
}
