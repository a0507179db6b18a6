//! `flywheel compare`: what it says, what it refuses, and how to ask.

use std::fmt::Write as _;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{FLYWHEEL, Place, REDACTIONS, card_runs, whole_run};

fn compared(place: &Place, arguments: &[&str]) -> Value {
    place.works(&[&["compare"], arguments, &["--format", "json"]].concat()).json()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("no number: {value}"))
}

/// What a comparison found, without where it looked.
fn findings(mut comparison: Value) -> Value {
    for key in ["baseline", "candidate"] {
        comparison[key]["source"] = Value::Null;
    }
    comparison
}

#[test]
fn the_shipped_suite_needs_no_arms_to_be_named() {
    let (place, summary) = whole_run();
    let found = compared(place, &["whole"]);
    assert_eq!(found["schema_version"], 1);
    assert_eq!(found["baseline"]["arm"], "bare-loop");
    assert_eq!(found["candidate"]["arm"], "five-components");
    assert_eq!(found["success"]["says"], "better");
    assert_eq!(found["success"]["units"], 60);
    assert_eq!(found["pairing"]["compared"], 60);
    assert_eq!(found["simulated"], true);
    let arms = summary["arms"].as_array().unwrap();
    for (side, arm) in [("baseline", &arms[0]), ("candidate", &arms[1])] {
        for key in ["success", "scored", "infra", "rate", "interval"] {
            assert_eq!(found[side][key], arm[key], "{side}: `run` and `compare` differ in {key}");
        }
    }
    let difference = number(&arms[1]["rate"]) - number(&arms[0]["rate"]);
    assert!((number(&found["success"]["estimate"]) - difference).abs() < 1e-9);
    let said = place.works(&["compare", "whole"]).stdout;
    assert!(said.contains("\nfive-components is better: +"), "{said}");
}

#[test]
fn two_arms_in_every_way_to_name_them() {
    let place = card_runs();
    let found = findings(compared(place, &["drop"]));
    for words in [
        &["drop", "bare"][..],
        &["drop", "checked", "bare"],
        &["drop:checked", "drop:bare"],
        &["drop:checked", "./drop:bare"],
    ] {
        assert_eq!(findings(compared(place, words)), found, "{words:?}");
    }
    let by_alias = place.works(&["diff", "drop", "--format", "json"]).json();
    assert_eq!(findings(by_alias), found);
    let turned = compared(place, &["drop", "bare", "checked"]);
    assert_eq!(turned["success"]["says"], "better");
    let there_and_back =
        number(&turned["success"]["estimate"]) + number(&found["success"]["estimate"]);
    assert!(there_and_back.abs() < 1e-12);
}

#[test]
fn arms_alone_are_those_of_the_latest_run() {
    let place = Place::of_cards();
    place.works(&["run", "planted-drop.toml", "--epochs", "1", "-q"]);
    let found = compared(&place, &["checked", "bare"]);
    assert_eq!(found["baseline"]["source"], "runs/latest");
    assert_eq!(findings(found), findings(compared(&place, &["runs/latest"])));
}

/// An arm called like a folder would be out of reach: the folder is what is meant, and an arm of
/// the latest run is reached as `RUN:ARM`.
#[test]
fn a_folder_comes_before_an_arm_of_its_name() {
    let place = Place::of_cards();
    place.works(&["run", "planted-drop.toml", "--epochs", "1", "-q"]);
    std::fs::create_dir(place.path().join("bare")).unwrap();
    assert_eq!(compared(&place, &["checked", "bare"])["candidate"]["arm"], "bare");
    std::fs::rename(
        place.path().join("runs/latest").canonicalize().unwrap(),
        place.path().join("runs/bare"),
    )
    .unwrap();
    assert_eq!(compared(&place, &["runs/bare"])["candidate"]["source"], "runs/bare");
    assert_eq!(compared(&place, &["runs/bare:checked", "runs/bare:bare"])["success"]["units"], 60);
}

