//! A run of each schema version stays readable.
//!
//! `tests/golden/vN` is a run as the program of that version wrote it, and
//! `vN.txt` what is to be read from it, written down then. Neither is ever
//! changed; a new version adds its own, whose text `FLYWHEEL_NEW_GOLDEN=1`
//! writes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use eval_store::{Durability, ResumeRunError, Run, RunWriter};
use eval_trace::{Digest, SCHEMA_VERSION};

fn golden(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/v{version}"))
}

#[test]
fn every_version_there_was_is_read_as_it_was_written() {
    for version in 1..=SCHEMA_VERSION {
        let run = Run::open(&golden(version)).unwrap();
        assert_eq!(run.manifest().schema_version, version);
        let expected = golden(version).with_extension("txt");
        if std::env::var_os("FLYWHEEL_NEW_GOLDEN").is_some() && !expected.exists() {
            std::fs::write(&expected, read(&run)).unwrap();
        }
        assert_eq!(read(&run), std::fs::read_to_string(expected).unwrap(), "version {version}");
    }
}

#[test]
fn a_run_of_an_older_version_is_not_gone_on_with() {
    let error = RunWriter::resume(&golden(1), Durability::Process).unwrap_err();
    assert!(matches!(error, ResumeRunError::Older { found: 1, .. }), "{error}");
}

/// What the run says: a line a trial, with a hash over its events and texts.
fn read(run: &Run) -> String {
    let mut lines = String::new();
    for trial in run.trials().unwrap() {
        let trial = trial.unwrap();
        let events = run.trace(trial.id).unwrap();
        let mut bodies = Vec::new();
        for event in &events {
            event.kind.for_each_text(|text| bodies.push(text.as_str().to_owned()));
        }
        writeln!(
            lines,
            "{} {} {} turns {} events {} {}",
            trial.id,
            trial.key,
            trial.outcome.name(),
            trial.turns,
            events.len(),
            Digest::of(&(&events, bodies)),
        )
        .unwrap();
    }
    lines
}
