//! Runs that stop before every planned trial is there.

use eval_store::{Run, RunWriter, WriteRunError};
use eval_trace::{RunStatus, Text, TrialRecord};

use crate::sample;

#[test]
fn a_run_with_gaps_keeps_what_there_is_in_plan_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = RunWriter::create(folder.path(), sample::manifest(10)).unwrap();
    for index in [7, 0, 3, 1, 9] {
        record(&mut writer, index).unwrap();
    }
    let manifest = writer.finish(RunStatus::Incomplete).unwrap();
    assert_eq!((manifest.finished, manifest.status), (5, RunStatus::Incomplete));

    let run = Run::open(folder.path()).unwrap();
    let ids: Vec<_> = run.trials().unwrap().map(|trial| trial.unwrap().id).collect();
    assert_eq!(ids, [0, 1, 3, 7, 9].map(|index| sample::trial(index).id));
    assert_eq!(run.trace(ids[3]).unwrap(), sample::trial(7).events);
}

#[test]
fn a_run_without_a_trial_has_tables_without_rows() {
    let folder = tempfile::tempdir().unwrap();
    let writer = RunWriter::create(folder.path(), sample::manifest(10)).unwrap();
    let manifest = writer.finish(RunStatus::Incomplete).unwrap();
    assert_eq!(manifest.tables.iter().map(|file| file.rows).collect::<Vec<_>>(), [0; 4]);
    assert_eq!(Run::open(folder.path()).unwrap().trials().unwrap().count(), 0);
}

#[test]
fn a_run_still_being_written_has_no_trials_yet() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = RunWriter::create(folder.path(), sample::manifest(10)).unwrap();
    record(&mut writer, 0).unwrap();
    let run = Run::open(folder.path()).unwrap();
    assert_eq!(run.manifest().status, RunStatus::Running);
    assert_eq!(run.trials().unwrap().count(), 0);
    assert!(run.find("plain/oom#0@0").unwrap().is_empty());
}

#[test]
fn a_place_of_the_plan_is_filled_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = RunWriter::create(folder.path(), sample::manifest(10)).unwrap();
    record(&mut writer, 0).unwrap();
    record(&mut writer, 4).unwrap();
    for index in [0, 4] {
        let error = record(&mut writer, index).unwrap_err();
        assert!(matches!(error, WriteRunError::RecordedTwice { index: place } if place == index));
    }
    assert_eq!(writer.finish(RunStatus::Incomplete).unwrap().finished, 2);
}

#[test]
fn a_text_known_by_its_hash_alone_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = RunWriter::create(folder.path(), sample::manifest(2)).unwrap();
    let detached: Text = serde_json::from_value(serde_json::json!(sample::hash("nobody"))).unwrap();
    let trial = TrialRecord { answer: Some(detached), ..sample::trial(0) };
    let timing = sample::timing(&trial, 0);
    let error = writer.record(0, trial, timing).unwrap_err();
    assert!(matches!(error, WriteRunError::NoBody { .. }));

    // The row of the trial stands already; its texts never will.
    let error = writer.finish(RunStatus::Incomplete).unwrap_err();
    assert!(matches!(error, WriteRunError::FailedBefore));
}

fn record(writer: &mut RunWriter, index: u64) -> Result<(), WriteRunError> {
    let trial = sample::trial(index);
    let timing = sample::timing(&trial, 0);
    writer.record(index, trial, timing)
}
