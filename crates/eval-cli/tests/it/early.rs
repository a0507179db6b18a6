//! `flywheel run --until-decided`: several looks, planned beforehand, and no more than it takes.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use eval_store::Run;
use eval_trace::{PlannedLook, RunStatus};
use serde_json::Value;

use crate::support::{FLYWHEEL, Place, Said};

/// What was said look by look.
fn looks(said: &Said) -> Vec<&str> {
    said.stderr.lines().filter(|line| line.starts_with("look ")).collect()
}

fn look_of(place: &Place, run: &str) -> Option<PlannedLook> {
    Run::open(&place.path().join(run)).unwrap().manifest().look
}

/// The bytes of the promised tables, by file.
fn tables(place: &Place, run: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = place.path().join(run);
    let manifest = Run::open(&folder).unwrap().manifest().clone();
    let promised = manifest.tables.into_iter().filter(|file| file.table != "timings");
    promised
        .map(|file| {
            let bytes = std::fs::read(folder.join(&file.file)).unwrap();
            (file.file, bytes)
        })
        .collect()
}

#[test]
fn a_drop_is_blocked_long_before_the_last_look() {
    let place = Place::of_cards();
    let run = ["run", "planted-drop.toml", "--until-decided", "-q", "--out", "run"];
    let said = place.works(&run);
    let looks = looks(&said);
    assert_eq!(looks.len(), 2, "{looks:?}");
    assert!(looks[0].starts_with("look 1 of 5, 72 trials: INCONCLUSIVE: "), "{}", looks[0]);
    assert!(
        looks[1].starts_with("look 2 of 5, 144 trials: BLOCK: bare against checked"),
        "{}",
        looks[1]
    );
    assert_eq!(look_of(&place, "run"), Some(PlannedLook { taken: 2, planned: 5 }));
    let last = said.stderr.lines().last().unwrap();
    assert_eq!(last, "the verdict whole: flywheel gate run");
    assert_eq!(place.flywheel(&["gate", "run"]).code, 1);

    // The same command again: nothing is run, and the same is said.
    let before = tables(&place, "run");
    let again = place.works(&run);
    assert!(again.stderr.contains("run already holds this run, finished; nothing was run"));
    assert!(again.stderr.contains("look 2 of 5, 144 trials: BLOCK: "), "{}", again.stderr);
    assert_eq!(tables(&place, "run"), before);
}

#[test]
fn a_look_is_judged_at_its_own_level() {
    let place = Place::of_cards();
    place.works(&["run", "planted-drop.toml", "--until-decided", "-q", "--out", "run"]);
    let json = |words: &[&str]| -> Value {
        serde_json::from_str(&place.flywheel(&[words, &["--format", "json"]].concat()).stdout)
            .unwrap()
    };
    let report = json(&["gate", "run"]);
    assert_eq!(report["look"], serde_json::json!({ "taken": 2, "planned": 5 }));
    let alpha = report["demanded"]["alpha"].as_f64().unwrap();
    // O'Brien and Fleming, K = 5 at 0.05: 1.751 √(5/2) = 2.769, so 0.0028 (statistics.md 3.4).
    assert!((alpha - 0.0028).abs() < 0.0001, "{alpha}");
    assert!(!report["warnings"].to_string().contains("look by look"));
    let human = place.flywheel(&["gate", "run"]).stdout;
    assert!(human.contains("one-sided bounds at 0.003, look 2 of 5;"), "{human}");
    // `compare` does not allow for looking, and says so.
    let warnings = json(&["compare", "run"])["warnings"].to_string();
    assert!(warnings.contains("stands at look 2 of 5: this interval does not allow for that"));
    // With a stricter gate, the level is a stricter one too.
    place.write("gate.toml", "alpha = 0.01\n");
    let strict = json(&["gate", "run", "--config", "gate.toml"]);
    assert!(strict["demanded"]["alpha"].as_f64().unwrap() < alpha);
}

#[test]
fn many_looks_at_luck_alone_block_nothing() {
    let place = Place::of_cards();
    let run = ["run", "suite.toml", "--until-decided", "--looks", "20", "-q", "--out", "run"];
    let said = place.works(&run);
    let looks = looks(&said);
    assert!(looks.iter().all(|look| !look.contains(": BLOCK: ")), "{looks:?}");
    assert!(looks.len() > 5, "peeking at 5 % each would have stopped early: {looks:?}");
    let last = looks.last().unwrap();
    assert!(last.contains(": PASS: ") || last.starts_with("look 20 of 20"), "{last}");
    let look = look_of(&place, "run").unwrap();
    assert_eq!((look.taken, look.planned), (u32::try_from(looks.len()).unwrap(), 20));
}

