//! Folders that are not what they should be.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use eval_store::{CreateRunError, Durability, OpenRunError, Run, RunWriter};
use eval_trace::Manifest;

use crate::sample;

#[test]
fn a_folder_that_holds_anything_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    let error = create(folder.path()).unwrap_err();
    assert!(matches!(error, CreateRunError::NotEmpty { .. }));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_run_may_be_begun_below_folders_that_are_not_there_yet() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("runs/today/first");
    create(&dir).unwrap();
    assert!(Run::open(&dir).is_ok());
}

#[test]
fn a_folder_that_may_not_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("read-only");
    fs::create_dir(&dir).unwrap();
    let mut permissions = fs::metadata(&dir).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&dir, permissions).unwrap();
    if fs::write(dir.join("probe"), "").is_ok() {
        // Past the test harness's capture: what was not tried is said aloud.
        let _ = writeln!(std::io::stderr(), "SKIPPED: a superuser may write everywhere");
        return;
    }
    let error = create(&dir).unwrap_err();
    assert!(error.to_string().contains("read-only/lock"), "{error}");
}

#[test]
fn a_file_in_place_of_a_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    let error = create(&file.join("run")).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
    assert!(matches!(Run::open(&file), Err(OpenRunError::NoFolder { .. })));
}

#[test]
fn a_folder_without_a_run_says_what_it_lacks() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Run::open(&folder.path().join("nowhere"));
    assert!(matches!(missing, Err(OpenRunError::NoFolder { .. })));
    assert!(matches!(Run::open(folder.path()), Err(OpenRunError::NoManifest { .. })));
}

#[test]
fn a_manifest_of_something_else_is_not_a_run() {
    let folder = tempfile::tempdir().unwrap();
    for foreign in ["{}", "[1]", "not JSON", r#"{"schema_version": 1, "name": "a web page"}"#] {
        fs::write(folder.path().join("manifest.json"), foreign).unwrap();
        let opened = Run::open(folder.path());
        assert!(matches!(opened, Err(OpenRunError::NotARun { .. })), "{foreign}");
    }
}

#[test]
fn a_run_of_a_newer_schema_is_refused_whatever_else_it_says() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("manifest.json"), r#"{"schema_version": 3, "new": []}"#).unwrap();
    let error = Run::open(folder.path()).unwrap_err();
    assert!(matches!(error, OpenRunError::Newer { found: 3, .. }), "{error}");
}

#[test]
fn what_else_lies_in_a_run_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let manifest: Manifest = sample::write_run(folder.path(), 0..2);
    fs::write(folder.path().join("trials-00001.parquet"), "left over").unwrap();
    let run = Run::open(folder.path()).unwrap();
    assert_eq!(run.trials().unwrap().count() as u64, manifest.finished);
}

fn create(dir: &Path) -> Result<RunWriter, CreateRunError> {
    RunWriter::create(dir, sample::manifest(1), Durability::Process)
}
