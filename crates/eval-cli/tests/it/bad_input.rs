//! Bad input gets a clear error, exit 2, and nothing half-written.

use crate::support::Place;

/// Runs the suite after something was done to it, and wants it refused with
/// nothing left behind.
fn refused(spoil: impl FnOnce(&Place)) -> String {
    let place = Place::new();
    spoil(&place);
    let before = place.left_behind();
    let said = place.flywheel(&["run", "suite.toml"]);
    assert_eq!(said.code, 2, "{}", said.stderr);
    assert_eq!(place.left_behind(), before, "something was half-written");
    said.failure()
}

#[test]
fn a_missing_file() {
    let place = Place::new();
    let said = place.flywheel(&["run", "swuite.toml"]);
    insta::assert_snapshot!(said.failure());
}

#[test]
fn toml_that_is_none() {
    insta::assert_snapshot!(refused(|place| place.replace("suite.toml", "seed = 7", "seed = = 7")));
}

#[test]
fn an_unknown_key() {
    insta::assert_snapshot!(refused(|place| place.replace("suite.toml", "seed = 7", "sede = 7")));
}

#[test]
fn an_unknown_key_in_an_override() {
    insta::assert_snapshot!(refused(|place| {
        place.replace("suite.toml", "\"verifiers.on_fail\"", "\"verifiers.on_fial\"");
    }));
}

#[test]
fn a_duplicate_arm() {
    insta::assert_snapshot!(refused(|place| {
        place.replace("suite.toml", "name = \"denied-repo\"", "name = \"read-only\"");
    }));
}

#[test]
fn a_tool_without_mutating() {
    insta::assert_snapshot!(refused(|place| {
        let file = "checkout/scenario.toml";
        place.replace(file, "restart_pod.mutating = true", "restart_pod = {}");
    }));
}

#[test]
fn a_tool_that_is_not_declared_at_all() {
    insta::assert_snapshot!(refused(|place| {
        place.replace("checkout/scenario.toml", "restart_pod.mutating = true\n", "");
    }));
}

#[test]
fn starlark_that_is_none() {
    insta::assert_snapshot!(refused(|place| {
        place.replace("checkout/world.star", "def claims(answer):", "def claims(answer:");
    }));
}

#[test]
fn starlark_that_names_what_is_not_there() {
    insta::assert_snapshot!(refused(|place| {
        place.replace("checkout/world.star", "TOOLS = [list_pods,", "TOOLS = [lst_pods,");
    }));
}

#[test]
fn arms_that_collide() {
    insta::assert_snapshot!(refused(|place| {
        let twin = "name = \"twin\"\nharness = \"harness/bare-loop.toml\"\nmodel = \"flaky\"\n";
        place.replace(
            "suite.toml",
            "[[arm]]\nname = \"bare-loop\"",
            &format!("[[arm]]\n{twin}only = [\"incident\"]\n\n[[arm]]\nname = \"bare-loop\""),
        );
    }));
}

