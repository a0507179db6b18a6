//! Files that changed since they were written.

use std::fs;
use std::path::{Path, PathBuf};

use eval_store::{ReadRunError, Run};
use eval_trace::TableFile;

use crate::sample;

#[test]
fn a_file_cut_short_is_named() {
    let (_folder, run, trials) = run_and_file("trials");
    let content = fs::read(&trials).unwrap();
    fs::write(&trials, &content[..content.len() - 1]).unwrap();
    let error = run.trials().unwrap_err();
    let expected = content.len() as u64;
    assert!(matches!(&error, ReadRunError::Length { file, expected: bytes, found }
            if *file == trials && *bytes == expected && *found == expected - 1));
}

#[test]
fn a_file_taken_away_is_named() {
    let (_folder, run, events) = run_and_file("events");
    fs::remove_file(&events).unwrap();
    // The trials can still be listed.
    assert_eq!(run.trials().unwrap().count(), 6);
    let error = run.trace(sample::trial(0).id).unwrap_err();
    assert!(matches!(&error, ReadRunError::Missing { file } if *file == events));
}

#[test]
fn a_file_overwritten_is_named() {
    let (_folder, run, contents) = run_and_file("contents");
    let length = fs::metadata(&contents).unwrap().len();
    fs::write(&contents, vec![0; usize::try_from(length).unwrap()]).unwrap();
    let error = run.trace(sample::trial(0).id).unwrap_err();
    assert!(matches!(&error, ReadRunError::Read { file, .. } if *file == contents));
}

#[test]
fn a_file_of_another_table_is_named() {
    let (folder, run, _events) = run_and_file("events");
    let mut manifest = run.manifest().clone();
    let [_, events, _, timings] = manifest.tables.as_mut_slice() else { unreachable!() };
    *events = TableFile { table: events.table.clone(), ..timings.clone() };
    let text = serde_json::to_string(&manifest).unwrap();
    fs::write(folder.path().join("manifest.json"), text).unwrap();

    let error = Run::open(folder.path()).unwrap().trace(sample::trial(0).id).unwrap_err();
    assert!(
        matches!(&error, ReadRunError::Read { file, .. } if file.ends_with("timings-00000.parquet"))
    );
}

fn run_and_file(table: &str) -> (tempfile::TempDir, Run, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..6);
    let run = Run::open(folder.path()).unwrap();
    let file = file_of(folder.path(), table);
    (folder, run, file)
}

fn file_of(dir: &Path, table: &str) -> PathBuf {
    dir.join(format!("{table}-00000.parquet"))
}
