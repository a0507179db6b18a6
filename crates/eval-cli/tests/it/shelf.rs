//! A folder of runs, made by hand: each as old and as large as a test wants it.

use std::fs;
use std::path::{Path, PathBuf};

use eval_store::{Durability, RunWriter};
use eval_trace::{Digest, Manifest, RunStatus, SCHEMA_VERSION, Shard, SourceFile, SuiteFacts};
use jiff::{SignedDuration, Timestamp};

use crate::support::{Place, Said};

/// What each run weighs, beside its manifest.
const FILLER: usize = 1_000_000;

/// A place with runs in it.
pub(crate) struct Shelf {
    pub(crate) place: Place,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        let place = Place::new();
        fs::create_dir(place.path().join("runs")).unwrap();
        Self { place }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.place.path().join("runs").join(name)
    }

    /// A finished run, begun so many days ago.
    pub(crate) fn complete(&self, name: &str, days: i64) {
        self.write(name, manifest(name, days)).finish().unwrap();
    }

    /// One that was left in the middle.
    pub(crate) fn stopped(&self, name: &str, days: i64) {
        drop(self.writing(name, days));
    }

    /// One that is being written as long as what comes back lives.
    pub(crate) fn writing(&self, name: &str, days: i64) -> RunWriter {
        self.write(name, Manifest { planned: 9, ..manifest(name, days) })
    }

    /// A shard that was left in the middle.
    pub(crate) fn shard(&self, name: &str, days: i64) {
        let shard = Some(Shard { index: 2, of: 3 });
        drop(self.write(name, Manifest { planned: 9, shard, ..manifest(name, days) }));
    }

    /// A finished run after something was done to its manifest's text.
    pub(crate) fn spoiled(&self, name: &str, days: i64, spoil: impl FnOnce(String) -> String) {
        self.complete(name, days);
        let file = self.path(name).join("manifest.json");
        fs::write(&file, spoil(fs::read_to_string(&file).unwrap())).unwrap();
    }

    pub(crate) fn latest_is(&self, name: &str) {
        std::os::unix::fs::symlink(name, self.path("latest")).unwrap();
    }

    pub(crate) fn flywheel(&self, arguments: &[&str]) -> Said {
        self.place.flywheel(arguments)
    }

    /// What lies among the runs, hidden things too.
    pub(crate) fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.place.path().join("runs")).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// The names in a list of a JSON answer.
    pub(crate) fn told(said: &Said, list: &str) -> Vec<String> {
        let json = said.json();
        let runs = json[list].as_array().unwrap().iter();
        runs.map(|run| run["run"].as_str().unwrap().to_owned()).collect()
    }

    fn write(&self, name: &str, manifest: Manifest) -> RunWriter {
        let dir = self.path(name);
        let writer = RunWriter::create(&dir, manifest, Durability::Process).unwrap();
        fill(&dir);
        writer
    }
}

/// Makes a folder weigh something.
pub(crate) fn fill(dir: &Path) {
    fs::write(dir.join("filler.parquet"), vec![0; FILLER]).unwrap();
}

fn manifest(run_id: &str, days: i64) -> Manifest {
    // An hour more, so that it is as many whole days ago all through a test.
    let hours = if days < 0 { days * 24 - 1 } else { days * 24 + 1 };
    let created = Timestamp::now() - SignedDuration::from_hours(hours);
    let hash = Digest::of_bytes(b"plan");
    let source = SourceFile { path: "suite.toml".to_owned(), text: String::new() };
    Manifest {
        schema_version: SCHEMA_VERSION,
        run_id: run_id.to_owned(),
        created: created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        status: RunStatus::Running,
        plan_hash: hash,
        instances_hash: hash,
        planned: 0,
        finished: 0,
        seed: 0,
        epochs: 1,
        selection: Vec::new(),
        shard: None,
        look: None,
        generations: Vec::new(),
        suite: SuiteFacts {
            name: "web".to_owned(),
            path: "suite.toml".to_owned(),
            source,
            max_infra: 0.05,
            max_turns: 6,
        },
        arms: Vec::new(),
        models: Vec::new(),
        scenarios: Vec::new(),
        version: "0.1.0".to_owned(),
        git_commit: None,
        tables: Vec::new(),
    }
}