#[test]
fn all_looks_together_are_the_whole_plan() {
    let place = Place::of_cards();
    // A margin that no such run can show: it is looked at to the end.
    place.write("gate.toml", "[success]\nmargin_points = 0.1\n");
    let run = ["run", "suite.toml", "--epochs", "1", "-q"];
    let decide = ["--until-decided", "--looks", "3", "--gate", "gate.toml", "--out", "looks"];
    let said = place.works(&[&run[..], &decide, &["--format", "json"]].concat());
    assert_eq!(looks(&said).len(), 3);
    assert_eq!(said.json()["finished"], 120, "one summary, of all looks together");
    let last = said.stderr.lines().last().unwrap();
    assert_eq!(last, "the verdict whole: flywheel gate looks --config gate.toml");
    place.works(&[&run[..], &["--out", "whole"]].concat());
    let ids = |run: &str| {
        let mut ids = Run::open(&place.path().join(run)).unwrap().ids(u32::MAX).unwrap();
        ids.sort_unstable();
        ids
    };
    assert_eq!(ids("looks"), ids("whole"));
    // At the last look the level is nearly all there is.
    let report: Value =
        place.works(&["gate", "looks", "--config", "gate.toml", "--format", "json"]).json();
    let alpha = report["demanded"]["alpha"].as_f64().unwrap();
    assert!(0.04 < alpha && alpha < 0.05, "{alpha}");
}

/// The process may be gone after a look as well: here the first look was decided by another gate.
#[test]
fn a_run_left_between_looks_goes_on_as_if_undisturbed() {
    let place = Place::of_cards();
    place.write("lenient.toml", "[success]\nmargin_points = 95\n");
    let run = ["run", "planted-drop.toml", "--until-decided", "-q", "--out"];
    let left = place.works(&[&run[..], &["left", "--gate", "lenient.toml"]].concat());
    assert!(looks(&left)[0].contains("look 1 of 5, 72 trials: PASS: "), "{}", left.stderr);
    let resumed = place.works(&[&run[..], &["left"]].concat());
    assert!(
        resumed.stderr.contains("extending left: 72 of 144 trials there"),
        "{}",
        resumed.stderr
    );
    assert!(looks(&resumed).last().unwrap().contains("look 2 of 5, 144 trials: BLOCK: "));
    place.works(&[&run[..], &["undisturbed"]].concat());
    assert_eq!(tables(&place, "left"), tables(&place, "undisturbed"));
    assert_eq!(look_of(&place, "left"), look_of(&place, "undisturbed"));
}

#[test]
fn the_same_command_goes_on_among_the_other_runs_until_it_is_decided() {
    let place = Place::of_cards();
    place.write("lenient.toml", "[success]\nmargin_points = 95\n");
    let run = ["run", "planted-drop.toml", "--until-decided", "-q"];
    place.works(&[&run[..], &["--gate", "lenient.toml"]].concat());
    let runs = || std::fs::read_dir(place.path().join("runs")).unwrap().count();
    assert_eq!(runs(), 2, "the run and the link to it");
    let resumed = place.works(&run);
    assert!(resumed.stderr.contains("72 of 144 trials there"), "{}", resumed.stderr);
    assert!(looks(&resumed).last().unwrap().contains("look 2 of 5, 144 trials: BLOCK: "));
    assert_eq!(runs(), 2);
    // What is decided is done: the next one is a measurement of its own.
    place.works(&run);
    assert_eq!(runs(), 3);
}

