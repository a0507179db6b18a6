//! Stopped early: what is in flight is finished, and the run can be read.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use eval_store::Run;
use eval_trace::RunStatus;

use crate::support::{FLYWHEEL, Place};

#[test]
fn an_interrupt_leaves_a_readable_run_that_says_it_is_incomplete() {
    let place = Place::new();
    let mut child = Command::new(FLYWHEEL)
        .args(["run", "suite.toml", "--epochs", "500", "--out", "run"])
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
    let run = Run::open(&place.path().join("run")).unwrap();
    let manifest = run.manifest();
    assert_eq!(manifest.status, RunStatus::Incomplete);
    assert!(manifest.finished > 0 && manifest.finished < manifest.planned);
    assert_eq!(run.trials().unwrap().count() as u64, manifest.finished);
    let last = run.trials().unwrap().last().unwrap().unwrap();
    assert!(!run.trace(last.id).unwrap().is_empty());

    let again = place.flywheel(&["run", "suite.toml", "--epochs", "500", "--out", "run"]);
    assert_eq!(again.code, 2);
    assert!(again.stderr.contains("did not finish"), "{}", again.stderr);
}
