//! The same trials make the same bytes.

use std::collections::BTreeMap;
use std::fs;

use eval_store::Admission;
use eval_trace::{Manifest, TableFile};

use crate::sample::{self, manifest_in_parts};

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
    let writer = sample::create(folder.path(), manifest_in_parts(40, 8));
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let writer = &writer;
            scope.spawn(move || {
                for index in (0..40).filter(|index| index % 4 == u64::from(worker)) {
                    assert_eq!(writer.admit(index), Admission::Wanted);
                    sample::record_on(writer, index, worker).unwrap();
                }
            });
        }
    });
    let manifest = writer.finish().unwrap();
    assert_eq!(promised(&manifest), written((0..40).collect()));
    assert_eq!(manifest.tables.len(), 4 * 5);
}

#[test]
fn wall_clock_and_run_id_do_not_change_the_tables() {
    let folder = tempfile::tempdir().unwrap();
    let mut manifest = sample::manifest(1);
    manifest.run_id = "20261121T060000Z-ffffffff".to_owned();
    let writer = sample::create(folder.path(), manifest);
    sample::record_on(&writer, 0, 9).unwrap();
    let manifest = writer.finish().unwrap();
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
    let manifest = manifest_in_parts(order.len() as u64, 8);
    promised(&sample::write_run_of(folder.path(), manifest, order))
}

fn promised(manifest: &Manifest) -> Vec<TableFile> {
    let files = manifest.tables.iter();
    files.filter(|file| PROMISED.contains(&file.table.as_str())).cloned().collect()
}
