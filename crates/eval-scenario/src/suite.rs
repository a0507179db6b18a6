//! A suite: which scenarios, under which arms, how often.

use std::ops::Range;
use std::path::PathBuf;

use eval_toml::{Effective, Value};
use eval_trace::SourceFile;

use crate::{ModelSpec, Scenario};

/// A suite, its scenarios loaded.
#[derive(Clone, Debug)]
pub struct Suite {
    /// Its name.
    pub name: String,
    /// Its file, as given.
    pub path: PathBuf,
    /// Its text.
    pub source: SourceFile,
    /// The seed of trial luck, unless the command line says otherwise.
    pub seed: u64,
    /// How often each instance is repeated under each arm, unless its scenario
    /// says otherwise.
    pub epochs: u32,
    /// What bounds every trial and the run.
    pub limits: Limits,
    /// The scenarios.
    pub scenarios: Vec<SuiteScenario>,
    /// The models.
    pub models: Vec<ModelSpec>,
    /// The arms; the first is the baseline.
    pub arms: Vec<Arm>,
    /// Every value that was read, for `explain`.
    pub effective: Vec<Effective>,
}

/// `[limits]`: what bounds every trial and the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// How many times a model may be asked in one trial.
    pub max_turns: u32,
    /// The highest share of infra trials before the measurement is invalid.
    pub max_infra: f64,
}

/// `[[scenario]]` of a suite.
#[derive(Clone, Debug)]
pub struct SuiteScenario {
    /// The scenario.
    pub scenario: Scenario,
    /// The variants that take part.
    pub variants: Vec<String>,
    /// The instance seeds that take part.
    pub instances: Range<u64>,
    /// How often each instance is repeated, where that differs from the suite.
    pub epochs: Option<u32>,
    /// The split that these seeds belong to, where one is named.
    pub split: Option<String>,
}

/// `[[arm]]`: a harness and a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// Its name.
    pub name: String,
    /// The harness file, found from here.
    pub harness: PathBuf,
    /// The harness file, as the suite writes it.
    pub harness_as_written: String,
    /// What is laid over the harness, by dotted key.
    pub set: Vec<(String, Value)>,
    /// The model's name.
    pub model: String,
    /// Scenarios, variants or `scenario.variant`s that it is confined to.
    pub only: Option<Vec<String>>,
    /// Sets it apart from an arm of the same make; 0 where nothing does.
    pub stream: u64,
}

impl Arm {
    /// Whether the arm plays this variant of this scenario.
    #[must_use]
    pub fn plays(&self, scenario: &str, variant: &str) -> bool {
        let Some(only) = &self.only else { return true };
        only.iter().any(|word| names(word, scenario, variant))
    }
}

/// Whether a word of `only` names this variant of this scenario.
pub(crate) fn names(word: &str, scenario: &str, variant: &str) -> bool {
    word == variant
        || word == scenario
        || word.split_once('.').is_some_and(|parts| parts == (scenario, variant))
}