#[test]
fn arms_that_a_stream_sets_apart() {
    let place = Place::new();
    let twin =
        "name = \"twin\"\nharness = \"harness/bare-loop.toml\"\nmodel = \"flaky\"\nstream = 1\n";
    place.replace(
        "suite.toml",
        "[[arm]]\nname = \"bare-loop\"",
        &format!("[[arm]]\n{twin}only = [\"incident\"]\n\n[[arm]]\nname = \"bare-loop\""),
    );
    let said = place.flywheel(&["run", "suite.toml", "--arm", "twin", "--arm", "bare-loop", "-q"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}

#[test]
fn a_scripted_arm_without_a_script() {
    insta::assert_snapshot!(refused(|place| {
        let from = "name = \"read-only\"\nharness = \"harness/five-components.toml\"\nmodel = \"scripted\"\nonly = [\"read-only\"]";
        place.replace(
            "suite.toml",
            from,
            &from.replace("only = [\"read-only\"]", "only = [\"incident\"]"),
        );
    }));
}

#[test]
fn an_unknown_arm_on_the_command_line() {
    let place = Place::new();
    insta::assert_snapshot!(place.flywheel(&["run", "suite.toml", "--arm", "five"]).failure());
}

#[test]
fn zero_trials_planned() {
    let place = Place::new();
    let said = place.flywheel(&["run", "suite.toml", "--filter", "no-such-thing"]);
    assert_eq!(said.code, 4);
    assert_eq!(place.left_behind(), Vec::<String>::new());
    insta::assert_snapshot!(said.failure());
}

#[test]
fn no_epochs_and_no_limit_are_nothing_to_run() {
    let place = Place::new();
    for nothing in ["--epochs", "--limit"] {
        assert_eq!(place.flywheel(&["run", "suite.toml", nothing, "0"]).code, 4);
    }
}

#[test]
fn an_out_that_holds_something_else() {
    let place = Place::new();
    place.write("notes/todo.txt", "do not lose this");
    let said = place.flywheel(&["run", "suite.toml", "--out", "notes"]);
    assert_eq!(said.code, 2);
    assert_eq!(std::fs::read_dir(place.path().join("notes")).unwrap().count(), 1);
    insta::assert_snapshot!(said.failure());
}

#[test]
fn an_out_that_holds_another_run() {
    let place = Place::new();
    let first = place.flywheel(&["run", "suite.toml", "--limit", "3", "--out", "run", "-q"]);
    assert_eq!(first.code, 0);
    let said =
        place.flywheel(&["run", "suite.toml", "--limit", "4", "--seed", "9", "--out", "run"]);
    assert_eq!(said.code, 2);
    assert!(
        said.stderr.contains("seed: there 7, here 9; trials: there 3, here 4"),
        "{}",
        said.stderr
    );
    // Fewer than there are is another run, too.
    let said = place.flywheel(&["run", "suite.toml", "--limit", "2", "--out", "run"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("trials: there 3, here 2"), "{}", said.stderr);
}

#[test]
fn an_out_that_holds_this_run_is_summed_up_again() {
    let place = Place::new();
    let run = || {
        place.flywheel(&["run", "suite.toml", "--limit", "3", "--out", "run", "--format", "json"])
    };
    let (first, again) = (run(), run());
    assert_eq!(first.json(), again.json());
    assert!(again.stderr.contains("nothing was run"), "{}", again.stderr);
}

#[test]
fn an_out_that_cannot_be_written() {
    let place = Place::new();
    place.write("file", "not a folder");
    let said = place.flywheel(&["run", "suite.toml", "--out", "file/run"]);
    assert_eq!(said.code, 2);
    insta::assert_snapshot!(said.failure());
}

#[test]
fn a_trial_that_is_not_there() {
    let place = Place::new();
    assert_eq!(
        place.flywheel(&["run", "suite.toml", "--limit", "8", "--out", "run", "-q"]).code,
        0
    );
    insta::assert_snapshot!(place.flywheel(&["show", "run", "nobody/incident#0@0"]).failure());
}

#[test]
fn a_run_that_is_not_there() {
    let place = Place::new();
    insta::assert_snapshot!(place.flywheel(&["show", "runs/latest"]).failure());
    insta::assert_snapshot!(place.flywheel(&["show", "harness"]).failure());
}

#[test]
fn too_much_infra_is_an_invalid_measurement() {
    let place = Place::new();
    place.replace("suite.toml", "p = 0.4", "p = 0.4\ninfra = 0.5");
    let said = place.flywheel(&["run", "suite.toml", "--arm", "bare-loop", "--epochs", "1", "-q"]);
    assert_eq!(said.code, 5, "{}", said.stderr);
    assert!(said.stdout.contains("INVALID"));
    assert!(said.stdout.contains("infra"), "{}", said.stdout);
}

/// A bug in a world is the trial's `infra`, and the run goes on.
#[test]
fn a_world_that_breaks_during_a_run() {
    let place = Place::new();
    place.replace(
        "incident/world.star",
        "    service = draw.choice(SERVICES)\n",
        "    service = draw.choice(SERVICES)\n    1 // draw.integer(0, 1)\n",
    );
    let run = ["run", "suite.toml", "--epochs", "1", "--format", "json", "--out", "run"];
    let said = place.flywheel(&run);
    assert_eq!(said.code, 5);
    let summary: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let bare = crate::support::arm(&summary, "bare-loop");
    let (infra, scored) = (bare["infra"].as_u64().unwrap(), bare["scored"].as_u64().unwrap());
    assert!(infra > 0 && scored > 0, "{bare}");
    assert_eq!(bare["dropped_instances"], infra);
    assert_eq!(crate::support::arm(&summary, "read-only")["success"], 1);
}
