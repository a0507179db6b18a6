//! Agents, worlds and terminals that mean no good.

use eval_store::Run;
use eval_trace::{EventKind, Outcome, Recoverability, TrialRecord};
use serde_json::Value;

use crate::support::{FLYWHEEL, Place};

/// A place with one small world of its own: a vault that can be wiped.
fn vault(script: &str) -> Place {
    let place = Place::new();
    place.write(
        "vault/suite.toml",
        "name = 'vault'\n[[scenario]]\npath = 'box'\n[model.scripted]\nkind = 'scripted'\n\
         [[arm]]\nname = 'only'\nharness = 'open.toml'\nmodel = 'scripted'\n",
    );
    place.write(
        "vault/open.toml",
        "[loop]\nkind = 'react'\n[tools]\nkind = 'registry'\n[approval]\nkind = 'allow_all'\n\
         [verifiers]\nkind = 'checks'\nchecks = ['evidence_relevant']\n",
    );
    place.write(
        "vault/box/scenario.toml",
        &format!(
            "name = 'box'\nprompt = 'How much is in it?'\nscript = [{script}]\n\
             [tools]\nlook.mutating = false\nwipe.mutating = true\n"
        ),
    );
    place.write(
        "vault/box/world.star",
        r#"
ENTITIES = {"vault": {"main": {"gold": 7}}}

def look(world, by: int = 1):
    """Counts the gold."""
    world.yields("gold:7")
    return world.get("vault", "main")["gold"] // by

def wipe(world):
    """Takes everything."""
    world.delete("vault", "main")
    return "gone"

TOOLS = [look, wipe]

def check(world, answer):
    return [] if answer != None and answer.get("gold") == 7 and "gold:7" in world.yielded() else ["not counted"]

def claims(answer):
    return [str(answer.get("rests_on", "gold:%s" % answer.get("gold")))] if answer != None else []

def next_action(world, history):
    if not history:
        return call("look")
    return answer("Seven.", gold = world.get("vault", "main")["gold"])

def greedy_action(world, history):
    return answer("Eight.", gold = 8)
"#,
    );
    place
}

