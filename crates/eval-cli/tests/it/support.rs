//! A place to run the program in.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

pub(crate) const FLYWHEEL: &str = env!("CARGO_BIN_EXE_flywheel");

/// The suites that are shipped.
pub(crate) fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios").canonicalize().unwrap()
}

/// A folder of one's own that holds a copy of the sre-triage suite.
pub(crate) struct Place {
    folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&shipped().join("sre-triage"), folder.path());
        Self { folder }
    }

    /// Beside that, `cheap.toml`: trials that are over at once, in three parts,
    /// the last of them smaller.
    pub(crate) fn of_cheap_trials() -> Self {
        let place = Self::new();
        let suite = "name = 'cheap'\n\
             [[scenario]]\npath = 'idle'\ninstances = { first = 0, count = 9000 }\n\
             [model.null]\nkind = 'null'\n\
             [[arm]]\nname = 'null'\nharness = 'idle/bare.toml'\nmodel = 'null'\n";
        let world = "TOOLS = []\n\
             def check(world, answer):\n    return []\n\
             def next_action(world, history):\n    return answer('done')\n\
             greedy_action = next_action\n";
        place.write("cheap.toml", suite);
        place.write("idle/scenario.toml", "name = 'idle'\nprompt = 'Nothing is to be done.'\n");
        place.write("idle/world.star", world);
        place.write("idle/bare.toml", "[loop]\nkind = 'react'\n");
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Replaces text in a file; what is not there cannot be replaced.
    pub(crate) fn replace(&self, file: &str, from: &str, to: &str) {
        let path = self.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no `{from}`");
        std::fs::write(path, text.replace(from, to)).unwrap();
    }

    pub(crate) fn flywheel(&self, arguments: &[&str]) -> Said {
        self.flywheel_in("", arguments)
    }

    pub(crate) fn flywheel_in(&self, folder: &str, arguments: &[&str]) -> Said {
        let output = Command::new(FLYWHEEL)
            .args(arguments)
            .current_dir(self.path().join(folder))
            .env_remove("NO_COLOR")
            .output()
            .unwrap();
        self.said(&output)
    }

    pub(crate) fn said(&self, output: &Output) -> Said {
        let redact = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            text.replace(&self.path().display().to_string(), "[DIR]")
        };
        Said {
            code: output.status.code().unwrap(),
            stdout: redact(&output.stdout),
            stderr: redact(&output.stderr),
        }
    }

    /// What lies in the folder besides the suite.
    pub(crate) fn left_behind(&self) -> Vec<String> {
        let suite = ["suite.toml", "pods.star", "checkout", "incident", "harness"];
        let mut names: Vec<String> = std::fs::read_dir(self.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| !suite.contains(&name.as_str()))
            .collect();
        names.sort();
        names
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// What a command said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{}", self.stderr);
        serde_json::from_str(&self.stdout).unwrap()
    }

    /// Exit code and stderr, as a user of a failing command sees them.
    pub(crate) fn failure(&self) -> String {
        assert_eq!(self.stdout, "", "a failing command has no result");
        format!("exit {}\n{}", self.code, self.stderr.trim_end())
    }
}

/// One run of the whole suite, shared by the tests that only read it.
pub(crate) fn whole_run() -> &'static (Place, Value) {
    static RUN: OnceLock<(Place, Value)> = OnceLock::new();
    RUN.get_or_init(|| {
        let place = Place::new();
        let run = ["run", "suite.toml", "--format", "json", "--out", "whole"];
        let summary = place.flywheel(&run).json();
        (place, summary)
    })
}

/// The arm of a summary.
pub(crate) fn arm<'a>(summary: &'a Value, name: &str) -> &'a Value {
    let arms = summary["arms"].as_array().unwrap();
    arms.iter().find(|arm| arm["name"] == name).unwrap_or_else(|| panic!("no arm {name}"))
}

/// Says that a test was skipped, past the test harness's capture.
pub(crate) fn skipped(why: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr().lock(), "SKIPPED: {why}");
}
