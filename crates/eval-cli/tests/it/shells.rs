//! The literal line, typed into real shells.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::{FLYWHEEL, Place, Said, skipped};

/// Types a line into a shell whose PATH holds the installed programs.
fn typed(shell: &str, line: &str) -> Option<(Place, Said)> {
    let place = Place::new();
    let installed = Path::new(FLYWHEEL).parent().unwrap();
    let path = format!("{}:{}", installed.display(), std::env::var("PATH").unwrap());
    let spawned = Command::new(shell)
        .arg("-s")
        .current_dir(place.path())
        .env("PATH", path)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = spawned else {
        skipped(&format!("there is no {shell} here to type `{line}` into"));
        return None;
    };
    child.stdin.take().unwrap().write_all(format!("{line}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = place.said(&output);
    Some((place, said))
}

fn the_literal_line_works_in(shell: &str) {
    let Some((place, said)) = typed(shell, "eval run suite.toml") else { return };
    assert_eq!(said.code, 0, "{shell}: {}", said.stderr);
    assert!(said.stdout.contains("five-components"), "{shell}: {}", said.stdout);
    assert!(place.path().join("runs/latest/manifest.json").is_file());
}

#[test]
fn eval_run_suite_toml_in_bash() {
    the_literal_line_works_in("bash");
}

#[test]
fn eval_run_suite_toml_in_zsh() {
    the_literal_line_works_in("zsh");
}

#[test]
fn eval_run_suite_toml_in_dash() {
    the_literal_line_works_in("dash");
}

#[test]
fn flags_and_exit_codes_come_through_the_builtin() {
    let line = "eval run suite.toml --filter nothing-is-named-so";
    let Some((_, said)) = typed("bash", line) else { return };
    assert_eq!(said.code, 4, "{}", said.stderr);
}

#[test]
fn the_three_names_are_one_program() {
    let place = Place::new();
    let version = |program: &str, arguments: &[&str]| {
        let output = Command::new(program).args(arguments).current_dir(place.path()).output();
        place.said(&output.unwrap())
    };
    let flywheel = version(FLYWHEEL, &["run", "suite.toml", "--dry-run"]);
    let eval = version(env!("CARGO_BIN_EXE_eval"), &["run", "suite.toml", "--dry-run"]);
    let run = version(env!("CARGO_BIN_EXE_run"), &["suite.toml", "--dry-run"]);
    assert_eq!((flywheel.code, eval.code, run.code), (0, 0, 0));
    assert_eq!(flywheel.stdout, eval.stdout);
    assert_eq!(flywheel.stdout, run.stdout);
}

#[test]
fn what_is_printed_for_typing_begins_with_flywheel() {
    let Some((_, said)) = typed("bash", "eval run suite.toml -q --limit 20") else { return };
    let typed: Vec<&str> = said.stdout.lines().filter(|line| line.contains(" show ")).collect();
    assert!(!typed.is_empty() && typed.iter().all(|line| line.contains("flywheel show")));
}

#[test]
fn usage_too_begins_with_flywheel() {
    let place = Place::new();
    for program in [FLYWHEEL, env!("CARGO_BIN_EXE_eval"), env!("CARGO_BIN_EXE_run")] {
        let output = Command::new(program).arg("--help").current_dir(place.path()).output();
        let help = place.said(&output.unwrap()).stdout;
        assert!(help.contains("Usage: flywheel"), "{program}: {help}");
    }
}
