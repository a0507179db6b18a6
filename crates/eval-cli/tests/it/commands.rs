//! The other commands: check, explain, dry runs, completions, help.

use crate::support::{Place, shipped, whole_run};

#[test]
fn check_proves_every_instance() {
    let place = Place::new();
    let said = place.flywheel(&["check", "suite.toml", "--format", "json"]);
    let found = said.json();
    let planned = place.flywheel(&["run", "suite.toml", "--dry-run", "--format", "json"]).json();
    let n_instances: u64 = planned["scenarios"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|scenario| scenario["instances"].as_object().unwrap().values())
        .map(|n| n.as_u64().unwrap())
        .sum();
    assert!(n_instances >= 50);
    assert_eq!(found["proved"], n_instances);
    assert_eq!(found["instances"], n_instances);
    assert_eq!(found["problems"], serde_json::json!([]));
}

/// The benchmark's suite names 100 000 instances. Its scenario is checked by
/// itself: the first fifty are about each of its services once.
#[test]
fn check_of_everything_that_is_shipped() {
    let place = Place::new();
    let folders =
        ["sre-triage", "bench-incident/root-cause", "bench-incident/harness", "many-shapes"];
    let folders = folders.map(|folder| shipped().join(folder).display().to_string());
    let mut check = vec!["check"];
    check.extend(folders.iter().map(String::as_str));
    let said = place.flywheel(&check);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("289 of 289 instances proved"), "{}", said.stdout);
}

