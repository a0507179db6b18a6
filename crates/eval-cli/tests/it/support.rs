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
        Self::with("sre-triage")
    }

    /// A copy of the two suites of aa-null: one without a difference, one with a drop of 20 points.
    pub(crate) fn of_cards() -> Self {
        Self::with("aa-null")
    }

    pub(crate) fn with(suite: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&shipped().join(suite), folder.path());
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

    /// What a command says that has to work.
    pub(crate) fn works(&self, arguments: &[&str]) -> Said {
        let said = self.flywheel(arguments);
        assert_eq!(said.code, 0, "{arguments:?}\n{}{}", said.stdout, said.stderr);
        said
    }

    pub(crate) fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path().join(file)).unwrap()
    }

    /// Changes a file of JSON. Of a manifest the seal is broken by that, which only `fsck` minds.
    pub(crate) fn edit(&self, file: &str, edit: impl FnOnce(&mut Value)) {
        let mut json: Value = serde_json::from_str(&self.read(file)).unwrap();
        edit(&mut json);
        self.write(file, &serde_json::to_string_pretty(&json).unwrap());
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

/// A run of each suite of aa-null, `same` and `drop`, shared by the tests that only read them.
pub(crate) fn card_runs() -> &'static Place {
    static RUNS: OnceLock<Place> = OnceLock::new();
    RUNS.get_or_init(|| {
        let place = Place::of_cards();
        place.works(&["run", "suite.toml", "-q", "--out", "same"]);
        place.works(&["run", "planted-drop.toml", "-q", "--out", "drop"]);
        place
    })
}

/// A run of the suite of many shapes, `shapes`, shared by the tests that only read it.
pub(crate) fn shapes_run() -> &'static Place {
    static RUN: OnceLock<Place> = OnceLock::new();
    RUN.get_or_init(|| {
        let place = Place::with("many-shapes");
        place.works(&["run", "suite.toml", "-q", "--out", "shapes"]);
        place
    })
}

/// Run ids, times and hashes as a person's eye skips them, for snapshots.
pub(crate) const REDACTIONS: [(&str, &str); 3] = [
    (r"\d{8}T\d{6}Z-[0-9a-f]{8}", "[RUN]"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "[TIME]"),
    (r"\b[0-9a-f]{8}\b", "[HASH]"),
];

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
