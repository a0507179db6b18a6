//! What is written is what is read.

use std::fs::File;
use std::path::Path;

use eval_store::Run;
use eval_trace::{Event, EventKind, RunStatus, Text, TrialRecord};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::file::metadata::RowGroupMetaData;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::{generate, sample};

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_trials_come_back_as_they_were(trials in generate::trials()) {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("run");
        write(&dir, &trials);
        assert_holds(&Run::open(&dir).unwrap(), &trials);
    }
}

#[test]
fn every_kind_of_event_comes_back_as_it_was() {
    let mut runner = TestRunner::deterministic();
    let kinds = generate::kinds().map(|kind| kind.new_tree(&mut runner).unwrap().current());
    let names: std::collections::BTreeSet<_> = kinds.iter().map(EventKind::name).collect();
    assert_eq!(names.len(), generate::KINDS);

    let event = |(seq, kind)| Event { seq, step: 0, turn: 0, at: 0, effect: None, kind };
    let events = (0..).zip(kinds).map(event).collect();
    let trials = [TrialRecord { events, ..sample::trial(0) }];
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &trials);
    assert_holds(&Run::open(folder.path()).unwrap(), &trials);
}

/// More events than a row group holds, so that traces lie across its bounds.
#[test]
fn traces_are_found_in_every_row_group() {
    let folder = tempfile::tempdir().unwrap();
    let planned = 2_400;
    let manifest = sample::write_run(folder.path(), 0..planned);
    let events = manifest.tables.iter().find(|file| file.table == "events").unwrap();
    let file = File::open(folder.path().join(&events.file)).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let groups: Vec<_> =
        reader.metadata().row_groups().iter().map(RowGroupMetaData::num_rows).collect();
    assert_eq!(groups, [65_536, i64::try_from(events.rows).unwrap() - 65_536]);

    let run = Run::open(folder.path()).unwrap();
    for index in (0..planned).step_by(97).chain([planned - 1]) {
        let trial = sample::trial(index);
        assert_eq!(run.trace(trial.id).unwrap(), trial.events);
    }
}

#[test]
fn the_manifest_comes_back_as_it_was_finished() {
    let folder = tempfile::tempdir().unwrap();
    let written = sample::write_run(folder.path(), 0..3);
    assert_eq!((written.finished, written.status), (3, RunStatus::Complete));
    assert_eq!(Run::open(folder.path()).unwrap().manifest(), &written);
}

fn write(dir: &Path, trials: &[TrialRecord]) {
    // Small parts: most runs have several.
    let writer = sample::create(dir, sample::manifest_in_parts(trials.len() as u64, 2));
    for (index, trial) in (0..).zip(trials) {
        writer.record(index, trial, &sample::timing(trial, 0)).unwrap();
    }
    assert_eq!(writer.finish().unwrap().status, RunStatus::Complete);
}

fn assert_holds(run: &Run, trials: &[TrialRecord]) {
    let read: Vec<_> = run.trials().unwrap().collect::<Result<_, _>>().unwrap();
    let without_events = |trial: &TrialRecord| TrialRecord { events: Vec::new(), ..trial.clone() };
    assert_eq!(read, trials.iter().map(without_events).collect::<Vec<_>>());
    for trial in trials {
        let trace = run.trace(trial.id).unwrap();
        assert_eq!(trace, trial.events);
        assert_eq!(bodies(&trace), bodies(&trial.events));
        if let Some(answer) = &trial.answer {
            assert_eq!(run.text(answer.hash()).unwrap().body(), answer.body());
        }
    }
}

/// Texts are equal when their hashes are; this looks at what they say.
fn bodies(events: &[Event]) -> Vec<Option<String>> {
    let mut bodies = Vec::new();
    for event in events {
        event.kind.for_each_text(|text: &Text| bodies.push(text.body().map(ToString::to_string)));
    }
    bodies
}