#[test]
fn two_runs_and_a_baseline_on_file_are_two_sides_too() {
    let place = Place::of_cards();
    place.works(&["run", "suite.toml", "--arm", "a", "-q", "--out", "monday"]);
    place.works(&["run", "planted-drop.toml", "-q", "--out", "tuesday"]);
    let found = compared(&place, &["monday", "tuesday:bare"]);
    assert_eq!(found["baseline"]["source"], "monday");
    assert_eq!(found["candidate"]["source"], "tuesday");
    assert_eq!(changed(&found), ["arm stream"]);

    place.works(&["baseline", "bless", "monday", "--out", "a.json"]);
    let from_file = compared(&place, &["a.json", "tuesday:bare"]);
    assert_eq!(from_file["baseline"]["source"], "a.json");
    assert_eq!(findings(from_file), findings(found));

    // Of a run with several arms the one is meant that the other side is about.
    place.works(&["run", "suite.toml", "--epochs", "1", "-q", "--out", "wednesday"]);
    let found = compared(&place, &["a.json", "wednesday"]);
    assert_eq!(found["candidate"]["arm"], "a");
    assert_eq!(compared(&place, &["wednesday", "a.json"])["baseline"]["arm"], "a");
}

/// `of key` of every change.
fn changed(found: &Value) -> Vec<String> {
    let changes = found["changed"].as_array().unwrap().iter();
    let word = |change: &Value, key: &str| change[key].as_str().unwrap().to_owned();
    changes.map(|change| format!("{} {}", word(change, "of"), word(change, "key"))).collect()
}

#[test]
fn the_one_key_that_was_set_is_the_one_key_that_changed() {
    let sets = [
        ("guardrails.budget", json!(6)),
        ("guardrails.schema", json!(false)),
        ("memory.cap", json!(3)),
        ("tools.granted_only", json!(false)),
        ("loop.max_turns", json!(9)),
        ("verifiers.checks", json!(["evidence_required"])),
        ("verifiers.on_fail", json!("feedback")),
        ("verifiers.max_feedback", json!(1)),
        ("context.system", json!("You are on call.")),
    ];
    let place = Place::new();
    let mut suite = "name = 'one-key'\n[[scenario]]\npath = 'incident'\n\
         instances = { first = 0, count = 1 }\n[model.flaky]\nkind = 'flaky'\np = 0.4\n\
         [[arm]]\nname = 'plain'\nharness = 'harness/five-components.toml'\nmodel = 'flaky'\n"
        .to_owned();
    for (key, value) in &sets {
        let _ = write!(
            suite,
            "[[arm]]\nname = '{key}'\nharness = 'harness/five-components.toml'\nmodel = 'flaky'\n\
             set = {{ \"{key}\" = {value} }}\n"
        );
    }
    place.write("one-key.toml", &suite);
    place.works(&["run", "one-key.toml", "-q", "--out", "run"]);
    for (key, value) in &sets {
        let found = compared(&place, &["run", "plain", key]);
        assert_eq!(changed(&found), [format!("harness {key}")], "{}", found["changed"]);
        assert_eq!(found["changed"][0]["to"], *value);
        assert_ne!(found["changed"][0]["from"], *value);
    }
    // And back: what was set is what it was.
    let back = compared(&place, &["run", "guardrails.budget", "plain"]);
    assert_eq!(
        back["changed"],
        json!([
            { "of": "harness", "key": "guardrails.budget", "from": 6, "to": 12 }
        ])
    );
}

#[test]
fn what_changed_beside_the_harness_is_named_too() {
    let place = Place::of_cards();
    let run = |out: &str, more: &[&str]| {
        let run = ["run", "suite.toml", "--arm", "a", "--epochs", "1", "-q", "--out", out];
        place.works(&[&run[..], more].concat());
    };
    run("plain", &[]);
    run("seed", &["--seed", "9"]);
    place.replace("suite.toml", "max_turns = 8", "max_turns = 7");
    run("turns", &[]);
    place.replace("suite.toml", "max_turns = 7", "max_turns = 8");
    place.replace("suite.toml", "p = 0.276393", "p = 0.3");
    run("model", &[]);
    assert_eq!(changed(&compared(&place, &["plain", "seed"])), ["run seed"]);
    assert_eq!(changed(&compared(&place, &["plain", "turns"])), ["run limits.max_turns"]);
    let other_model = compared(&place, &["plain", "model", "--across-models"]);
    assert_eq!(changed(&other_model), ["model p"]);
    let same = place.works(&["compare", "plain", "./plain"]).stdout;
    assert!(
        same.contains("warning: nothing differs in the configuration: this is an A/A"),
        "{same}"
    );
}