#[test]
fn check_names_what_it_skips_and_does_not_walk_in_circles() {
    let place = Place::new();
    place.write("Cargo.toml", "[package]\nname = 'other'\n");
    std::os::unix::fs::symlink(place.path(), place.path().join("loop")).unwrap();
    let said = place.flywheel(&["check", "."]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert_eq!(said.stderr.trim_end(), "skipped ./Cargo.toml: no suite, scenario or harness");
    assert!(said.stdout.contains("5 files"), "{}", said.stdout);
}

#[test]
fn check_proves_the_variants_that_no_suite_takes() {
    let place = Place::new();
    place.replace(
        "suite.toml",
        "split = \"regression\"",
        "split = \"regression\"\nvariants = [\"read-only\", \"denied-repo\", \"denied-prose\", \"approved\", \"wrong-answer\", \"unknown-tool\"]",
    );
    place.replace("suite.toml", "[[arm]]\nname = \"bad-arguments\"\nharness = \"harness/five-components.toml\"\nmodel = \"scripted\"\nonly = [\"bad-arguments\"]\n", "");
    let said = place.flywheel(&["check", "."]);
    assert!(said.stdout.contains("67 of 67 instances proved"), "{} {}", said.stdout, said.stderr);
}

#[test]
fn check_finds_an_instance_that_can_be_guessed() {
    let place = Place::new();
    place.replace(
        "checkout/world.star",
        "    return diagnosis_gaps(",
        "    return [] and diagnosis_gaps(",
    );
    let said = place.flywheel(&["check", "suite.toml"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("the null agent succeeds"), "{}", said.stderr);
    assert!(said.stdout.contains("60 of 67 instances proved"), "{}", said.stdout);
}

#[test]
fn check_finds_an_oracle_that_fails() {
    let place = Place::new();
    place.replace("checkout/world.star", "        cause = CAUSE,", "        cause = \"gremlins\",");
    let said = place.flywheel(&["check", "suite.toml"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("the oracle fails: the cause is not gremlins"), "{}", said.stderr);
}

#[test]
fn check_finds_a_tool_that_lies() {
    let place = Place::new();
    place.replace(
        "pods.star",
        "    _must_exist(world, pod)\n    metrics =",
        "    _must_exist(world, pod)\n    world.put(\"seen\", pod, {\"times\": 1})\n    metrics =",
    );
    let said = place.flywheel(&["check", "checkout"]);
    assert_eq!(said.code, 2);
    assert!(
        said.stderr
            .contains("tool `get_metrics` is declared `mutating = false` and changed the world"),
        "{}",
        said.stderr
    );
}

#[test]
fn check_finds_a_world_that_runs_away() {
    let place = Place::new();
    place.replace(
        "checkout/world.star",
        "def claims(answer):",
        "def _forever():\n    return [a + b for a in range(100000) for b in range(100000)]\n\ndef claims(answer):",
    );
    place.replace(
        "checkout/world.star",
        "def check(world, answer):",
        "def check(world, answer):\n    _forever()",
    );
    let said = place.flywheel(&["check", "checkout"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("the world fails"), "{}", said.stderr);
}

#[test]
fn explain_tells_every_value_and_its_origin() {
    let place = Place::new();
    insta::assert_snapshot!(place.flywheel(&["explain", "harness/five-components.toml"]).stdout);
    let suite = place.flywheel(&["explain", "suite.toml"]).stdout;
    assert!(suite.contains("epochs = 5"));
    assert!(suite.contains("verifiers.on_fail = \"feedback\""), "{suite}");
    assert!(suite.contains("# arm `five-components`"), "{suite}");
    assert!(suite.contains("# default"), "{suite}");
}

#[test]
fn explain_reads_scenarios_too() {
    let place = Place::new();
    let said = place.flywheel(&["explain", "incident/scenario.toml", "--format", "json"]).json();
    let values = said["parts"][0]["values"].as_array().unwrap();
    let family = values.iter().find(|value| value["key"] == "family").unwrap();
    assert_eq!(family["value"], "\"sre-triage\"");
    assert!(family["origin"].as_str().unwrap().starts_with("incident/scenario.toml:"));
}

#[test]
fn a_dry_run_runs_nothing() {
    let place = Place::new();
    let said = place.flywheel(&["run", "suite.toml", "--dry-run"]);
    assert_eq!(said.code, 0);
    assert_eq!(place.left_behind(), Vec::<String>::new());
    insta::assert_snapshot!(said.stdout);
}

#[test]
fn the_plan_can_be_cut_down() {
    let place = Place::new();
    let trials = |arguments: &[&str]| -> u64 {
        let mut run = vec!["run", "suite.toml", "--dry-run", "--format", "json"];
        run.extend(arguments);
        place.flywheel(&run).json()["trials"].as_u64().unwrap()
    };
    assert_eq!(trials(&[]), 607);
    assert_eq!(trials(&["--epochs", "1"]), 127);
    assert_eq!(trials(&["--arm", "bare-loop"]), 300);
    assert_eq!(trials(&["--arm", "bare-loop", "--arm", "approved"]), 301);
    assert_eq!(trials(&["--filter", "incident*#17@"]), 10);
    assert_eq!(trials(&["--filter", "#17@2", "--arm", "bare-loop"]), 1);
    assert_eq!(trials(&["--limit", "5"]), 5);
}

#[test]
fn a_trial_for_programs_holds_every_text() {
    let (place, _) = whole_run();
    let said = place.flywheel(&["show", "whole", "read-only/checkout#0@0", "--format", "json"]);
    let trial = said.json();
    assert_eq!(trial["outcome"], "success");
    let texts = trial["texts"].as_object().unwrap();
    for event in trial["events"].as_array().unwrap() {
        if let Some(returned) = event["kind"].get("tool_returned") {
            let content = returned["returned"]["content"].as_str().unwrap();
            assert!(texts[content].is_string());
        }
    }
}

#[test]
fn no_colour_unless_this_is_a_terminal_or_it_is_asked_for() {
    let (place, _) = whole_run();
    let plain = place.flywheel(&["show", "whole"]).stdout;
    let coloured = place.flywheel(&["show", "whole", "--color", "always"]).stdout;
    assert!(!plain.contains('\x1b') && coloured.contains('\x1b'));
    let stripped = console::strip_ansi_codes(&coloured).into_owned();
    let without_ends = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(without_ends(&stripped), without_ends(&plain), "colour moves nothing");
}

#[test]
fn completions_for_three_shells() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish"] {
        let said = place.flywheel(&["completions", shell]);
        assert_eq!(said.code, 0);
        assert!(said.stdout.contains("dry-run"), "{shell}");
    }
}

#[test]
fn help_shows_the_commands_and_an_example() {
    let place = Place::new();
    let help = place.flywheel(&["--help"]);
    assert_eq!(help.code, 0);
    for command in ["run", "check", "explain", "show", "completions"] {
        assert!(help.stdout.contains(command), "{command}");
    }
    assert!(place.flywheel(&["run", "--help"]).stdout.contains("Examples:"));
    assert_eq!(place.flywheel(&["run", "--treads", "2"]).code, 2);
}

#[test]
fn a_reader_who_has_enough_is_no_error() {
    let (place, _) = whole_run();
    let line = format!("{} show whole read-only/checkout#0@0 | head -1", crate::support::FLYWHEEL);
    let output = std::process::Command::new("bash")
        .args(["-o", "pipefail", "-c", &line])
        .current_dir(place.path())
        .output()
        .unwrap();
    let said = place.said(&output);
    assert_eq!((said.code, said.stderr.as_str()), (0, ""));
}
