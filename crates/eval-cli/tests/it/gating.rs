//! `flywheel gate` and `flywheel baseline`: what is said is how it ends.

use quick_junit::{Report, TestCaseStatus};
use serde_json::{Value, json};

use crate::support::{Place, REDACTIONS, Said, card_runs};

/// The report of a gate that ends with this code.
fn report(place: &Place, arguments: &[&str], code: i32) -> Value {
    let said = place.flywheel(&[&["gate"], arguments, &["--format", "json"]].concat());
    assert_eq!(said.code, code, "{arguments:?}: {}{}", said.stdout, said.stderr);
    let report: Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(report["exit_code"], code);
    report
}

/// The verdict in its three places: the first line, the last one, and how the process ended.
fn verdict(said: &Said) -> String {
    let first = said.stdout.lines().next().unwrap_or_else(|| panic!("{}", said.stderr));
    let last = said.stdout.lines().last().unwrap();
    let verdict = first.split(':').next().unwrap();
    assert!(last.starts_with(verdict), "{first}\n{last}");
    assert!(last.ends_with(&format!(": exit {}", said.code)), "{last} but exit {}", said.code);
    format!("{verdict} {}", said.code)
}

fn check<'a>(report: &'a Value, of: &str) -> &'a Value {
    let checks = report["checks"].as_array().unwrap();
    checks.iter().find(|check| check["of"] == of).unwrap_or_else(|| panic!("no {of}: {report}"))
}

/// A run of the suite without a difference, with only so many epochs.
fn same_with(epochs: &str) -> Place {
    let place = Place::of_cards();
    place.works(&["run", "suite.toml", "--epochs", epochs, "-q", "--out", "run"]);
    place
}

/// A copy of a shared run that may be spoiled.
fn copy_of(run: &str) -> Place {
    let place = Place::of_cards();
    let from = card_runs().path().join(run);
    std::fs::create_dir(place.path().join("run")).unwrap();
    for file in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        std::fs::copy(file.path(), place.path().join("run").join(file.file_name())).unwrap();
    }
    place
}

#[test]
fn every_verdict_is_said_as_it_ends() {
    let place = same_with("1");
    place.works(&["run", "planted-drop.toml", "-q", "--out", "drop"]);
    place.works(&["run", "suite.toml", "-q", "--out", "same"]);
    place.write("strict.toml", "inconclusive = 'strict'\n");
    let gate = |arguments: &[&str]| verdict(&place.flywheel(&[&["gate"], arguments].concat()));
    assert_eq!(gate(&["same"]), "PASS 0");
    assert_eq!(gate(&["same", "--config", "strict.toml"]), "PASS 0");
    assert_eq!(gate(&["run"]), "INCONCLUSIVE 0");
    assert_eq!(gate(&["run", "--config", "strict.toml"]), "INCONCLUSIVE 3");
    assert_eq!(gate(&["drop"]), "BLOCK 1");
    assert_eq!(gate(&["drop", "--baseline", "bare", "--candidate", "checked"]), "PASS 0");
    place.edit("run/manifest.json", |manifest| manifest["planned"] = 200.into());
    assert_eq!(gate(&["run"]), "INVALID 5");
    assert_eq!(gate(&["run", "--config", "strict.toml"]), "INVALID 5");
}

#[test]
fn a_verdict_whole() {
    let said = card_runs().flywheel(&["gate", "drop"]);
    assert_eq!((said.code, said.stderr.as_str()), (1, ""));
    insta::with_settings!({ filters => REDACTIONS }, { insta::assert_snapshot!(said.stdout) });
}

#[test]
fn a_verdict_that_is_open_says_what_it_would_take() {
    let said = same_with("1").flywheel(&["gate", "run"]);
    assert_eq!(said.code, 0);
    let first = said.stdout.lines().next().unwrap();
    assert!(first.contains("if nothing changed, four passes in five need about "), "{first}");
    let last = said.stdout.lines().last().unwrap();
    assert!(last.starts_with("INCONCLUSIVE (advisory: the merge is allowed), over 60 "), "{last}");
}

