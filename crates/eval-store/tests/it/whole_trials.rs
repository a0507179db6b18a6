//! Trials read back whole, one after the other.

use std::collections::{BTreeSet, HashSet};
use std::fs;

use eval_store::{ReadRunError, Run};
use eval_trace::{Digest, Event, EventKind, Timing, TrialId, TrialRecord};

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

    /// What went into the wanted trials, and what all of them are in few words.
    #[test]
    fn inputs_and_briefs_say_what_whole_trials_say(
        trials in generate::trials(),
        picks in prop::collection::vec(any::<bool>(), 1..20),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let manifest = sample::manifest_in_parts(trials.len() as u64, 3);
        let writer = sample::create(folder.path(), manifest);
        for (index, trial) in (0..).zip(&trials) {
            writer.record(index, trial, &sample::timing(trial, 3)).unwrap();
        }
        writer.finish().unwrap();
        let run = Run::open(folder.path()).unwrap();
        let briefs = run.briefs().unwrap();
        prop_assert_eq!(briefs.len(), trials.len());
        let is_picked = |index: usize| picks[index % picks.len()];
        let wanted: HashSet<TrialId> = briefs
            .iter()
            .enumerate()
            .filter(|(index, _)| is_picked(*index))
            .map(|(_, brief)| brief.id)
            .collect();
        let mut read = Vec::new();
        let parts: BTreeSet<u32> = briefs.iter().map(|brief| brief.part).collect();
        for part in parts {
            for inputs in run.inputs(part, &wanted).unwrap() {
                read.push(inputs.unwrap());
            }
        }
        let expected: Vec<&TrialRecord> = trials
            .iter()
            .enumerate()
            .filter(|(index, trial)| is_picked(*index) && !trial.events.is_empty())
            .map(|(_, trial)| trial)
            .collect();
        prop_assert_eq!(read.len(), expected.len());
        for (inputs, trial) in read.iter().zip(expected) {
            prop_assert_eq!(inputs.id, trial.id);
            let kinds = |events: &[Event]| -> Vec<EventKind> {
                events.iter().filter(|event| event.kind.is_input())
                    .map(|event| event.kind.clone()).collect()
            };
            prop_assert_eq!(kinds(&inputs.events), kinds(&trial.events));
            let effects: Vec<Digest> =
                trial.events.iter().filter_map(|event| event.effect).collect();
            prop_assert_eq!(&inputs.effects, &effects);
        }
        for (brief, trial) in briefs.iter().zip(&trials) {
            prop_assert_eq!(brief.id, trial.id);
            prop_assert_eq!((&*brief.arm, brief.instance), (&*trial.key.arm, trial.key.instance));
            prop_assert_eq!((brief.outcome, brief.stop), (trial.outcome, trial.stop));
            prop_assert_eq!((brief.turns, brief.verified), (trial.turns, trial.verified));
            prop_assert_eq!(brief.instance_hash, trial.instance_hash);
        }
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
