//! Trials by what people call them.

use eval_store::{ReadRunError, Run};
use eval_trace::TrialId;

use crate::sample;

#[test]
fn a_trial_is_found_by_the_beginning_of_its_id() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..6);
    let id = sample::trial(3).id;
    assert_eq!(found(folder.path(), &id.to_string()[..8]), [id]);
    assert_eq!(found(folder.path(), &id.to_string().to_uppercase()), [id]);
}

#[test]
fn a_trial_is_found_by_its_key_with_or_without_the_variant() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..6);
    let id = sample::trial(3).id;
    assert_eq!(found(folder.path(), "guarded/oom.base#1@0"), [id]);
    assert_eq!(found(folder.path(), "guarded/oom#1@0"), [id]);
}

#[test]
fn all_variants_are_found_where_none_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let writer = sample::create(folder.path(), sample::manifest(2));
    for (index, variant) in [(0, "base"), (1, "noisy")] {
        let mut trial = sample::trial(0);
        trial.id = TrialId(sample::hash(variant));
        variant.clone_into(&mut trial.key.variant);
        let timing = sample::timing(&trial, 0);
        writer.record(index, &trial, &timing).unwrap();
    }
    writer.finish().unwrap();
    assert_eq!(found(folder.path(), "plain/oom#0@0").len(), 2);
    assert_eq!(found(folder.path(), "plain/oom.noisy#0@0").len(), 1);
}

#[test]
fn nothing_is_found_by_what_names_nothing() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..2);
    for wanted in ["", "plain", "plain/oom", "plain/oom#9@0", "not hexadecimal"] {
        assert_eq!(found(folder.path(), wanted), [], "{wanted}");
    }
}

#[test]
fn a_trace_of_no_trial_and_a_text_of_nobody_are_errors() {
    let folder = tempfile::tempdir().unwrap();
    sample::write_run(folder.path(), 0..2);
    let run = Run::open(folder.path()).unwrap();
    let nobody = sample::hash("nobody");
    assert!(matches!(run.trace(TrialId(nobody)), Err(ReadRunError::NoTrial { .. })));
    assert!(matches!(run.text(nobody), Err(ReadRunError::NoText { .. })));
}

fn found(dir: &std::path::Path, wanted: &str) -> Vec<TrialId> {
    let trials = Run::open(dir).unwrap().find(wanted).unwrap();
    trials.into_iter().map(|trial| trial.id).collect()
}