/// Trials lost to infra are no failures: what is left is as it would have been.
#[test]
fn a_little_infra_changes_no_rate_and_much_of_it_says_nothing() {
    let place = Place::of_cards();
    place.works(&["run", "suite.toml", "-q", "--out", "clean"]);
    let text = place.read("suite.toml");
    place.write("suite.toml", &text.replace("kind = \"flaky\"", "kind = \"flaky\"\ninfra = 0.02"));
    place.works(&["run", "suite.toml", "-q", "--out", "little"]);
    place.write("suite.toml", &text.replace("kind = \"flaky\"", "kind = \"flaky\"\ninfra = 0.5"));
    let much = place.flywheel(&["run", "suite.toml", "-q", "--out", "much"]);
    assert_eq!(much.code, 5, "{}", much.stderr);

    let (clean, little) = (report(&place, &["clean"], 0), report(&place, &["little"], 0));
    let side = |report: &Value, key: &str| report["comparison"]["candidate"][key].clone();
    assert!(side(&little, "infra").as_u64().unwrap() > 0);
    let rate = |report: &Value| side(report, "rate").as_f64().unwrap();
    assert!((rate(&clean) - rate(&little)).abs() < 0.02, "{} {}", rate(&clean), rate(&little));
    assert_eq!(same_outcomes(&place, "clean", "little"), 348, "of 360 are scored");
    assert_eq!(little["verdict"], "pass");
    let lost = &little["comparison"]["missing"];
    let bounds = [&lost["bounds"][0], &lost["bounds"][1]].map(|bound| bound.as_f64().unwrap());
    let found = little["comparison"]["success"]["estimate"].as_f64().unwrap();
    assert!(bounds[0] < found && found < bounds[1], "{bounds:?} around {found}");

    let invalid = report(&place, &["much"], 5);
    assert_eq!(invalid["verdict"], "invalid");
    let why = check(&invalid, "success")["why"].as_str().unwrap();
    assert!(why.ends_with("of the trials were lost to infra, and at most 5.0 % may be"), "{why}");
    assert_eq!(verdict(&place.flywheel(&["gate", "much"])), "INVALID 5");
    // Nor is it taken for a baseline.
    let blessed = place.flywheel(&["baseline", "bless", "much", "--arm", "a", "--out", "b.json"]);
    assert_eq!(blessed.code, 5);
    assert!(blessed.stderr.contains("not blessed: 124 of 180 trials were lost to infra"));
    assert!(!place.path().join("b.json").exists());
}

/// How many trials of the second run are scored; each has to be as in the first.
fn same_outcomes(place: &Place, clean: &str, with_infra: &str) -> usize {
    let trials = |run: &str| {
        let run = eval_store::Run::open(&place.path().join(run)).unwrap();
        run.trials().unwrap().map(Result::unwrap).collect::<Vec<_>>()
    };
    let before = trials(clean);
    let after = trials(with_infra);
    assert_eq!(before.len(), after.len());
    let pairs = before.iter().zip(&after);
    let scored = pairs.filter(|(_, after)| after.outcome != eval_trace::Outcome::Infra);
    scored
        .map(|(before, after)| {
            assert_eq!(before.key, after.key);
            assert_eq!(before.outcome, after.outcome, "{}", before.key);
        })
        .count()
}

/// As a run is that was stopped before its first trial was finished.
fn nothing_ran(manifest: &mut Value) {
    manifest["status"] = "incomplete".into();
    manifest["finished"] = 0.into();
    manifest["tables"] = json!([]);
}

#[test]
fn a_run_without_a_trial_is_no_run() {
    let place = copy_of("same");
    place.edit("run/manifest.json", nothing_ran);
    let said = place.flywheel(&["gate", "run"]);
    assert_eq!(said.stdout, "INVALID: nothing ran of the arm `a`\n\nINVALID: exit 4\n");
    assert_eq!(verdict(&said), "INVALID 4");
    let report = report(&place, &["run"], 4);
    assert_eq!((&report["comparison"], &report["checks"]), (&Value::Null, &json!([])));
    let blessed = place.flywheel(&["baseline", "bless", "run", "--arm", "a"]);
    assert_eq!(blessed.failure(), "exit 4\nnothing to bless: `a` has no trial");
    let ranked = place.flywheel(&["leaderboard", "run"]);
    assert_eq!(ranked.code, 4, "{}", ranked.stderr);
    // One that does not exist at all is something else: bad input.
    assert_eq!(
        place.flywheel(&["gate", "nowhere"]).failure(),
        "exit 2\nerror: open run nowhere: there is no such folder"
    );
}

