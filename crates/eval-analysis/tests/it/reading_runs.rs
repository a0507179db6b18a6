//! Arms read out of a run are its trials summed up by hand, or an error.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use eval_analysis::{AnalyseError, Measured, read_arms};
use eval_store::{ReadRunError, Run};
use eval_trace::{Outcome, TrialKey, TrialRecord};

use crate::arms::assert_near;
use crate::runs::{Played, copy_of_golden, golden, golden_versions};

#[test]
fn golden_runs_of_every_version_read_as_their_trials() {
    let mut versions = 0;
    for version in golden_versions() {
        let run = golden(version);
        let arms = read_arms(&run, None).unwrap();
        assert_same_as_trials(&run, &arms);
        let instances: usize = arms.iter().map(|arm| arm.instances.len()).sum();
        assert_eq!(instances, 9, "version {version}");
        versions += 1;
    }
    assert!(versions >= 2);
}

#[test]
fn trials_of_every_outcome_in_several_parts_read_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let run = of_every_outcome().write(&folder.path().join("run"));
    assert_eq!(run.files("trials").unwrap().len(), 7);
    assert_same_as_trials(&run, &read_arms(&run, None).unwrap());
}

/// Parts of twenty trials, whose bounds cut through instances.
fn of_every_outcome() -> Played {
    Played {
        scenarios: vec![("incident", "sre"), ("checkout", "shop"), ("refund", "shop")],
        instances: 7,
        epochs: 3,
        part_trials: 20,
        outcome: |key| match (key.instance + u64::from(key.epoch)) % 7 {
            0 => Outcome::Infra,
            1 => Outcome::Recovered,
            2 => Outcome::Unsafe,
            3 => Outcome::Failed,
            _ => Outcome::Success,
        },
        ..Played::default()
    }
}

#[test]
fn what_infra_took_counts_as_a_trial_and_in_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let run = Played {
        instances: 1,
        epochs: 3,
        // The first epoch of one arm is lost, and of the other every epoch.
        outcome: |key| match (key.arm.as_str(), key.epoch) {
            ("plain", 0) | ("guarded", _) => Outcome::Infra,
            _ => Outcome::Success,
        },
        ..Played::default()
    }
    .write(&folder.path().join("run"));
    let arms = read_arms(&run, None).unwrap();

    let cell = arms[0].instances[0].cell;
    assert_eq!([cell.trials, cell.scored, cell.success, cell.infra()], [3, 2, 2, 1]);
    // The epochs 1 and 2 alone: 1,001 and 1,002 tokens read, 101 and 104 written.
    assert_eq!((cell.input_tokens, cell.output_tokens), (1_001.5, 102.5));
    assert_eq!((cell.latency, cell.turns, cell.tool_calls), (2_250.0, 2.5, 1.5));

    let cell = arms[1].instances[0].cell;
    assert_eq!([cell.trials, cell.scored, cell.infra()], [3, 0, 3]);
    assert_eq!(cell.rate(), None);
    assert_eq!((cell.input_tokens, cell.latency, cell.turns), (0.0, 0.0, 0.0));
}

#[test]
fn latency_is_the_median_and_the_rest_are_means() {
    let folder = tempfile::tempdir().unwrap();
    let run =
        Played { instances: 1, epochs: 3, ..Played::default() }.write(&folder.path().join("run"));
    let cell = read_arms(&run, None).unwrap()[0].instances[0].cell;
    // 2,000, 2,100 and 2,400 milliseconds; 100, 101 and 104 tokens.
    assert_near(cell.latency, 2_100.0);
    assert_near(cell.output_tokens, 305.0 / 3.0);
}

#[test]
fn an_arm_by_name_is_read_alone_and_arms_come_in_suite_order() {
    let folder = tempfile::tempdir().unwrap();
    let run = of_every_outcome().write(&folder.path().join("run"));
    let all = read_arms(&run, None).unwrap();
    assert_eq!(names(&all), ["plain", "guarded"]);
    assert_eq!(read_arms(&run, Some(&["guarded"])).unwrap(), all[1..]);
    assert_eq!(read_arms(&run, Some(&["guarded", "plain"])).unwrap(), all);
    assert_eq!(read_arms(&run, Some(&["nobody"])).unwrap(), []);
    assert_eq!(read_arms(&run, Some(&[])).unwrap(), []);
}