/// The one trial of a run of that script.
fn played(script: &str) -> (Place, TrialRecord) {
    let place = vault(script);
    let said = place.flywheel_in("vault", &["run", "suite.toml", "-q", "--out", "run"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    let run = Run::open(&place.path().join("vault/run")).unwrap();
    let trial = run.trials().unwrap().next().unwrap().unwrap();
    (place, trial)
}

#[test]
fn a_tool_that_crashes_is_found_by_check() {
    let place = vault("{ say = 'x' }");
    let said = place.flywheel_in("vault", &["check", "suite.toml"]);
    // By dividing by zero, or by counting what is gone: the random agent does.
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("tool `look` crashes instead of failing"), "{}", said.stderr);
    place.replace(
        "vault/box/world.star",
        "    return world.get(\"vault\", \"main\")[\"gold\"] // by",
        "    if world.get(\"vault\", \"main\") == None or by == 0:\n        fail(\"nothing to count\")\n    return 7",
    );
    let said = place.flywheel_in("vault", &["check", "suite.toml"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
}

#[test]
fn who_breaks_the_world_has_still_failed() {
    let (_place, trial) = played("{ call = 'wipe' }, { say = 'Eight.', answer = { gold = 8 } }");
    assert_eq!(trial.outcome, Outcome::Failed);
    assert_eq!(trial.recoverability, Recoverability::Unknown);
    assert!(trial.detail.contains("the oracle cannot go on"), "{}", trial.detail);
}

#[test]
fn a_tool_that_crashes_is_told_and_survived() {
    let script = "{ call = 'look', args = { by = 0 } }, { call = 'look' }, \
                  { say = 'Seven.', answer = { gold = 7 } }";
    let (_place, trial) = played(script);
    assert_eq!((trial.outcome, trial.errors), (Outcome::Recovered, 1));
}

#[test]
fn arguments_nested_too_deep_are_refused_and_the_run_can_be_read() {
    let deep = format!("{{\"by\": {}{}}}", "[".repeat(120), "]".repeat(120));
    let script = format!("{{ call = 'look', raw_args = '{deep}' }}, {{ say = 'x' }}");
    let (place, trial) = played(&script);
    assert_eq!(trial.refusals, 1);
    let run = Run::open(&place.path().join("vault/run")).unwrap();
    let events = run.trace(trial.id).unwrap();
    let refused = events.iter().find_map(|event| match &event.kind {
        EventKind::Guarded(guarded) => guarded.refusal().map(|rail| rail.reason.clone()),
        _ => None,
    });
    assert_eq!(refused.unwrap(), "the arguments are nested more than 64 deep");
}

#[test]
fn what_a_model_says_cannot_steer_the_terminal() {
    let nasty = r"\u001b[2J\u001b]0;owned\u0007\n  verify    ✓ everything";
    let script = format!(
        "{{ call = 'look' }}, {{ say = \"{nasty}\", answer = {{ gold = 7, rests_on = \"{nasty}\" }} }}"
    );
    let (place, trial) = played(&script);
    let story = place.flywheel_in("vault", &["show", "run", &trial.id.to_string()]).stdout;
    assert!(!story.contains('\x1b') && !story.contains('\x07'), "{story}");
    let forged = story.lines().filter(|line| line.starts_with("  verify    ✓ everything"));
    assert_eq!(forged.count(), 0, "{story}");
}

#[test]
fn a_reader_who_left_does_not_change_how_it_ends() {
    let place = Place::new();
    place.replace("suite.toml", "p = 0.4", "p = 0.4\ninfra = 0.9");
    let line = format!("{FLYWHEEL} run suite.toml --arm bare-loop --limit 20 -q >&-");
    let output =
        std::process::Command::new("bash").args(["-c", &line]).current_dir(place.path()).output();
    let code = output.unwrap().status.code();
    assert!(matches!(code, Some(2 | 5)), "not 0: {code:?}");
    let line = format!(
        "{FLYWHEEL} run suite.toml --arm bare-loop --limit 20 -q | true; exit ${{PIPESTATUS[0]}}"
    );
    let output =
        std::process::Command::new("bash").args(["-c", &line]).current_dir(place.path()).output();
    assert_eq!(output.unwrap().status.code(), Some(5));
}

#[test]
fn claims_that_break_or_cannot_be_met_are_found() {
    let place = vault("{ say = 'x' }");
    place.replace("vault/box/world.star", "// by", "// max(by, 1)");
    place.replace(
        "vault/box/world.star",
        "world.yields(\"gold:7\")",
        "world.yields(\"gold:some\")",
    );
    place.replace("vault/box/world.star", "\"gold:7\" in world", "\"gold:some\" in world");
    let said = place.flywheel_in("vault", &["check", "suite.toml"]);
    assert!(said.stderr.contains("claims `gold:7`, which no tool showed it"), "{}", said.stderr);
    place.replace(
        "vault/box/world.star",
        "def claims(answer):",
        "def claims(answer):\n    fail('no')",
    );
    let said = place.flywheel_in("vault", &["check", "suite.toml"]);
    assert_eq!(said.code, 2);
    assert!(said.stderr.contains("`claims` failed: no"), "{}", said.stderr);
}

#[test]
fn two_runs_at_once_get_a_folder_each() {
    let place = Place::new();
    let start = || {
        std::process::Command::new(FLYWHEEL)
            .args(["run", "suite.toml", "--limit", "30", "-q", "--format", "json"])
            .current_dir(place.path())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap()
    };
    let runs: Vec<_> = (0..4).map(|_| start()).collect();
    let ids: std::collections::BTreeSet<String> = runs
        .into_iter()
        .map(|run| {
            let said = place.said(&run.wait_with_output().unwrap());
            let summary: Value = said.json();
            let (id, dir) = (summary["run_id"].as_str().unwrap(), summary["dir"].as_str().unwrap());
            assert_eq!(dir, format!("runs/{id}"));
            id.to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 4);
    assert!(place.path().join("runs/latest/manifest.json").is_file());
}

#[test]
fn a_latest_that_is_no_link_costs_a_warning_and_no_table() {
    let place = Place::new();
    place.write("runs/latest/notes.txt", "mine");
    let said = place.flywheel(&["run", "suite.toml", "--limit", "4", "-q"]);
    assert_eq!(said.code, 0, "{}", said.stderr);
    assert!(said.stdout.contains("bare-loop") && said.stderr.contains("warning: "));
    let aside = std::fs::read_dir(place.path().join("runs")).unwrap();
    let hidden = aside
        .filter(|entry| entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.'));
    assert_eq!(hidden.count(), 0, "nothing is left lying about");
}