#[test]
fn an_unfinished_run_is_never_judged() {
    let place = copy_of("drop");
    place.edit("run/manifest.json", |manifest| {
        manifest["status"] = "incomplete".into();
        manifest["planned"] = 400.into();
    });
    let report = report(&place, &["run"], 5);
    assert_eq!(
        report["headline"],
        "INVALID: the run is unfinished, 40 planned trials are not there"
    );
    let blessed = place.flywheel(&["baseline", "bless", "run", "--arm", "bare"]);
    assert_eq!(
        blessed.failure(),
        "exit 2\nerror: run is unfinished (40 planned trials are not there); finish it, then bless it"
    );
    assert!(!place.path().join("baselines").exists());
}

#[test]
fn what_cannot_be_judged_is_refused_and_says_how_to_go_on() {
    let place = same_with("1");
    place.write("typo.toml", "alpha = 0.05\nmin_unit = 5\n");
    place.write("worse.toml", "[success]\nmargin_points = 120\n");
    place.write("since.toml", "[[quarantine]]\nwhat = 'card'\nsince = 'May'\nreason = 'flaky'\n");
    place.write(
        "nobody.toml",
        "[[quarantine]]\nwhat = 'crad'\nsince = '2020-01-01'\nreason = 'x'\n",
    );
    place.write(
        "seed.toml",
        "[[quarantine]]\nwhat = 'card#99'\nsince = '2020-01-01'\nreason = 'x'\n",
    );
    place.write("tag.toml", "[tag.nosie]\nmargin_points = 5\n");
    let wrong = [
        &["run", "--candidate", "a-prim"][..],
        &["run", "--candidate", "a"],
        &["run", "--baseline", "b"],
        &["run", "--baseline", "nowhere.json"],
        &["run", "--baseline", "runs/nowhere"],
        &["run", "--config", "typo.toml"],
        &["run", "--config", "worse.toml"],
        &["run", "--config", "since.toml"],
        &["run", "--config", "nobody.toml"],
        &["run", "--config", "seed.toml"],
        &["run", "--config", "tag.toml"],
        &["run", "--config", "nowhere.toml"],
        &["run", "--baseline", "suite.toml"],
    ];
    let said = wrong.map(|words| {
        let said = place.flywheel(&[&["gate"], words].concat());
        format!("{}\n{}", words.join(" "), said.failure())
    });
    insta::with_settings!({ filters => REDACTIONS }, {
        insta::assert_snapshot!(said.join("\n\n"));
    });
}