/// Runs that cannot be compared with `base` as they are: other instances, another model, a
/// harness that plays only some.
fn misfits() -> Place {
    let place = Place::of_cards();
    let run = |out: &str, more: &[&str]| {
        place.works(&[&["run", "suite.toml", "--epochs", "1", "-q", "--out", out], more].concat());
    };
    run("base", &[]);
    place.replace("suite.toml", "first = 0, count = 60", "first = 30, count = 60");
    run("others", &["--arm", "a"]);
    place.replace("suite.toml", "first = 30, count = 60", "first = 500, count = 60");
    run("far", &["--arm", "a"]);
    place.replace("suite.toml", "first = 500, count = 60", "first = 0, count = 60");
    place.replace("suite.toml", "p = 0.276393", "p = 0.5");
    run("model", &["--arm", "a"]);
    let third = "\n[[arm]]\nname = 'checked'\nharness = 'harness/checked.toml'\nmodel = 'flaky'\n";
    place.write("suite.toml", &(place.read("suite.toml") + third));
    run("three", &[]);
    place
}

#[test]
fn what_would_be_nonsense_is_refused_and_says_how_to_go_on() {
    let place = misfits();
    let wrong = [
        &["base:a", "others"][..],
        &["base:a", "far", "--allow-partial"],
        &["base:a", "model"],
        &["base", "a", "a"],
        &["base:a", "base:a"],
        &["base", "a", "a-prim"],
        &["base:b", "others"],
        &["three"],
        &["others"],
        &["base", "three"],
        &["base"; 3],
        &["nowhere/run"],
        &["nowhere"],
        &["base:a"],
        &["suite.toml", "base:a"],
    ];
    let said = wrong.map(|words| {
        let said = place.flywheel(&[&["compare"], words].concat());
        format!("{}\n{}", words.join(" "), said.failure())
    });
    insta::with_settings!({ filters => REDACTIONS }, {
        insta::assert_snapshot!(said.join("\n\n"));
    });
}

#[test]
fn what_was_refused_can_be_asked_for() {
    let place = misfits();
    let shared = compared(&place, &["base:a", "others", "--allow-partial"]);
    assert_eq!(shared["pairing"]["compared"], 30);
    assert_eq!(shared["pairing"]["only_baseline"].as_array().unwrap().len(), 30);
    assert_eq!(shared["pairing"]["only_candidate"][0], "card.base#60");
    let warnings = shared["warnings"].to_string();
    assert!(warnings.contains("60 instances are in one arm only and were left out"), "{warnings}");
    assert!(warnings.contains("the instances are not the same"), "{warnings}");
    // An arm on the shared instances is the same arm with the same luck.
    assert_eq!(shared["success"]["estimate"], 0.0);

    let across = compared(&place, &["base:a", "model", "--across-models"]);
    assert_eq!(across["success"]["says"], "worse");
    assert_ne!(across["baseline"]["model_hash"], across["candidate"]["model_hash"]);
}

#[test]
fn arms_that_share_nothing_are_told_apart_from_arms_of_different_instances() {
    let (place, _) = whole_run();
    let said = place.flywheel(&["compare", "whole", "read-only", "denied-repo"]).failure();
    assert_eq!(
        said,
        "exit 2\nerror: `read-only` and `denied-repo` share no instance, so there is nothing to compare"
    );
    let alone = place.flywheel(&["compare", "whole", "read-only"]);
    assert!(alone.failure().contains("share no instance"));
}

#[test]
fn a_daily_volume_is_the_difference_times_the_tasks() {
    let place = card_runs();
    let found = compared(place, &["drop", "--volume", "1000/day"]);
    let (volume, success) = (&found["volume"], &found["success"]);
    assert_eq!(volume["per_day"], 1000.0);
    assert!((number(&volume["successes"]) - 1000.0 * number(&success["estimate"])).abs() < 1e-9);
    for bound in 0..2 {
        let a_day = number(&volume["successes_interval"][bound]);
        assert!((a_day - 1000.0 * number(&success["interval"][bound])).abs() < 1e-9);
    }
    let said = place.works(&["compare", "drop", "--volume", "1000/day"]).stdout;
    assert!(said.contains("at 1000 tasks a day  -200 [-273, -127] successes a day"), "{said}");
    assert_eq!(compared(place, &["drop"])["volume"], Value::Null);
    for wrong in ["1000", "0/day", "many/day", "1000/week"] {
        let said = place.flywheel(&["compare", "drop", "--volume", wrong]);
        assert_eq!(said.code, 2);
        assert!(said.stderr.contains("write it as in 1000/day"), "{}", said.stderr);
    }
}

