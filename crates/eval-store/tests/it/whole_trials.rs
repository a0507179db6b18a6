//! Trials read back whole, one after the other.

use std::fs;

use eval_store::{ReadRunError, Run};
use eval_trace::{Timing, TrialRecord};

use crate::tampering::{manifest_listing, put_manifest};
use crate::{generate, sample};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    /// Equal files mean that nothing was lost on the way, bodies of texts included.
    #[test]
    fn written_again_they_make_the_same_files(trials in generate::trials()) {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (folder.path().join("one"), folder.path().join("other"));
        let manifest = || sample::manifest_in_parts(trials.len() as u64, 2);
        let writer = sample::create(&one, manifest());
        for (index, trial) in (0..).zip(&trials) {
            writer.record(index, trial, &sample::timing(trial, 3)).unwrap();
        }
        let tables = writer.finish().unwrap().tables;

        let writer = sample::create(&other, manifest());
        for (index, read) in (0..).zip(Run::open(&one).unwrap().traces()) {
            let (trial, timing) = read.unwrap();
            writer.record(index, &trial, &timing).unwrap();
        }
        prop_assert_eq!(writer.finish().unwrap().tables, tables);
    }
}

#[test]
fn they_come_in_plan_order_over_all_parts() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run_of(folder.path(), sample::manifest_in_parts(11, 4), (0..11).rev());
    let read: Vec<(TrialRecord, Timing)> =
        Run::open(folder.path()).unwrap().traces().collect::<Result<_, _>>().unwrap();
    assert_eq!(read.len(), 11);
    for (index, (trial, timing)) in (0..).zip(&read) {
        assert_eq!(trial, &sample::trial(index));
        assert_eq!(timing.id, trial.id);
        assert!(trial.answer.as_ref().unwrap().body().is_some());
    }
}

#[test]
fn tables_that_do_not_fit_are_named_and_end_it() {
    let folder = tempfile::tempdir().unwrap();
    let (run, other) = (folder.path().join("run"), folder.path().join("other"));
    let manifest = || sample::manifest_in_parts(4, 4);
    sample::write_run_of(&run, manifest(), 0..4);
    let writer = sample::create(&other, manifest());
    for index in 0..4 {
        // The same shape, other trials.
        let trial = sample::trial(index + 4);
        writer.record(index, &trial, &sample::timing(&trial, 0)).unwrap();
    }
    writer.finish().unwrap();
    for table in ["timings", "events"] {
        let name = format!("{table}-00000.parquet");
        let kept = fs::read(run.join(&name)).unwrap();
        fs::copy(other.join(&name), run.join(&name)).unwrap();
        let manifest = manifest_listing(&run, &name);
        put_manifest(&run, &manifest);
        let mut traces = Run::open(&run).unwrap().traces();
        let error = traces.find_map(Result::err).unwrap();
        assert!(
            matches!(&error, ReadRunError::TablesDisagree { file, .. } if file.ends_with(&name)),
            "{error}"
        );
        assert!(traces.next().is_none());
        fs::write(run.join(&name), kept).unwrap();
        put_manifest(&run, &manifest_listing(&run, &name));
    }
}
