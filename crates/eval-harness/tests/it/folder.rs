//! A folder of harness files that lasts as long as its test.

use std::path::{Path, PathBuf};

use eval_harness::{HarnessConfig, LoadHarnessError, LoadedHarness, Override};
use eval_toml::Value;
use tempfile::TempDir;

pub(crate) struct Folder {
    /// Without links in it, as messages have it.
    path: PathBuf,
    _held: TempDir,
}

impl Folder {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let held = tempfile::tempdir().unwrap();
        let path = held.path().canonicalize().unwrap();
        for (name, text) in files {
            let file = path.join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        }
        Self { path, _held: held }
    }

    pub(crate) fn load(&self, name: &str) -> LoadedHarness {
        self.try_load(name, &[]).expect("the harness loads")
    }

    pub(crate) fn load_over(&self, name: &str, overrides: &[Override]) -> LoadedHarness {
        self.try_load(name, overrides).expect("the harness loads")
    }

    /// How the harness is refused, as a person sees it.
    pub(crate) fn refused(&self, name: &str, overrides: &[Override]) -> String {
        self.plain(&match self.try_load(name, overrides) {
            Ok(loaded) => panic!("it loads: {:?}", loaded.config),
            Err(LoadHarnessError::Toml(error)) => error.render(false),
            Err(error @ LoadHarnessError::Circle(_)) => error.to_string(),
        })
    }

    /// The values that hold, each with where it came from.
    pub(crate) fn effective(&self, loaded: &LoadedHarness) -> String {
        let line = |value: &eval_toml::Effective| {
            self.plain(&format!("{} = {} ({})\n", value.path, value.value, value.origin))
        };
        loaded.effective.iter().map(line).collect()
    }

    fn try_load(
        &self,
        name: &str,
        overrides: &[Override],
    ) -> Result<LoadedHarness, LoadHarnessError> {
        HarnessConfig::load(&self.path.join(name), overrides)
    }

    /// The text without the folder's name, which is another one each time.
    fn plain(&self, text: &str) -> String {
        text.replace(&self.path.display().to_string(), "[DIR]")
    }
}

/// The harness of a single file.
pub(crate) fn harness(text: &str) -> HarnessConfig {
    Folder::new(&[("harness.toml", text)]).load("harness.toml").config
}

/// How the harness of a single file is refused.
pub(crate) fn refused(text: &str) -> String {
    Folder::new(&[("harness.toml", text)]).refused("harness.toml", &[])
}

/// A value that an arm lays over its harness.
pub(crate) fn over(key: &str, value: impl Into<Value>) -> Override {
    Override { key: key.to_owned(), value: value.into(), origin: "arm `strict`".to_owned() }
}

/// The harness files of the shipped suite.
pub(crate) fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/sre-triage/harness")
}
