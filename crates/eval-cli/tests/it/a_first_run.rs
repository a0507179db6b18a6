//! The shipped suite: its A/B says something, and says it honestly.

use eval_store::Run;
use eval_trace::{Outcome, RunStatus};

use crate::support::{Place, arm, whole_run};

#[test]
fn the_summary_is_one_object_with_the_run_and_its_arms() {
    let (place, summary) = whole_run();
    assert_eq!(summary["schema_version"], eval_trace::SCHEMA_VERSION);
    assert_eq!(summary["dir"], "whole");
    assert!(place.path().join("whole/manifest.json").is_file());
    let run_id = summary["run_id"].as_str().unwrap();
    assert!(run_id.ends_with(&summary_hash(place)), "{run_id}");
    for arm in summary["arms"].as_array().unwrap() {
        for key in [
            "name", "trials", "scored", "infra", "success", "verified", "rate", "interval",
            "outcomes",
        ] {
            assert!(arm.get(key).is_some(), "{key} is missing");
        }
    }
}

fn summary_hash(place: &Place) -> String {
    let run = Run::open(&place.path().join("whole")).unwrap();
    run.manifest().plan_hash.short()
}

#[test]
fn the_two_harnesses_are_told_apart() {
    let (_, summary) = whole_run();
    let bound = |name: &str, side: usize| arm(summary, name)["interval"][side].as_f64().unwrap();
    assert!(bound("bare-loop", 1) < bound("five-components", 0), "the intervals overlap");
}

#[test]
fn a_grounded_answer_can_still_be_wrong() {
    let (_, summary) = whole_run();
    let five = arm(summary, "five-components");
    let (verified, success) =
        (five["verified"].as_u64().unwrap(), five["success"].as_u64().unwrap());
    assert!(verified > success, "verified is not solved, and the suite has to show it");
}

#[test]
fn the_bare_loop_recovers_from_nothing() {
    let (_, summary) = whole_run();
    assert!(arm(summary, "bare-loop")["outcomes"].get("recovered").is_none());
    assert!(arm(summary, "five-components")["outcomes"]["recovered"].as_u64().unwrap() > 0);
}

#[test]
fn the_arms_names_have_no_part_in_the_results() {
    let place = Place::new();
    let run = |out| {
        place
            .flywheel(&["run", "suite.toml", "--epochs", "1", "--format", "json", "--out", out])
            .json()
    };
    let before = run("before");
    place.replace("suite.toml", "name = \"bare-loop\"", "name = \"tmp\"");
    place.replace("suite.toml", "name = \"five-components\"", "name = \"bare-loop\"");
    place.replace("suite.toml", "name = \"tmp\"", "name = \"five-components\"");
    let after = run("after");
    for key in ["success", "verified", "rate", "interval", "outcomes", "mean_turns"] {
        assert_eq!(arm(&before, "bare-loop")[key], arm(&after, "five-components")[key], "{key}");
        assert_eq!(arm(&before, "five-components")[key], arm(&after, "bare-loop")[key], "{key}");
    }
}

#[test]
fn the_summary_is_drawn_from_what_is_stored() {
    let (place, summary) = whole_run();
    let run = Run::open(&place.path().join("whole")).unwrap();
    assert_eq!(run.manifest().status, RunStatus::Complete);
    let trials: Vec<_> = run.trials().unwrap().map(Result::unwrap).collect();
    assert_eq!(trials.len() as u64, summary["finished"].as_u64().unwrap());
    let won = |name: &str| {
        let of_arm = trials.iter().filter(|trial| trial.key.arm == name);
        of_arm.filter(|trial| trial.outcome.is_success()).count() as u64
    };
    assert_eq!(won("bare-loop"), arm(summary, "bare-loop")["success"].as_u64().unwrap());
    assert!(trials.iter().all(|trial| trial.outcome != Outcome::Infra));
    let shown = place.flywheel(&["show", "whole", "--format", "json"]).json();
    assert_eq!(shown["arms"], summary["arms"], "`show` says what `run` said");
}

#[test]
fn what_a_person_reads() {
    let (place, _) = whole_run();
    let said = place.flywheel(&["show", "whole"]);
    insta::assert_snapshot!(said.stdout);
}

#[test]
fn a_trial_told_to_the_eye() {
    let (place, _) = whole_run();
    let said = place.flywheel(&["show", "whole", "denied-repo/checkout#0@0"]);
    insta::assert_snapshot!(said.stdout);
}

#[test]
fn an_answer_given_back_told_to_the_eye() {
    let (place, _) = whole_run();
    let run = Run::open(&place.path().join("whole")).unwrap();
    let recovered =
        run.trials().unwrap().map(Result::unwrap).find(|trial| {
            trial.key.arm == "five-components" && trial.outcome == Outcome::Recovered
        });
    let said = place.flywheel(&["show", "whole", &recovered.unwrap().key.to_string()]);
    insta::assert_snapshot!(said.stdout);
}