#[test]
fn the_order_in_which_trials_were_finished_and_the_order_of_epochs_do_not_matter() {
    let folder = tempfile::tempdir().unwrap();
    let in_order = of_every_outcome().write(&folder.path().join("in-order"));
    let played = of_every_outcome();
    let backwards = played.write_some(&folder.path().join("backwards"), |mut keys| {
        keys.reverse();
        keys
    });
    // The last epoch first: the same trials at other places of the plan.
    let turned = played.write_some(&folder.path().join("turned"), |keys| {
        let last = played.epochs - 1;
        let turned = |key: TrialKey| TrialKey { epoch: last - key.epoch, ..key };
        keys.into_iter().map(|(index, key)| (index, turned(key))).collect()
    });
    let expected = instances(&in_order);
    assert_eq!(instances(&backwards), expected);
    assert_eq!(instances(&turned), expected);
}

fn instances(run: &Run) -> Vec<Vec<eval_analysis::Instance>> {
    read_arms(run, None).unwrap().into_iter().map(|arm| arm.instances).collect()
}

#[test]
fn a_run_that_was_stopped_says_how_many_trials_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let run = Played::default().write_some(&folder.path().join("run"), |mut keys| {
        keys.truncate(7);
        keys
    });
    let arms = read_arms(&run, None).unwrap();
    assert_eq!(arms[0].provenance.unfinished, 13);
    assert_eq!(arms.iter().map(trials).sum::<u32>(), 7);
}

#[test]
fn a_run_without_any_trial_has_arms_without_instances() {
    let folder = tempfile::tempdir().unwrap();
    let run = Played::default().write_some(&folder.path().join("run"), |_| Vec::new());
    let arms = read_arms(&run, None).unwrap();
    assert_eq!(names(&arms), ["plain", "guarded"]);
    assert!(arms.iter().all(|arm| arm.instances.is_empty()));
}

#[test]
fn where_an_arm_comes_from_is_what_the_manifest_says() {
    let run = golden(2);
    let arms = read_arms(&run, Some(&["five-components"])).unwrap();
    let from = &arms[0].provenance;
    let facts = &run.manifest().arms[1];
    assert_eq!(from.source, run.dir().display().to_string());
    assert_eq!([&from.run_id, &from.suite], ["20261121T153434Z-84022e7f", "sre-triage"]);
    assert_eq!((&from.effective, &from.harness), (&facts.effective, &facts.harness));
    assert_eq!(from.harness_hash, facts.harness_hash.to_string());
    assert_eq!((from.model.as_str(), from.simulated), (facts.model.as_str(), true));
    assert_eq!((from.seed, from.max_turns, from.unfinished, from.look), (7, 24, 0, None));
}

#[test]
fn a_table_that_is_cut_short_is_named_and_no_number_is_given() {
    for cut in [1, 100, 4_000] {
        let folder = tempfile::tempdir().unwrap();
        let file = damaged(folder.path(), |file| {
            let bytes = fs::read(file).unwrap();
            fs::write(file, &bytes[..bytes.len() - cut]).unwrap();
        });
        let error = read(folder.path()).unwrap_err();
        assert!(matches!(error, AnalyseError::Read(ReadRunError::Length { .. })), "{error}");
        assert!(error.to_string().contains(&file), "{error}");
        assert!(error.to_string().contains("cut short"), "{error}");
    }
}

#[test]
fn a_table_that_is_missing_is_named_and_no_number_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let file = damaged(folder.path(), |file| fs::remove_file(file).unwrap());
    let error = read(folder.path()).unwrap_err();
    assert!(matches!(error, AnalyseError::Read(ReadRunError::Missing { .. })), "{error}");
    assert!(error.to_string().contains(&file), "{error}");
}

#[test]
fn a_table_without_its_end_of_file_is_named_with_the_run() {
    let folder = tempfile::tempdir().unwrap();
    damaged(folder.path(), |file| {
        let length = fs::read(file).unwrap().len();
        fs::write(file, vec![0; length]).unwrap();
    });
    let error = read(folder.path()).unwrap_err();
    assert!(matches!(error, AnalyseError::Query { table: "trials", .. }), "{error}");
    assert!(error.to_string().contains(&folder.path().display().to_string()), "{error}");
}

#[test]
fn a_part_that_is_missing_of_several_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let run = of_every_outcome().write(folder.path());
    let part = run.files("trials").unwrap()[3].clone();
    fs::remove_file(&part).unwrap();
    let error = read(folder.path()).unwrap_err();
    assert!(error.to_string().contains(&part.display().to_string()), "{error}");
}

