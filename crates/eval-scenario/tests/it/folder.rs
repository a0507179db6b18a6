//! A folder with a suite in it that lasts as long as its test.

use std::path::PathBuf;

use eval_scenario::{LoadScenarioError, LoadSuiteError, Scenario, Suite, Variant};
use tempfile::TempDir;

/// A suite that loads.
pub(crate) const SUITE: &str = r#"
name = "web"
split = "train"

[[scenario]]
path = "search"

[model.oracle]
kind = "oracle"

[model.shaky]
kind = "flaky"

[[arm]]
name = "bare"
harness = "bare.toml"
model = "oracle"
"#;

/// Its scenario.
pub(crate) const SCENARIO: &str = r#"
name = "search"
prompt = "Find {what}."

[tools]
look.mutating = false
buy.mutating = true

[splits]
train = "0..100"
holdout = "100..120"

[variant.calm]

[variant.hurried]
params = { seconds = 5 }
"#;

pub(crate) const WORLD: &str = "TOOLS = []\n";

pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    _held: TempDir,
}

impl Folder {
    /// The suite above with its scenario and its harness.
    pub(crate) fn new() -> Self {
        let held = tempfile::tempdir().unwrap();
        let folder = Self { path: held.path().to_owned(), _held: held };
        folder
            .with("suite.toml", SUITE)
            .with("bare.toml", "")
            .with("search/scenario.toml", SCENARIO)
            .with("search/world.star", WORLD)
    }

    /// With this file, in the place of what was there.
    pub(crate) fn with(self, file: &str, text: &str) -> Self {
        let path = self.path.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn without(self, file: &str) -> Self {
        std::fs::remove_file(self.path.join(file)).unwrap();
        self
    }

    pub(crate) fn suite(&self) -> Suite {
        Suite::load(&self.path.join("suite.toml")).expect("the suite loads")
    }

    pub(crate) fn scenario(&self) -> Scenario {
        Scenario::load(&self.path.join("search")).expect("the scenario loads")
    }

    /// How the suite is refused, as a person sees it.
    pub(crate) fn refused(&self) -> String {
        let shown = match Suite::load(&self.path.join("suite.toml")) {
            Ok(suite) => panic!("it loads: {suite:?}"),
            Err(
                LoadSuiteError::Toml(error)
                | LoadSuiteError::Scenario(LoadScenarioError::Toml(error)),
            ) => error.render(false),
            Err(LoadSuiteError::Scenario(error)) => error.to_string(),
        };
        self.plain(&shown)
    }

    /// The text without the folder's name, which is another one each time.
    pub(crate) fn plain(&self, text: &str) -> String {
        text.replace(&self.path.display().to_string(), "[DIR]")
    }
}

/// The text with `instead` in the place of `word`.
pub(crate) fn change(text: &str, word: &str, instead: &str) -> String {
    assert!(text.contains(word), "`{word}` is in the text");
    text.replacen(word, instead, 1)
}

/// The suite with something more in it.
pub(crate) fn suite_with(more: &str) -> Suite {
    Folder::new().with("suite.toml", &format!("{SUITE}{more}")).suite()
}

/// The suite with one word changed.
pub(crate) fn suite_changed(word: &str, instead: &str) -> Suite {
    Folder::new().with("suite.toml", &change(SUITE, word, instead)).suite()
}

/// A scenario that says this besides its name and its prompt.
pub(crate) fn scenario(more: &str) -> Scenario {
    let text = format!("name = \"search\"\nprompt = \"Find it.\"\n{more}");
    Folder::new().with("search/scenario.toml", &text).scenario()
}

/// A variant of such a scenario.
pub(crate) fn variant(more: &str, name: &str) -> Variant {
    scenario(more).variants.remove(name).expect("the variant is declared")
}