#[test]
fn exactly_these_instances_are_another_question() {
    let place = card_runs();
    let (like, these) =
        (compared(place, &["drop"]), compared(place, &["drop", "--estimand", "fixed-suite"]));
    assert_eq!(like["success"]["estimand"], "super-population");
    assert_eq!(these["success"]["estimand"], "fixed-suite");
    assert_eq!(these["success"]["interval_by"], "fixed_suite");
    let estimate = |found: &Value| number(&found["success"]["estimate"]);
    assert!((estimate(&these) - estimate(&like)).abs() < 1e-12);
    assert_ne!(these["success"]["interval"], like["success"]["interval"]);
    let said = place.works(&["compare", "drop", "--estimand", "fixed-suite"]).stdout;
    assert!(said.contains("(of exactly these instances)"), "{said}");
}

#[test]
fn prices_make_tokens_dollars() {
    let place = Place::of_cards();
    place.works(&["run", "planted-drop.toml", "--epochs", "1", "-q", "--out", "run"]);
    let ratio = |found: &Value, metric: &str| {
        let ratios = found["ratios"].as_array().unwrap().clone();
        ratios.into_iter().find(|ratio| ratio["metric"] == metric)
    };
    assert_eq!(ratio(&compared(&place, &["run"]), "cost"), None);
    place.write("prices.toml", "[model.flaky]\ninput = 1e6\noutput = 1e6\n");
    let found = compared(&place, &["run", "--prices", "prices.toml"]);
    // A dollar for each token, read or written.
    let (cost, tokens) = (ratio(&found, "cost").unwrap(), ratio(&found, "tokens").unwrap());
    for key in ["baseline", "candidate", "ratio"] {
        assert!((number(&cost[key]) - number(&tokens[key])).abs() < 1e-9, "{key}");
    }
    place.write("prices.toml", "[model.flaky]\ninput = 1e6\noutptu = 1e6\n");
    let said = place.flywheel(&["compare", "run", "--prices", "prices.toml"]).failure();
    assert!(said.contains("prices.toml:1:1") && said.contains("is it `outptu`"), "{said}");
    // What a price file lacks must not cost nothing.
    place.write("prices.toml", "[model.flakey]\ninput = 3\noutput = 15\n");
    for command in ["compare", "gate", "leaderboard", "profile"] {
        let said = place.flywheel(&[command, "run", "--prices", "prices.toml"]).failure();
        let wanted = "exit 2\nerror: prices.toml has no table `[model.flaky]`; did you mean it by \
                      `flakey`?";
        assert_eq!(said, wanted, "{command}");
    }
}

#[test]
fn the_markdown_holds_what_was_found() {
    let place = Place::of_cards();
    place.works(&["run", "planted-drop.toml", "--epochs", "1", "-q", "--out", "run"]);
    let said = place.works(&["compare", "run", "--markdown", "deep/down/found.md"]);
    assert!(said.stdout.contains("bare is worse"));
    let markdown = place.read("deep/down/found.md");
    let found = compared(&place, &["run"]);
    let points = format!("{:.1} points", 100.0 * number(&found["success"]["estimate"]));
    for words in ["`checked`", "`bare`", &points, "verifiers.on_fail"] {
        assert!(markdown.contains(words), "no {words} in\n{markdown}");
    }
}

#[test]
fn colour_is_as_it_was_asked_for_and_moves_nothing() {
    let place = card_runs();
    let said = |no_color: Option<&str>, when: Option<&str>, command: &str| {
        let mut line = Command::new(FLYWHEEL);
        line.args([command, "drop"]).args(when.map(|when| format!("--color={when}")));
        line.current_dir(place.path()).env_remove("NO_COLOR");
        line.envs(no_color.map(|value| ("NO_COLOR", value)));
        String::from_utf8(line.output().unwrap().stdout).unwrap()
    };
    for command in ["compare", "gate", "leaderboard", "profile"] {
        let plain = said(None, None, command);
        assert!(!plain.contains('\x1b'), "nobody looks at a pipe");
        assert_eq!(said(Some("1"), None, command), plain);
        assert_eq!(said(Some("1"), Some("never"), command), plain);
        let coloured = said(Some("1"), Some("always"), command);
        assert!(coloured.contains('\x1b'), "what is asked for by name outweighs NO_COLOR");
        // A head of nothing is coloured nothing at the end of a line.
        let stripped = console::strip_ansi_codes(&coloured);
        let lines: Vec<&str> = stripped.lines().map(str::trim_end).collect();
        assert_eq!(lines, plain.lines().collect::<Vec<_>>(), "{command}");
    }
}

