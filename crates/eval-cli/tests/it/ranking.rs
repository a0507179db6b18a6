//! `flywheel leaderboard`, `profile` and `trend`: one arm, many arms, many runs.

use serde_json::{Value, json};

use crate::support::{Place, REDACTIONS, card_runs, whole_run};

fn found(place: &Place, arguments: &[&str]) -> Value {
    place.works(&[arguments, &["--format", "json"]].concat()).json()
}

#[test]
fn arms_that_luck_alone_sets_apart_share_their_ranks() {
    let place = card_runs();
    let ranks = |run: &str| {
        let ranked = found(place, &["leaderboard", run])["ranked"].as_array().unwrap().clone();
        ranked.into_iter().map(|arm| json!([arm["arm"], arm["ranks"]])).collect::<Vec<_>>()
    };
    assert_eq!(ranks("same"), [json!(["a-prime", [1, 2]]), json!(["a", [1, 2]])]);
    assert_eq!(ranks("drop"), [json!(["checked", [1, 1]]), json!(["bare", [2, 2]])]);
}

#[test]
fn a_leaderboard_to_the_eye() {
    let said = card_runs().works(&["leaderboard", "drop"]);
    insta::with_settings!({ filters => REDACTIONS }, { insta::assert_snapshot!(said.stdout) });
}

#[test]
fn arms_that_played_something_else_are_not_ranked_among_the_others() {
    let (place, _) = whole_run();
    let board = found(place, &["leaderboard", "whole"]);
    let ranked = board["ranked"].as_array().unwrap();
    let names: Vec<&Value> = ranked.iter().map(|arm| &arm["arm"]).collect();
    assert_eq!(names, ["five-components", "bare-loop"]);
    assert_eq!(board["unranked"].as_array().unwrap().len(), 7);
    assert_eq!(board["instances"], 60);
}

#[test]
fn a_profile_to_the_eye() {
    let said = card_runs().works(&["profile", "drop", "--arm", "bare"]);
    insta::with_settings!({ filters => REDACTIONS }, { insta::assert_snapshot!(said.stdout) });
}

#[test]
fn a_profile_is_of_the_arms_that_were_asked_for() {
    let place = card_runs();
    let of = |words: &[&str]| {
        let arms = found(place, words)["arms"].as_array().unwrap().clone();
        arms.into_iter().map(|arm| arm["arm"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(of(&["profile", "drop"]), ["checked", "bare"]);
    assert_eq!(of(&["profile", "drop", "--arm", "bare"]), ["bare"]);
    assert_eq!(of(&["profile", "drop", "--arm", "bare", "--arm", "checked"]), ["checked", "bare"]);
    let time = |words: &[&str]| found(place, words)["arms"][0]["time"].clone();
    assert_eq!(time(&["profile", "drop"]), Value::Null);
    assert!(time(&["profile", "drop", "--time"])["model_ms"].as_f64().unwrap() > 0.0);
    assert_eq!(
        place.flywheel(&["profile", "drop", "--arm", "bear"]).failure(),
        "exit 2\nerror: drop has no arm `bear`; there are: checked, bare"
    );
}

#[test]
fn what_an_arm_is_said_to_do_is_the_same_everywhere() {
    let (place, summary) = whole_run();
    let (profile, board) =
        (found(place, &["profile", "whole"]), found(place, &["leaderboard", "whole"]));
    let compared = found(place, &["compare", "whole"]);
    let arms = profile["arms"].as_array().unwrap();
    for (place_of_arm, name) in ["bare-loop", "five-components"].into_iter().enumerate() {
        let arm = arms.iter().find(|arm| arm["arm"] == name).unwrap();
        let ranked = board["ranked"].as_array().unwrap();
        let ranked = ranked.iter().find(|arm| arm["arm"] == name).unwrap();
        let side = &compared[["baseline", "candidate"][place_of_arm]];
        for key in ["rate", "interval"] {
            let said = &summary["arms"][place_of_arm][key];
            assert_eq!(&arm["whole"][key], said, "profile: {name} {key}");
            assert_eq!(&ranked[key], said, "leaderboard: {name} {key}");
            assert_eq!(&side[key], said, "compare: {name} {key}");
        }
    }
}

#[test]
fn a_trend_says_what_changed_between_two_runs() {
    let place = Place::of_cards();
    let run = |out: &str| {
        let out = format!("runs/{out}");
        place.works(&["run", "suite.toml", "--epochs", "1", "--arm", "a", "-q", "--out", &out]);
    };
    let begun = |run: &str, day: u32| {
        place.edit(&format!("runs/{run}/manifest.json"), |manifest| {
            manifest["created"] = format!("2026-01-{day:02}T12:00:00Z").into();
        });
    };
    run("one");
    run("two");
    place.replace("suite.toml", "p = 0.276393", "p = 0.5");
    run("three");
    place.replace("suite.toml", "count = 60", "count = 50");
    place.replace(
        "harness/bare.toml",
        "kind = \"registry\"",
        "kind = \"registry\"\ngranted_only = false",
    );
    run("four");
    run("unfinished");
    for (day, name) in (1..).zip(["one", "two", "three", "four", "unfinished"]) {
        begun(name, day);
    }
    place.edit("runs/unfinished/manifest.json", |manifest| {
        manifest["status"] = "incomplete".into();
        manifest["planned"] = 51.into();
    });
    std::os::unix::fs::symlink("four", place.path().join("runs/latest")).unwrap();
    let trend = found(&place, &["trend"]);
    let series = trend["series"].as_array().unwrap();
    assert_eq!(series.len(), 1, "{trend}");
    let points = series[0]["points"].as_array().unwrap();
    let told: Vec<Value> =
        points.iter().map(|point| json!([point["run"], point["changed"]])).collect();
    assert_eq!(
        told,
        [
            json!(["runs/one", []]),
            json!(["runs/two", []]),
            json!(["runs/three", ["model"]]),
            json!(["runs/four", ["instances", "harness"]]),
        ]
    );
    let said = place.works(&["trend"]).stdout;
    assert!(said.contains("aa-null · a") && said.contains("2026-01-03T12:00:00Z"), "{said}");
    // One that cannot be read is named, and hides no other.
    std::fs::remove_file(place.path().join("runs/two/trials-00000.parquet")).unwrap();
    let said = place.works(&["trend"]).stdout;
    assert!(said.contains("skipped: runs/two: ") && said.contains("runs/four"), "{said}");
}

#[test]
fn a_folder_without_runs_has_no_trend() {
    let place = Place::of_cards();
    let said = place.works(&["trend"]);
    assert_eq!(said.stdout, "no finished run in runs\n");
    assert_eq!(place.flywheel(&["trend", "nowhere"]).code, 2);
}
