//! Writing stops halfway.

use std::error::Error;
use std::fs;
use std::path::Path;

use eval_store::{RunWriter, WriteRunError};
use eval_trace::RunStatus;

use crate::sample;

/// A device that takes no byte, as a full disk does.
const FULL: &str = "/dev/full";

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_leaves_no_half_table_and_no_finished_manifest() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = RunWriter::create(folder.path(), sample::manifest(2)).unwrap();
    std::os::unix::fs::symlink(FULL, folder.path().join("events-00000.parquet.tmp")).unwrap();
    let trial = sample::trial(0);
    let timing = sample::timing(&trial, 0);
    let recorded = writer.record(0, trial, timing);
    let error = recorded.and_then(|()| writer.finish(RunStatus::Complete)).unwrap_err();

    assert_names(&error, "events-00000.parquet");
    assert!(chain(&error).contains("No space left"), "{}", chain(&error));
    for table in ["trials", "events", "contents", "timings"] {
        assert!(!folder.path().join(format!("{table}-00000.parquet")).exists(), "{table}");
    }
    let manifest = fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    assert!(manifest.contains(r#""status": "running""#));
}

#[test]
fn a_folder_that_vanishes_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("run");
    let mut writer = RunWriter::create(&dir, sample::manifest(2)).unwrap();
    let trial = sample::trial(0);
    let timing = sample::timing(&trial, 0);
    writer.record(0, trial, timing).unwrap();
    fs::remove_dir_all(&dir).unwrap();
    let error = writer.finish(RunStatus::Complete).unwrap_err();
    assert_names(&error, "trials-00000.parquet");
}

#[test]
fn a_run_given_up_leaves_its_manifest_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = RunWriter::create(folder.path(), sample::manifest(2)).unwrap();
    let trial = sample::trial(0);
    let timing = sample::timing(&trial, 0);
    writer.record(0, trial, timing).unwrap();
    drop(writer);
    let left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["manifest.json"]);
}

fn assert_names(error: &WriteRunError, name: &str) {
    let WriteRunError::Write { file, .. } = error else { unreachable!("{error:?}") };
    assert_eq!(file.file_name(), Path::new(name).file_name());
}

fn chain(error: &dyn Error) -> String {
    let cause = error.source().map(chain).unwrap_or_default();
    format!("{error}: {cause}")
}
