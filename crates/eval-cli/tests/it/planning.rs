//! `flywheel noise` and `flywheel plan`: what could be seen, before anything is spent.

use serde_json::Value;

use crate::support::{Place, REDACTIONS, card_runs};

fn planned(place: &Place, arguments: &[&str]) -> Value {
    place.works(&[&["plan"], arguments, &["--format", "json"]].concat()).json()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

#[test]
fn nothing_measured_is_assumed_and_called_so() {
    let place = Place::of_cards();
    let plan = planned(&place, &["suite.toml"]);
    let from = plan["noise"]["from"].as_str().unwrap();
    assert_eq!(from, "assumed: a success rate of 70 %, nothing measured");
    assert_eq!(
        (&plan["instances"], &plan["units"], &plan["epochs"]),
        (&60.into(), &60.into(), &3.into())
    );
    assert_eq!(plan["per_trial"], Value::Null);
    // Half of p(1-p) is within an instance.
    assert!((number(&plan["noise"]["within"]) - 0.105).abs() < 1e-12);
    let sure = planned(&place, &["suite.toml", "--rate", "0.97"]);
    assert!(number(&sure["noise"]["within"]) < number(&plan["noise"]["within"]));
    assert!(place.left_behind().iter().all(|name| !name.contains("run")), "nothing was run");
}

#[test]
fn what_was_measured_once_is_planned_with_and_a_pilot_outweighs_it() {
    let place = Place::of_cards();
    let noise =
        place.works(&["noise", "suite.toml", "-q", "--epochs", "4", "--format", "json"]).json();
    let plan = planned(&place, &["suite.toml"]);
    let from = plan["noise"]["from"].as_str().unwrap();
    assert!(from.starts_with("the stored noise of `a`, measured 20"), "{from}");
    for key in ["within", "rate", "design_effect"] {
        assert_eq!(plan["noise"][key], noise[key], "{key}");
    }
    assert!(plan["warnings"][0].as_str().unwrap().contains("one arm against itself"));

    place.works(&["run", "suite.toml", "--epochs", "2", "-q", "--out", "pilot"]);
    let both = planned(&place, &["suite.toml", "--pilot", "pilot"]);
    assert_eq!(both["noise"]["from"], "the pilot pilot, `a-prime` against `a`");
    assert!(number(&both["per_trial"]["tokens"]) > 10.0);
    assert!(number(&both["per_trial"]["seconds"]) > 0.0);
    assert_eq!(both["per_trial"]["cost"], Value::Null);
    let one = planned(&place, &["suite.toml", "--pilot", "pilot", "--arm", "a-prime"]);
    assert_eq!(one["noise"]["from"], "the pilot pilot, arm `a-prime`");

    place.works(&["run", "planted-drop.toml", "--epochs", "2", "-q", "--out", "another"]);
    let another = planned(&place, &["suite.toml", "--pilot", "another"]);
    let warnings = another["warnings"].to_string();
    assert!(warnings.contains("a run of `planted-drop`, not of `aa-null`"), "{warnings}");
    assert!(!both["warnings"].to_string().contains("the pilot is a run of"));

    place.write("prices.toml", "[model.flaky]\ninput = 1e6\noutput = 1e6\n");
    let priced = planned(&place, &["suite.toml", "--pilot", "pilot", "--prices", "prices.toml"]);
    let one = &priced["per_trial"];
    assert!(
        (number(&one["cost"]) - number(&one["tokens"])).abs() < 1e-9,
        "a dollar a token: {one}"
    );
    for size in priced["by_epochs"].as_array().unwrap() {
        let trials = number(&size["trials"]);
        assert!((number(&size["cost"]) - trials * number(&one["cost"])).abs() < 1e-6 * trials);
    }
}

/// Where the drop lies beyond the margin: at the margin itself, a gate that knows ever more
/// blocks no more than 95 times in 100.
#[test]
fn more_epochs_or_instances_never_see_less() {
    let place = card_runs();
    let plans = [
        &["suite.toml", "--drop", "20"][..],
        &["suite.toml", "--drop", "20", "--pilot", "same"],
        &["suite.toml", "--drop", "20", "--pilot", "same", "--arm", "a", "--power", "0.95"],
        &["planted-drop.toml", "--drop", "15", "--margin", "5", "--pilot", "drop"],
        &["suite.toml", "--drop", "20", "--rate", "0.999"],
        &["suite.toml", "--drop", "20", "--rate", "0.01"],
    ];
    for words in plans {
        let plan = planned(place, words);
        for by in ["by_epochs", "by_instances"] {
            let sizes = plan[by].as_array().unwrap();
            assert!(sizes.len() >= 5);
            for pair in sizes.windows(2) {
                let of = |size: &Value, key: &str| number(&size[key]);
                assert!(of(&pair[0], "trials") < of(&pair[1], "trials"));
                assert!(
                    of(&pair[0], "smallest_seen") >= of(&pair[1], "smallest_seen"),
                    "{words:?} {by}"
                );
                for key in ["blocks_drop", "passes_unchanged"] {
                    assert!(of(&pair[0], key) <= of(&pair[1], key) + 1e-9, "{words:?} {by} {key}");
                }
            }
        }
    }
}

#[test]
fn the_answer_is_the_least_that_is_enough() {
    let place = Place::of_cards();
    let plan = planned(&place, &["suite.toml", "--drop", "20"]);
    let least = plan["instances_for_drop"].as_u64().unwrap();
    let chance = |instances: u64| {
        let text = place.read("suite.toml");
        let other = text.replace("count = 60", &format!("count = {instances}"));
        place.write("other.toml", &other);
        let plan = planned(&place, &["other.toml", "--drop", "20"]);
        let sizes = plan["by_instances"].as_array().unwrap();
        let now = sizes.iter().find(|size| size["instances"] == instances).unwrap();
        number(&now["blocks_drop"])
    };
    assert!(chance(least) >= 0.8 && chance(least - 1) < 0.8);
    let surer = planned(&place, &["suite.toml", "--drop", "20", "--power", "0.95"]);
    assert!(surer["instances_for_drop"].as_u64().unwrap() > least);
    // What the gate does not call a drop, no number of trials makes it block.
    let small = planned(&place, &["suite.toml", "--drop", "5"]);
    assert_eq!(small["epochs_for_drop"], Value::Null);
    let said = place.works(&["plan", "suite.toml", "--drop", "5"]).stdout;
    assert!(said.contains("no number of epochs over these instances"), "{said}");
}

#[test]
fn a_pilot_or_a_run_without_repeats_shows_no_noise() {
    let place = Place::of_cards();
    place.works(&["run", "suite.toml", "--epochs", "1", "-q", "--out", "once"]);
    assert_eq!(
        place.flywheel(&["plan", "suite.toml", "--pilot", "once"]).failure(),
        "exit 2\nerror: the pilot repeats no instance, and noise shows only in repeats: run it with \
         --epochs 2 or more"
    );
    assert_eq!(
        place.flywheel(&["noise", "once"]).failure(),
        "exit 2\nerror: the arm `a` of once has 1 epoch of each instance, and noise shows only in \
         repeats: run it with --epochs 2 or more"
    );
    let said = place.flywheel(&["noise", "suite.toml", "--epochs", "1"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert!(!place.path().join("suite.noise.json").exists() && !place.path().join("runs").exists());
}

#[test]
fn noise_is_kept_beside_the_suite_and_told_beside_every_difference() {
    let place = Place::of_cards();
    place.works(&["run", "planted-drop.toml", "-q", "--out", "run"]);
    let before = place.works(&["compare", "run"]).stdout;
    assert!(before.contains("noise floor: not measured; `flywheel noise SUITE` does"), "{before}");

    // Of the arm that is the first unless named, with twice the epochs of the suite.
    let floor = place.works(&["noise", "planted-drop.toml", "-q", "--format", "json"]).json();
    assert_eq!((&floor["arm"], &floor["epochs"]), (&"checked".into(), &serde_json::json!([3, 3])));
    let [low, high] = [0, 1].map(|bound| number(&floor["interval"][bound]));
    assert!(low < 0.0 && 0.0 < high, "luck alone: {low} to {high}");
    let kept: Value = serde_json::from_str(&place.read("planted-drop.noise.json")).unwrap();
    assert_eq!(kept["floors"], Value::from(vec![floor.clone()]));

    let found = place.works(&["compare", "run", "--format", "json"]).json();
    assert_eq!(found["noise"]["arm"], "checked");
    assert_eq!(found["noise"]["is_outside"], true);
    let points = 100.0 * number(&found["noise"]["floor"]);
    let said = place.works(&["compare", "run"]).stdout;
    let line = format!(
        "noise floor: `checked` against itself differs by up to ±{points:.1} points in 95 of 100 \
         such measurements; this lies outside"
    );
    assert!(said.contains(&line), "{said}");
    assert_eq!(place.flywheel(&["gate", "run", "--format", "json"]).code, 1);

    // A run of one arm is not the run that one goes on comparing.
    let runs: Vec<_> = std::fs::read_dir(place.path().join("runs")).unwrap().collect();
    assert_eq!(runs.len(), 1);
    assert!(!place.path().join("runs/latest").exists());

    // A second arm is kept with it; the same arm again takes its own place.
    place.works(&["noise", "planted-drop.toml", "-q", "--arm", "bare", "--epochs", "2"]);
    place.works(&["noise", "planted-drop.toml", "-q", "--epochs", "2"]);
    let kept: Value = serde_json::from_str(&place.read("planted-drop.noise.json")).unwrap();
    let arms: Vec<&Value> =
        kept["floors"].as_array().unwrap().iter().map(|floor| &floor["arm"]).collect();
    assert_eq!(arms, ["bare", "checked"]);

    // Of other instances it says nothing.
    place.replace("planted-drop.toml", "count = 60", "count = 50");
    place.works(&["run", "planted-drop.toml", "-q", "--out", "fewer"]);
    assert_eq!(place.works(&["compare", "fewer", "--format", "json"]).json()["noise"], Value::Null);

    let newer = place
        .read("planted-drop.noise.json")
        .replace("\"schema_version\": 1", "\"schema_version\": 99");
    place.write("planted-drop.noise.json", &newer);
    let newer = place.flywheel(&["compare", "run"]).failure();
    assert!(newer.contains("has version 99 and this program knows those up to 1"), "{newer}");
    place.write("planted-drop.noise.json", "{}");
    let damaged = place.flywheel(&["compare", "run"]).failure();
    assert!(
        damaged.contains("planted-drop.noise.json is no file of `flywheel noise`"),
        "{damaged}"
    );
}

#[test]
fn the_epochs_of_a_run_that_is_there_are_cut_in_two() {
    let place = Place::of_cards();
    place.works(&["run", "suite.toml", "--epochs", "5", "-q", "--out", "run"]);
    let floor = place.works(&["noise", "run", "--arm", "a-prime", "--format", "json"]).json();
    assert_eq!((&floor["arm"], &floor["epochs"]), (&"a-prime".into(), &serde_json::json!([2, 3])));
    assert_eq!(floor["instances"], 60);
    assert!(place.path().join("suite.noise.json").is_file());
    assert_eq!(
        place.left_behind(),
        ["card", "run", "suite.noise.json"]
            .map(String::from)
            .into_iter()
            .chain(["planted-drop.toml".to_owned()])
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(
        place.flywheel(&["noise", "run", "--arm", "b"]).failure(),
        "exit 2\nerror: run has no arm `b`"
    );
    // A run whose suite has gone has no place beside it.
    place
        .edit("run/manifest.json", |manifest| manifest["suite"]["path"] = "gone/suite.toml".into());
    let gone = place.flywheel(&["noise", "run"]).failure();
    assert!(gone.contains("the suite gone/suite.toml is not there any more"), "{gone}");
    place.works(&["noise", "run", "--out", "elsewhere.json"]);
    assert!(place.path().join("elsewhere.json").is_file());
}

#[test]
fn numbers_that_are_none_are_refused() {
    let place = Place::of_cards();
    for (option, wrong, why) in [
        ("--drop", "0", "between 0 and 100"),
        ("--drop", "a lot", "between 0 and 100"),
        ("--margin", "100", "between 0 and 100"),
        ("--power", "1", "between 0 and 1"),
        ("--rate", "70", "between 0 and 1"),
    ] {
        let said = place.flywheel(&["plan", "suite.toml", option, wrong]);
        assert_eq!(said.code, 2);
        assert!(said.stderr.contains(why), "{option} {wrong}: {}", said.stderr);
    }
}

#[test]
fn a_plan_to_the_eye() {
    let said = card_runs().works(&["plan", "suite.toml", "--pilot", "same", "--drop", "20"]);
    insta::with_settings!({ filters => [&REDACTIONS[..], &[(r" +\d+\.\d+ s\b", " [SECONDS]"), ("─+", "[LINE]")]].concat() }, {
        insta::assert_snapshot!(said.stdout);
    });
}

#[test]
fn noise_to_the_eye() {
    let place = Place::of_cards();
    let said = place.works(&["noise", "suite.toml", "-q"]);
    insta::assert_snapshot!(said.stdout);
}