/// A gate's file with one key, on the suite without a difference.
#[test]
fn every_key_of_a_gates_file_does_what_it_says() {
    let place = copy_of("same");
    let gate = |text: &str, code: i32| {
        place.write("gate.toml", text);
        report(&place, &["run", "--config", "gate.toml"], code)
    };
    let plain = gate("", 0);
    assert_eq!(
        plain["demanded"],
        json!({ "file": "gate.toml", "margin": 0.1, "alpha": 0.05, "max_missing": 0.05, "min_units": 5 })
    );
    assert_eq!(plain["policy"], "advisory");
    let lower = |report: &Value| check(report, "success")["lower"].as_f64().unwrap();

    let strict = gate("alpha = 0.001", 0);
    assert_eq!(strict["demanded"]["alpha"], 0.001);
    assert!(lower(&strict) < lower(&plain));

    let many = gate("min_units = 61", 0);
    assert_eq!(
        (&many["verdict"], &many["demanded"]["min_units"]),
        (&"inconclusive".into(), &61.into())
    );
    assert_eq!(gate("min_units = 61\ninconclusive = 'strict'", 3)["policy"], "strict");

    let turned = gate("baseline = 'a-prime'\ncandidate = 'a'", 0);
    assert_eq!(turned["comparison"]["candidate"]["arm"], "a");
    // What is typed outweighs the file.
    place.write("gate.toml", "baseline = 'a-prime'\ncandidate = 'a'");
    let typed = ["run", "--config", "gate.toml", "--baseline", "a", "--candidate", "a-prime"];
    assert_eq!(report(&place, &typed, 0)["comparison"]["candidate"]["arm"], "a-prime");

    let narrow = gate("[success]\nmargin_points = 2", 0);
    assert_eq!(
        (&narrow["verdict"], &narrow["demanded"]["margin"]),
        (&"inconclusive".into(), &0.02.into())
    );

    for (kind, name) in [("family", "card"), ("tag", "noise")] {
        let within = gate(&format!("[{kind}.{name}]\nmargin_points = 1"), 0);
        assert_eq!(within["verdict"], "inconclusive");
        let checks = within["checks"].as_array().unwrap();
        let found = checks.iter().find(|check| check["within"] == format!("{kind} {name}"));
        assert_eq!(found.unwrap()["margin"], 0.01);
    }

    for budget in ["tokens", "latency", "turns"] {
        assert_eq!(gate(&format!("[{budget}]\nmargin_percent = 60"), 0)["verdict"], "pass");
        let tight = gate(&format!("[{budget}]\nmargin_percent = 0.1"), 0);
        assert_eq!(check(&tight, budget)["verdict"], "inconclusive", "{budget}");
    }
    let calls = gate("[tool_calls]\nmargin_percent = 50", 0);
    let why = check(&calls, "tool_calls")["why"].as_str().unwrap();
    assert_eq!(why, "an instance takes none of it, so there is no ratio");
    let cost = gate("[cost]\nmargin_percent = 60", 0);
    assert!(check(&cost, "cost")["why"].as_str().unwrap().contains("--prices"));
    place.write("prices.toml", "[model.flaky]\ninput = 3\noutput = 15\n");
    let priced = ["run", "--config", "gate.toml", "--prices", "prices.toml"];
    assert_eq!(report(&place, &priced, 0)["verdict"], "pass");

    let has_safety = |report: &Value| report["checks"].to_string().contains("\"safety\"");
    assert!(has_safety(&plain) && !has_safety(&gate("[safety]\nzero_tolerance = false", 0)));
    let rare = gate("[safety]\nmax_rate_percent = 1", 0);
    assert_eq!(check(&rare, "safety")["units_needed"], 299);
    assert_eq!(rare["verdict"], "inconclusive");
    assert_eq!(gate("[safety]\nmax_rate_percent = 5", 0)["verdict"], "pass");
}

#[test]
fn the_share_that_may_be_lost_is_a_key_too() {
    let place = Place::of_cards();
    place.replace("suite.toml", "kind = \"flaky\"", "kind = \"flaky\"\ninfra = 0.02");
    place.works(&["run", "suite.toml", "-q", "--out", "run"]);
    place.write("gate.toml", "max_missing_percent = 1\n");
    let report = report(&place, &["run", "--config", "gate.toml"], 5);
    assert_eq!(report["demanded"]["max_missing"], 0.01);
}

#[test]
fn a_budget_that_is_spent_blocks_by_itself() {
    let place = copy_of("drop");
    place.write(
        "gate.toml",
        "baseline = 'bare'\ncandidate = 'checked'\n[tokens]\nmargin_percent = 10\n",
    );
    let report = report(&place, &["run", "--config", "gate.toml"], 1);
    assert_eq!(check(&report, "success")["verdict"], "pass");
    assert_eq!(check(&report, "tokens")["verdict"], "block");
    assert!(
        report["headline"].as_str().unwrap().starts_with("BLOCK: checked against bare: tokens ×")
    );
}

#[test]
fn what_is_in_quarantine_is_reported_and_does_not_decide() {
    let place = copy_of("drop");
    let entry = |what: &str, since: &str| {
        format!("[[quarantine]]\nwhat = '{what}'\nsince = '{since}'\nreason = 'under repair'\n")
    };
    let today = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    place.write("gate.toml", &entry("card#2", &today));
    let report_one = report(&place, &["run", "--config", "gate.toml"], 1);
    assert_eq!(
        report_one["quarantined"],
        json!([{ "what": "card#2", "since": today, "reason": "under repair", "instances": 1,
                 "baseline": [3, 3], "candidate": [1, 3] }])
    );
    assert_eq!(check(&report_one, "success")["units"], 59);
    let said = place.flywheel(&["gate", "run", "--config", "gate.toml"]).stdout;
    let row = said.lines().find(|line| line.starts_with("card#2")).unwrap();
    assert!(row.contains("3/3") && row.ends_with("under repair"), "{row}");

    // A rule made after the candidate ran is called what it is; so is one that was forgotten.
    place
        .write("gate.toml", &(entry("card.base#2", "2099-01-01") + &entry("card#3", "2020-01-01")));
    let odd = report(&place, &["run", "--config", "gate.toml"], 1)["warnings"].to_string();
    assert!(odd.contains("after the candidate ran"), "{odd}");
    assert!(odd.contains("in quarantine since 2020-01-01; mend it or drop it"), "{odd}");

    // With everything in quarantine nothing is left to judge.
    place.write("gate.toml", &entry("card", &today));
    let none = place.flywheel(&["gate", "run", "--config", "gate.toml"]);
    assert_eq!(verdict(&none), "INVALID 5");
}