/// Everything that a file of somebody else can name: an arm, a suite, a run, a note, tags, keys.
fn nasty_baseline(place: &Place) {
    place.works(&["baseline", "bless", "same", "--arm", "a", "--out", "nasty.json"]);
    place.edit("nasty.json", |baseline| {
        let nasty = "x\u{1b}[2J\u{7}\u{9b}31m\rx";
        for key in ["arm", "suite", "run_id", "note", "version", "model", "git_commit", "created"] {
            baseline[key] = nasty.into();
        }
        baseline["effective"][nasty] = nasty.into();
        baseline["results"][0]["tags"] = json!([nasty]);
        baseline["results"][0]["family"] = nasty.into();
    });
}

#[test]
fn names_from_a_file_of_somebody_else_do_not_steer_the_terminal() {
    let place = Place::of_cards();
    let nasty = "n\u{1b}[2J\u{7}n";
    place.works(&["run", "suite.toml", "--epochs", "2", "-q", "--out", "same"]);
    place.works(&["run", "suite.toml", "--epochs", "2", "-q", "--out", nasty]);
    nasty_baseline(&place);
    let nasty_arm = format!("{nasty}:q");
    let nowhere = format!("nowhere/{nasty}");
    let commands = [
        &["compare", "nasty.json", "same:a"][..],
        &["compare", "nasty.json", "same:a", "--all", "--markdown", "found.md"],
        &["compare", "same:a", "nasty.json"],
        &["compare", nasty],
        &["compare", nasty, "a", nasty],
        &["compare", &nasty_arm, "nasty.json"],
        &["compare", &nowhere],
        &["compare", nasty, "--prices", &nowhere],
        &["gate", "same", "--baseline", "nasty.json"],
        &["gate", "same", "--baseline", "nasty.json", "--candidate", "a", "--annotations"],
        &["gate", nasty],
        &["gate", nasty, "--candidate", nasty],
        &["gate", nasty, "--config", &nowhere],
        &["baseline", "show", "nasty.json"],
        &["baseline", "bless", nasty],
        &["baseline", "bless", nasty, "--arm", "a", "--out", &nowhere],
        &["leaderboard", nasty],
        &["profile", nasty],
        &["profile", nasty, "--arm", nasty],
        &["noise", nasty, "--arm", nasty],
        &["noise", nasty, "--out", "noise.json"],
        &["plan", "suite.toml", "--pilot", nasty],
        &["plan", nasty],
        &["trend", "."],
        &["trend", nasty],
    ];
    for command in commands {
        let said = place.flywheel(command);
        for text in [&said.stdout, &said.stderr] {
            let steers = |sign: char| sign.is_control() && sign != '\n';
            assert!(!text.contains(steers), "{command:?}: {text:?}");
        }
        assert!(!(said.stdout.is_empty() && said.stderr.is_empty()), "{command:?}");
    }
    let next = place.works(&["compare", nasty]).stdout;
    let next = next.lines().last().unwrap().strip_prefix("next: flywheel ").unwrap().to_owned();
    let typed = format!("{FLYWHEEL} {next}");
    let shown = Command::new("bash").args(["-c", &typed]).current_dir(place.path()).output();
    assert!(shown.unwrap().status.success(), "what is shown cannot be typed: {next}");
}

#[test]
fn the_command_that_is_shown_at_the_end_shows_a_trial() {
    let place = card_runs();
    for run in ["same", "drop"] {
        let said = place.works(&["compare", run]).stdout;
        let next = said.lines().last().unwrap().strip_prefix("next: flywheel ").unwrap();
        let words: Vec<&str> = next.split(' ').map(|word| word.trim_matches('\'')).collect();
        assert!(place.works(&words).stdout.contains("card"), "{next}");
    }
}

#[test]
fn two_arms_that_luck_alone_sets_apart() {
    let said = card_runs().works(&["compare", "same"]);
    assert_eq!(said.stderr, "");
    insta::with_settings!({ filters => REDACTIONS }, { insta::assert_snapshot!(said.stdout) });
}

#[test]
fn a_drop_that_was_planted() {
    let said = card_runs().works(&["compare", "drop"]);
    assert_eq!(said.stderr, "");
    insta::with_settings!({ filters => REDACTIONS }, { insta::assert_snapshot!(said.stdout) });
}