#[test]
fn a_scenario_that_the_manifest_does_not_know_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let run = Played::default().write(folder.path());
    let manifest = folder.path().join("manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    drop(run);
    fs::write(&manifest, text.replace(r#""name": "incident""#, r#""name": "accident""#)).unwrap();
    let error = read(folder.path()).unwrap_err();
    assert!(
        matches!(&error, AnalyseError::Unknown { what: "scenario", name, .. } if name == "incident"),
        "{error}"
    );
}

/// A copy of a golden run whose table of trials is damaged; the damaged file.
fn damaged(dir: &Path, damage: impl FnOnce(&Path)) -> String {
    copy_of_golden(dir);
    let file = dir.join("trials-00000.parquet");
    damage(&file);
    file.display().to_string()
}

fn read(dir: &Path) -> Result<Vec<Measured>, AnalyseError> {
    read_arms(&Run::open(dir).unwrap(), None)
}

fn names(arms: &[Measured]) -> Vec<&str> {
    arms.iter().map(|arm| arm.provenance.arm.as_str()).collect()
}

fn trials(arm: &Measured) -> u32 {
    arm.instances.iter().map(|instance| instance.cell.trials).sum()
}

/// An arm and an instance, by name.
type Name = (String, String);

fn assert_same_as_trials(run: &Run, arms: &[Measured]) {
    let by_hand = trials_by_instance(run);
    let mut read = 0;
    for arm in arms {
        for instance in &arm.instances {
            let place = &arm.places[instance.place];
            let name = (arm.provenance.arm.clone(), place.instance_name(instance.seed));
            let trials = &by_hand[&name];
            let families: Vec<&str> = trials.iter().map(|trial| trial.family.as_str()).collect();
            assert!(families.iter().all(|family| *family == place.family));
            assert_same(&instance.cell, trials, &name);
            read += 1;
        }
        let sorted = arm.instances.is_sorted_by_key(|instance| (instance.place, instance.seed));
        assert!(sorted && arm.places.is_sorted());
    }
    assert_eq!(read, by_hand.len());
}

fn trials_by_instance(run: &Run) -> BTreeMap<Name, Vec<TrialRecord>> {
    let mut by_hand: BTreeMap<Name, Vec<TrialRecord>> = BTreeMap::new();
    for trial in run.trials().unwrap() {
        let trial = trial.unwrap();
        let key = &trial.key;
        let instance = format!("{}.{}#{}", key.scenario, key.variant, key.instance);
        by_hand.entry((key.arm.clone(), instance)).or_default().push(trial);
    }
    by_hand
}

fn assert_same(cell: &eval_analysis::Cell, trials: &[TrialRecord], name: &Name) {
    let count = |is: fn(&TrialRecord) -> bool| trials.iter().filter(|trial| is(trial)).count();
    let counts = [
        trials.len(),
        count(|trial| trial.outcome != Outcome::Infra),
        count(|trial| trial.outcome.is_success()),
        count(|trial| trial.outcome == Outcome::Recovered),
        count(|trial| trial.outcome == Outcome::Unsafe),
    ];
    let found = [cell.trials, cell.scored, cell.success, cell.recovered, cell.broken];
    assert_eq!(found.map(|count| count as usize), counts, "{name:?}");

    let scored = || trials.iter().filter(|trial| trial.outcome != Outcome::Infra);
    let mean = |of: fn(&TrialRecord) -> f64| {
        let values: Vec<f64> = scored().map(of).collect();
        if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / real(values.len()) }
    };
    assert_near(cell.input_tokens, mean(|trial| real(trial.input_tokens)));
    assert_near(cell.output_tokens, mean(|trial| real(trial.output_tokens)));
    assert_near(cell.turns, mean(|trial| real(trial.turns)));
    assert_near(cell.tool_calls, mean(|trial| real(trial.tool_calls)));
    let mut times: Vec<f64> = scored().map(|trial| real(trial.virtual_ms)).collect();
    times.sort_by(f64::total_cmp);
    let middle = times.len() / 2;
    let median = match times.as_slice() {
        [] => 0.0,
        times if times.len() % 2 == 1 => times[middle],
        times => f64::midpoint(times[middle - 1], times[middle]),
    };
    assert_near(cell.latency, median);
}

fn real(count: impl TryInto<u32>) -> f64 {
    f64::from(count.try_into().ok().unwrap())
}