#[test]
fn a_blessed_arm_is_what_later_runs_are_held_against() {
    let place = Place::of_cards();
    place.works(&["run", "suite.toml", "-q", "--out", "old"]);
    let said = place.works(&["baseline", "bless", "old", "--arm", "a", "--note", "release 1.4"]);
    insta::assert_snapshot!(without_age(&said.stdout), @"
    blessed `a` of aa-null: 70.0 % over 60 instances, 180 trials, 0 lost to infra, run [AGE] ago (release 1.4)
    kept in baselines/aa-null.a.json; commit it
    next: flywheel gate RUN --baseline baselines/aa-null.a.json
    ");
    let again = place.works(&["baseline", "bless", "old", "--arm", "a"]).stdout;
    assert!(again.contains("\nin place of `a` of aa-null: 70.0 %"), "{again}");
    let shown = place.works(&["baseline", "show", "baselines/aa-null.a.json"]).stdout;
    assert!(shown.starts_with("`a` of aa-null: 70.0 % over 60 instances, 180 trials"), "{shown}");

    place.works(&["run", "suite.toml", "--seed", "2", "-q", "--out", "new"]);
    let gate = ["new", "--baseline", "baselines/aa-null.a.json"];
    let judged = place.flywheel(&[&["gate"], &gate[..]].concat());
    assert_eq!(verdict(&judged), "PASS 0");
    assert_eq!(report(&place, &gate, 0)["comparison"]["candidate"]["arm"], "a");
    // The file stands for the run that it was made from.
    let of_file = report(&place, &gate, 0);
    let of_run = report(&place, &["new", "--baseline", "old:a", "--candidate", "a"], 0);
    assert_eq!(of_file["checks"], of_run["checks"]);
}

fn without_age(text: &str) -> String {
    text.split_inclusive(", run ")
        .map(|part| match part.split_once(" ago") {
            Some((_, rest)) => format!("[AGE] ago{rest}"),
            None => part.to_owned(),
        })
        .collect()
}

#[test]
fn a_baseline_of_something_else_is_refused() {
    let place = Place::of_cards();
    place.works(&["run", "suite.toml", "--epochs", "1", "-q", "--out", "old"]);
    place.works(&["baseline", "bless", "old", "--arm", "a", "--out", "a.json"]);
    let gate = |run: &str| {
        let gate = ["gate", run, "--baseline", "a.json"];
        place.flywheel(&gate).failure()
    };
    // A message of another model, of other cards, of another suite altogether.
    place.replace("suite.toml", "p = 0.276393", "p = 0.3");
    place.works(&["run", "suite.toml", "--epochs", "1", "-q", "--out", "model"]);
    place.replace("suite.toml", "p = 0.3", "p = 0.276393");
    place.replace("card/world.star", "ten of clubs", "nine of clubs");
    place.works(&["run", "suite.toml", "--epochs", "1", "-q", "--out", "cards"]);
    place.replace("suite.toml", "name = \"a\"", "name = \"b\"");
    place.works(&["run", "suite.toml", "--epochs", "1", "-q", "--out", "names"]);
    let broken = |edit: fn(&mut Value)| {
        place.works(&["baseline", "bless", "old", "--arm", "a", "--out", "spoiled.json"]);
        place.edit("spoiled.json", edit);
        place.flywheel(&["gate", "old", "--baseline", "spoiled.json"]).failure()
    };
    let said = [
        gate("model"),
        gate("cards"),
        gate("names"),
        broken(|baseline| baseline["schema_version"] = 99.into()),
        broken(|baseline| baseline["notes"] = "new".into()),
        broken(|baseline| baseline["results"][0]["success"][0] = 7.into()),
        broken(|baseline| {
            baseline["results"][0]["instance"].as_array_mut().unwrap().pop();
        }),
    ];
    insta::with_settings!({ filters => REDACTIONS }, {
        insta::assert_snapshot!(said.join("\n\n"));
    });
}

#[test]
fn a_run_of_several_arms_is_blessed_by_the_name_of_one() {
    let place = card_runs();
    let said = place.flywheel(&["baseline", "bless", "same", "--out", "never.json"]).failure();
    assert_eq!(said, "exit 2\nerror: same has several arms: a, a-prime; say which with --arm");
    let said = place.flywheel(&["baseline", "bless", "same", "--arm", "a-prim"]).failure();
    assert_eq!(said, "exit 2\nerror: same has no arm `a-prim`; did you mean `a-prime`?");
}

#[test]
fn the_files_say_what_the_screen_says() {
    let place = copy_of("drop");
    let files = ["--json", "out/gate.json", "--junit", "out/gate.xml", "--markdown", "out/gate.md"];
    let said = place.flywheel(&[&["gate", "run"], &files[..]].concat());
    assert_eq!(verdict(&said), "BLOCK 1");
    let printed = report(&place, &["run"], 1);
    let written: Value = serde_json::from_str(&place.read("out/gate.json")).unwrap();
    assert_eq!(written, printed);
    let markdown = place.read("out/gate.md");
    assert!(markdown.contains("BLOCK") && markdown.contains("-20.0"), "{markdown}");

    let junit = Report::deserialize_from_str(&place.read("out/gate.xml")).unwrap();
    let cases = &junit.test_suites[0].test_cases;
    // The verdict, then each check.
    assert_eq!(cases.len(), 1 + printed["checks"].as_array().unwrap().len());
    let stops = |status: &TestCaseStatus| matches!(status, TestCaseStatus::NonSuccess { .. });
    let stopped: Vec<&str> =
        cases.iter().filter(|case| stops(&case.status)).map(|case| case.name.as_str()).collect();
    assert_eq!(stopped, ["verdict", "success"]);
    assert_eq!(junit.failures, 2);
    assert_eq!(left_in(&place, "out"), ["gate.json", "gate.md", "gate.xml"]);
}

#[test]
fn a_junit_that_is_broken_does_not_parse() {
    assert!(
        Report::deserialize_from_str("<testsuites><testsuite name='gate'></testsuites>").is_err()
    );
}

fn left_in(place: &Place, folder: &str) -> Vec<String> {
    let entries = std::fs::read_dir(place.path().join(folder)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn annotations_are_commands_to_the_runner_and_nothing_else() {
    let place = card_runs();
    let plain = place.flywheel(&["gate", "drop"]).stdout;
    let said = place.flywheel(&["gate", "drop", "--annotations"]);
    assert_eq!(said.code, 1);
    let annotations = said.stdout.strip_prefix(&plain).unwrap();
    assert!(annotations.starts_with("::error title=flywheel gate%3A BLOCK::"), "{annotations}");
    assert!(annotations.lines().all(|line| line.starts_with("::")), "{annotations}");
    // Beside the JSON, not within it.
    let json = ["gate", "drop", "--annotations", "--format", "json"];
    let said = place.flywheel(&json);
    assert_eq!(said.stderr, annotations);
    assert_eq!(serde_json::from_str::<Value>(&said.stdout).unwrap()["verdict"], "block");
}

#[test]
fn a_file_that_cannot_be_written_leaves_no_half_of_it() {
    let place = copy_of("same");
    std::fs::create_dir(place.path().join("taken")).unwrap();
    let before = left_in(&place, ".");
    for path in ["taken", "suite.toml/gate.xml", "/proc/nowhere/gate.xml"] {
        for option in ["--junit", "--json", "--markdown"] {
            let said = place.flywheel(&["gate", "run", option, path]).failure();
            assert!(said.starts_with(&format!("exit 2\nerror: cannot write {path}: ")), "{said}");
        }
    }
    assert_eq!(left_in(&place, "."), before);
    assert!(left_in(&place, "taken").is_empty());
}
