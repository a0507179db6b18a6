//! Stopped early: what is in flight is finished, the run can be read, and the
//! command that is printed goes on with it.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use eval_store::Run;
use eval_trace::RunStatus;

use crate::support::{FLYWHEEL, Place};

#[test]
fn an_interrupt_leaves_a_readable_run_and_the_command_that_goes_on() {
    let place = Place::of_cheap_trials();
    let mut child = Command::new(FLYWHEEL)
        .args(["run", "cheap.toml", "--epochs", "3", "--threads", "1", "--out", "a run"])
        .current_dir(place.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The second line of progress comes when trials have been finished.
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("eta") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0, "it ended by itself");
    }
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupted.unwrap().success());
    let rest: Vec<String> = stderr.lines().map(Result::unwrap).collect();
    let output = child.wait_with_output().unwrap();

    assert_eq!(output.status.code(), Some(130));
    assert!(rest.iter().any(|line| line.starts_with("stopping: ")), "{rest:?}");
    assert!(String::from_utf8(output.stdout).unwrap().contains("INCOMPLETE"));
    let run = Run::open(&place.path().join("a run")).unwrap();
    let manifest = run.manifest();
    assert_eq!(manifest.status, RunStatus::Incomplete);
    assert!(manifest.finished > 0 && manifest.finished < manifest.planned);
    assert_eq!(run.trials().unwrap().count() as u64, manifest.finished);
    let last = run.trials().unwrap().last().unwrap().unwrap();
    assert!(!run.trace(last.id).unwrap().is_empty());

    let command = rest.iter().find_map(|line| line.strip_prefix("go on: flywheel ")).unwrap();
    assert_eq!(command, "run cheap.toml --epochs 3 --threads 1 --out 'a run'");
    let again =
        place.flywheel(&["run", "cheap.toml", "--epochs", "3", "--threads", "1", "--out", "a run"]);
    assert_eq!(again.code, 0, "{}", again.stderr);
    let there = format!("going on with a run: {} of 27000 trials there", manifest.finished);
    assert!(again.stderr.contains(&there), "{}", again.stderr);
    let run = Run::open(&place.path().join("a run")).unwrap();
    assert_eq!(run.manifest().status, RunStatus::Complete);
    assert!(run.manifest().tables.iter().all(|file| !file.provisional));
}
