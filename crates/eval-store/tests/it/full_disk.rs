//! Writing stops halfway.

use std::error::Error;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

use eval_store::{Admission, Durability, Run, RunWriter, WriteRunError};
use eval_trace::RunStatus;

use crate::sample::{self, create, manifest_in_parts, record};

/// A device that takes no byte, as a full disk does.
const FULL: &str = "/dev/full";

#[test]
#[cfg(target_os = "linux")]
fn a_disk_full_while_sealing_leaves_no_half_table_and_loses_no_trial() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path(), manifest_in_parts(6, 4));
    let beside = folder.path().join("events-00000.parquet.tmp");
    symlink(FULL, &beside).unwrap();
    (0..3).for_each(|index| record(&writer, index).unwrap());
    let error = record(&writer, 3).unwrap_err();
    assert_names(&error, "events-00000.parquet");
    assert!(chain(&error).contains("No space left"), "{}", chain(&error));
    // From here on nobody waits, and nobody begins another trial.
    assert_eq!(writer.admit(4), Admission::Closed);
    assert!(matches!(record(&writer, 4), Err(WriteRunError::FailedBefore)));
    assert!(matches!(writer.finish(), Err(WriteRunError::FailedBefore)));
    for table in ["trials", "events", "contents", "timings"] {
        assert!(!folder.path().join(format!("{table}-00000.parquet")).exists(), "{table}");
    }
    assert_eq!(Run::open(folder.path()).unwrap().manifest().status, RunStatus::Running);

    // Somebody makes room.
    let (writer, recovered) = RunWriter::resume(folder.path(), Durability::Process).unwrap();
    assert_eq!(recovered.journaled, 4);
    (4..6).for_each(|index| record(&writer, index).unwrap());
    assert_eq!(writer.finish().unwrap().status, RunStatus::Complete);
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_full_while_a_trial_is_put_down_names_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path(), manifest_in_parts(6, 4));
    (0..4).for_each(|index| record(&writer, index).unwrap());
    symlink(FULL, folder.path().join("journal-00001")).unwrap();
    let error = record(&writer, 4).unwrap_err();
    assert_names(&error, "journal-00001");
    drop(writer);
    fs::remove_file(folder.path().join("journal-00001")).unwrap();
    let (writer, recovered) = RunWriter::resume(folder.path(), Durability::Process).unwrap();
    assert_eq!((recovered.sealed, recovered.journaled), (4, 0));
    drop(writer);
}

#[test]
fn a_folder_that_vanishes_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("run");
    let gone = |error: &WriteRunError| matches!(error, WriteRunError::FolderGone { dir: named } if *named == dir);
    let writer = create(&dir, manifest_in_parts(10, 4));
    record(&writer, 0).unwrap();
    fs::remove_dir_all(&dir).unwrap();
    // The journal that is open is the system's until it is closed.
    (1..3).for_each(|index| record(&writer, index).unwrap());
    let error = record(&writer, 3).unwrap_err();
    assert!(gone(&error), "{error}");

    let writer = create(&dir, manifest_in_parts(10, 4));
    record(&writer, 0).unwrap();
    fs::remove_dir_all(&dir).unwrap();
    let error = record(&writer, 4).unwrap_err();
    assert!(gone(&error), "{error}");

    let writer = create(&dir, sample::manifest(2));
    record(&writer, 0).unwrap();
    fs::remove_dir_all(&dir).unwrap();
    let error = writer.finish().unwrap_err();
    assert!(gone(&error), "{error}");
}

#[test]
fn a_run_given_up_keeps_its_journal() {
    let folder = tempfile::tempdir().unwrap();
    let writer = create(folder.path(), sample::manifest(2));
    record(&writer, 0).unwrap();
    drop(writer);
    let mut left: Vec<_> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["journal-00000", "lock", "manifest.json"]);
}

fn assert_names(error: &WriteRunError, name: &str) {
    let WriteRunError::Write { file, .. } = error else { unreachable!("{error:?}") };
    assert_eq!(file.file_name(), Path::new(name).file_name());
}

fn chain(error: &dyn Error) -> String {
    let cause = error.source().map(chain).unwrap_or_default();
    format!("{error}: {cause}")
}
