//! The same trials make the same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Mutex;

use eval_store::RunWriter;
use eval_trace::{Manifest, RunStatus, TableFile};

use crate::sample;

const PROMISED: [&str; 3] = ["trials", "events", "contents"];

#[test]
fn the_order_of_recording_does_not_change_the_tables() {
    let forwards = written((0..40).collect());
    assert_eq!(forwards, written((0..40).rev().collect()));
    assert_eq!(forwards, written((0..40).map(|index| index * 7 % 40).collect()));
}

#[test]
fn the_threads_that_record_do_not_change_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let writer = Mutex::new(RunWriter::create(folder.path(), sample::manifest(40)).unwrap());
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let writer = &writer;
            scope.spawn(move || {
                for index in (0..40).filter(|index| index % 4 == u64::from(worker)) {
                    let trial = sample::trial(index);
                    let timing = sample::timing(&trial, worker);
                    writer.lock().unwrap().record(index, trial, timing).unwrap();
                }
            });
        }
    });
    let manifest = writer.into_inner().unwrap().finish(RunStatus::Complete).unwrap();
    assert_eq!(promised(&manifest), written((0..40).collect()));
}

#[test]
fn wall_clock_and_run_id_do_not_change_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let mut manifest = sample::manifest(1);
    manifest.run_id = "20261121T060000Z-ffffffff".to_owned();
    let mut writer = RunWriter::create(folder.path(), manifest).unwrap();
    let trial = sample::trial(0);
    let timing = sample::timing(&trial, 9);
    writer.record(0, trial, timing).unwrap();
    let manifest = writer.finish(RunStatus::Complete).unwrap();
    assert_eq!(promised(&manifest), written(vec![0]));
}

#[test]
fn the_manifest_tells_the_length_and_hash_of_each_file() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = sample::write_run(folder.path(), 0..4);
    for TableFile { table, file, bytes, blake3, .. } in &manifest.tables {
        assert_eq!(file, &format!("{table}-00000.parquet"));
        let content = fs::read(folder.path().join(file)).unwrap();
        assert_eq!(
            (content.len() as u64, &blake3::hash(&content).to_hex().to_string()),
            (*bytes, blake3)
        );
    }
}

#[test]
fn a_text_is_stored_once_however_often_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let manifest = sample::write_run(folder.path(), 0..10);
    let mut bodies = BTreeMap::new();
    for trial in (0..10).map(sample::trial) {
        for event in &trial.events {
            event.kind.for_each_text(|text| {
                bodies.insert(text.hash(), text.as_str().to_owned());
            });
        }
    }
    let contents = manifest.tables.iter().find(|file| file.table == "contents").unwrap();
    assert_eq!(contents.rows, bodies.len() as u64);
}

fn written(order: Vec<u64>) -> Vec<TableFile> {
    let folder = tempfile::tempdir().unwrap();
    promised(&sample::write_run(folder.path(), order))
}

fn promised(manifest: &Manifest) -> Vec<TableFile> {
    let files = manifest.tables.iter();
    files.filter(|file| PROMISED.contains(&file.table.as_str())).cloned().collect()
}
