//! The benchmark suite: what it plays is known to the last event, so that what
//! is measured with it is the same work each time.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use eval_store::Run;
use eval_trace::{EventKind, Outcome, Recoverability, TrialRecord};
use serde_json::{Value, json};

use crate::support::{Place, arm, shipped};

/// How many rows of events a trial of six turns and five calls may have.
const MOST_EVENTS: usize = 40;

/// The first 200 instances, played once for the tests that read them.
fn first_200() -> (Run, &'static Value) {
    static PLAYED: OnceLock<(Place, Value)> = OnceLock::new();
    let (place, summary) = PLAYED.get_or_init(|| {
        let place = Place::new();
        let suite = shipped().join("bench-incident/suite.toml").display().to_string();
        let run = ["run", &suite, "--limit", "200", "--format", "json", "--out", "bench", "-q"];
        let summary = place.flywheel(&run).json();
        (place, summary)
    });
    (Run::open(&place.path().join("bench")).unwrap(), summary)
}

#[test]
fn the_script_is_right_but_for_every_tenth_service() {
    let (run, summary) = first_200();
    let everything_on = arm(summary, "everything-on");
    assert_eq!(everything_on["rate"], json!(0.9));
    assert_eq!((&everything_on["success"], &everything_on["verified"]), (&json!(180), &json!(180)));
    assert_eq!(everything_on["infra"], 0);

    let trials: Vec<TrialRecord> = run.trials().unwrap().map(Result::unwrap).collect();
    let played: BTreeSet<u64> = trials.iter().map(|trial| trial.key.instance).collect();
    assert_eq!(played, (0..200).collect());
    for trial in &trials {
        assert_eq!((trial.turns, trial.tool_calls), (6, 5), "{:?}", trial.key);
        assert_eq!((trial.refusals, trial.errors), (0, 0), "{:?}", trial.key);
        let is_wrong = trial.key.instance % 10 == 0;
        let expected = if is_wrong { Outcome::Failed } else { Outcome::Success };
        assert_eq!(trial.outcome, expected, "{:?}", trial.key);
        if is_wrong {
            assert_eq!(trial.recoverability, Recoverability::Yes, "{:?}", trial.key);
        }
        let n_events = run.trace(trial.id).unwrap().len();
        assert!(n_events <= MOST_EVENTS, "{n_events} events in {:?}", trial.key);
    }
}

#[test]
fn the_task_is_that_of_the_peers() {
    let (run, _) = first_200();
    let mut found = run.find("everything-on/root-cause#57@0").unwrap();
    let trial = found.remove(0);
    let events = run.trace(trial.id).unwrap();
    let EventKind::TrialStarted(started) = &events[0].kind else { panic!("no start") };
    assert_eq!(
        run.text(started.task.hash()).unwrap().as_str(),
        "INCIDENT svc-007 (episode 57): users report errors since 03:00. \
         Find the root cause of the incident on this service."
    );
    let called: Vec<String> = events
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::ToolCalled { tool, arguments, .. } => Some(format!("{tool} {arguments}")),
            _ => None,
        })
        .collect();
    let expected = [
        "list_services {}",
        r#"get_metrics {"service":"svc-007"}"#,
        r#"get_logs {"service":"svc-007","tail":20}"#,
        r#"describe {"service":"svc-007"}"#,
        r#"check {"cause":"disk_full","service":"svc-007"}"#,
    ];
    assert_eq!(called, expected);
    let answer = run.text(trial.answer.unwrap().hash()).unwrap();
    let said =
        "The incident on svc-007 is explained by the evidence gathered. ROOT_CAUSE=disk_full";
    assert!(answer.as_str().starts_with(said), "{}", answer.as_str());
}