#[test]
fn a_run_interrupted_within_a_look_goes_on_with_the_command_that_is_shown() {
    let place = Place::of_cards();
    place.replace("suite.toml", "count = 60", "count = 500");
    place.write("gate.toml", "[success]\nmargin_points = 0.1\n");
    let run = "run suite.toml --epochs 1 --threads 2 --until-decided --looks 2 --gate gate.toml";
    let words: Vec<&str> = run.split(' ').collect();
    let mut child = Command::new(FLYWHEEL)
        .args(&words)
        .args(["-q", "--out", "a run"])
        .current_dir(place.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("extending ") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0, "it ended by itself");
    }
    // The second look has begun once it has a journal of its own.
    while !place.path().join("a run/journal-00001").exists() {
        assert_eq!(child.try_wait().unwrap(), None, "it ended by itself");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupted.unwrap().success());
    let rest: Vec<String> = stderr.lines().map(Result::unwrap).collect();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{rest:?}");
    let there = Run::open(&place.path().join("a run")).unwrap().manifest().clone();
    assert_eq!(there.status, RunStatus::Incomplete);
    assert!((500..1000).contains(&there.finished), "{}", there.finished);
    assert_eq!(place.flywheel(&["gate", "a run"]).code, 5, "an unfinished look is not judged");

    let shown = rest.iter().find_map(|line| line.strip_prefix("go on: flywheel ")).unwrap();
    let mut expected: Vec<&str> = run.split(" --").collect();
    expected.push("out 'a run'");
    for word in expected {
        assert!(shown.contains(word), "no {word} in {shown}");
    }
    let typed = format!("{FLYWHEEL} {shown} -q");
    let again = Command::new("bash").args(["-c", &typed]).current_dir(place.path()).output();
    let again = place.said(&again.unwrap());
    assert_eq!(again.code, 0, "{}", again.stderr);
    assert!(again.stderr.contains("going on with a run: "), "{}", again.stderr);
    place.works(&[&words[..], &["-q", "--out", "undisturbed"]].concat());
    assert_eq!(tables(&place, "a run"), tables(&place, "undisturbed"));
}

#[test]
fn a_run_of_looks_stays_one() {
    let place = Place::of_cards();
    let looks = ["run", "planted-drop.toml", "-q", "--out", "run", "--until-decided"];
    place.works(&looks);
    let before = tables(&place, "run");
    for other in [
        &["run", "planted-drop.toml", "-q", "--out", "run"][..],
        &["run", "planted-drop.toml", "-q", "--out", "run", "--epochs", "9"],
        &[&looks[..], &["--looks", "4"]].concat(),
        &[&looks[..], &["--seed", "9"]].concat(),
    ] {
        let said = place.flywheel(other);
        assert_eq!(said.code, 2, "{other:?}: {}", said.stderr);
        assert!(said.stderr.starts_with("error: run holds another run ("), "{}", said.stderr);
    }
    assert_eq!(tables(&place, "run"), before);
    // Nor does a plain run become one of looks.
    place.works(&["run", "planted-drop.toml", "-q", "--out", "plain", "--epochs", "1"]);
    let said =
        place.flywheel(&["run", "planted-drop.toml", "-q", "--out", "plain", "--until-decided"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
}

#[test]
fn looks_that_cannot_be_are_refused_before_anything_runs() {
    let place = Place::of_cards();
    let run = |more: &[&str]| {
        let said = place.flywheel(&[&["run", "suite.toml", "-q"], more].concat());
        (said.code, said.stderr)
    };
    assert_eq!(run(&["--looks", "3"]).0, 2);
    assert_eq!(run(&["--until-decided", "--looks", "1"]).0, 2);
    assert_eq!(run(&["--until-decided", "--shard", "1/2"]).0, 2);
    assert_eq!(run(&["--until-decided", "--limit", "5"]).0, 2);
    place.write("typo.toml", "alhpa = 0.01\n");
    let (code, stderr) = run(&["--until-decided", "--gate", "typo.toml"]);
    assert!(code == 2 && stderr.contains("did you mean `alpha`?"), "{stderr}");
    place.write("arm.toml", "candidate = 'nobody'\n");
    let (code, stderr) = run(&["--until-decided", "--gate", "arm.toml"]);
    assert!(
        code == 2 && stderr.contains("no arm `nobody` to judge; there are: a, a-prime"),
        "{stderr}"
    );
    let (code, stderr) = run(&["--until-decided", "--arm", "a"]);
    assert!(code == 2 && stderr.contains("no other arm plays the instances of `a`"), "{stderr}");
    assert_eq!(run(&["--until-decided", "--filter", "nothing-like-it"]).0, 4);
    assert!(!place.path().join("runs").exists(), "something was run all the same");
}

#[test]
fn a_dry_run_of_looks_runs_nothing() {
    let place = Place::of_cards();
    let said = place.works(&["run", "suite.toml", "--until-decided", "--dry-run"]);
    assert!(said.stdout.contains("360"), "{}", said.stdout);
    assert!(!place.path().join("runs").exists());
}
