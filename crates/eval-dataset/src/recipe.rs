//! What to export: a recipe, from its file or from the command line.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use eval_formats::{Format, Template};
use eval_tokens::Counter;
use eval_toml::{Document, Section, TomlError};
use eval_trace::Outcome;
use serde::{Deserialize, Serialize};

use crate::preset::Preset;

/// Everything that decides what an export of given runs holds. The keys of its file stand in
/// `docs/export.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// The trainer's format.
    pub format: Format,
    /// Whether the rows go into Parquet, in columns of strings, instead of JSON lines.
    pub parquet: bool,
    /// What is made of the trials; what the format suggests unless given.
    pub preset: Option<Preset>,
    /// Which trials.
    pub select: Select,
    /// What is kept out of them.
    pub clean: Clean,
    /// How long a row may be.
    pub length: Length,
    /// What may be done with the words of each model.
    pub licences: BTreeMap<String, Licence>,
    /// The share of rows, in percent, whose families are kept for validation.
    pub validation_percent: f64,
    /// Take what simulated models said, too.
    pub allow_simulated: bool,
    /// Take failures that nobody has shown to be the model's own.
    pub all_failures: bool,
    /// The chat template that the student has.
    pub target_template: Option<&'static Template>,
    /// The harness that the student will run under; its rendering takes the place of the
    /// recorded one.
    pub student: Option<PathBuf>,
}

/// Which trials are taken; an empty list is no demand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Select {
    /// Arms by name.
    pub arms: Vec<String>,
    /// Models by name.
    pub models: Vec<String>,
    /// Families by name.
    pub families: Vec<String>,
    /// Scenarios by name.
    pub scenarios: Vec<String>,
    /// Outcomes, beside what the preset demands.
    pub outcomes: Vec<Outcome>,
    /// Splits; `train` and what belongs to none unless given. Never `holdout` or `canary`.
    pub splits: Vec<String>,
    /// Classes that failures are attributed to; `model` unless all are taken.
    pub classes: Vec<String>,
    /// Failure modes.
    pub modes: Vec<String>,
    /// Only instances that this share of their trials passed, or more.
    pub min_pass_rate: Option<f64>,
    /// Only instances that this share of their trials passed, or less.
    pub max_pass_rate: Option<f64>,
    /// Only trials that the success check scored so high, of 0 and 1.
    pub min_score: Option<f64>,
    /// Only trials that the success check scored so low, of 0 and 1.
    pub max_score: Option<f64>,
    /// Only trials of so many turns or more.
    pub min_turns: Option<u32>,
    /// Only trials of so many turns or fewer.
    pub max_turns: Option<u32>,
    /// At most so many rows of a scenario, the first in plan order.
    pub per_scenario: Option<u64>,
    /// As many trials of each of these as of the rarest.
    pub balance: Option<Balance>,
}

/// What is balanced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Balance {
    /// Families.
    Family,
    /// Scenarios.
    Scenario,
    /// Successes and failures.
    Outcome,
}

/// What is kept out of the rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Clean {
    /// What to do with rows that say nearly the same.
    pub near_duplicates: NearDuplicates,
    /// From which Jaccard similarity on two texts are nearly the same.
    pub jaccard: f64,
    /// Whether tasks are held against the tasks of held-out instances, as texts.
    pub decontaminate: bool,
    /// Runs of held-out instances, beside those among the exported runs.
    pub holdout: Vec<PathBuf>,
    /// Families that are held out whole.
    pub holdout_families: Vec<String>,
    /// Whether secrets are redacted.
    pub secrets: bool,
    /// Whether personal data are redacted.
    pub personal: bool,
}

/// What to do with rows that say nearly the same as one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NearDuplicates {
    /// Do not look for them.
    Off,
    /// Count them.
    Report,
    /// Keep the first of them.
    Drop,
}

/// How long a row may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Length {
    /// In tokens.
    pub max_tokens: Option<u64>,
    /// What becomes of longer rows.
    pub over: OverLength,
    /// The token counter: its name, or a `tokenizer.json`.
    pub tokenizer: String,
}

/// What becomes of a row that is too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OverLength {
    /// It is left out.
    Drop,
    /// A conversation loses turns from its end, whole ones; anything else is left out.
    Cut,
}

/// What may be done with the words of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    /// Its name, as in `apache-2.0`.
    pub licence: String,
    /// Whether other models may be trained on them.
    pub training: bool,
}

impl Recipe {
    /// The recipe that asks for a format and for nothing else.
    pub fn plain(format: Format) -> Self {
        Self {
            format,
            parquet: false,
            preset: None,
            select: Select::default(),
            clean: Clean::default(),
            length: Length::default(),
            licences: BTreeMap::new(),
            validation_percent: 10.0,
            allow_simulated: false,
            all_failures: false,
            target_template: None,
            student: None,
        }
    }

    /// What is made of the trials.
    pub fn preset(&self) -> Preset {
        self.preset.unwrap_or_else(|| Preset::of_shape(self.format.shape()))
    }

    /// Reads a recipe's file. A format on the command line takes the place of its own. Paths in
    /// it are relative to its folder.
    pub fn load(path: &Path, format: Option<Format>) -> Result<Self, TomlError> {
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::read(&Document::load(path)?, format, folder)
    }

    /// Reads a recipe.
    pub fn read(
        document: &Document,
        format: Option<Format>,
        folder: &Path,
    ) -> Result<Self, TomlError> {
        let mut root = document.read();
        let own = named(&mut root, "format", Format::ALL, Format::name)?;
        let format = format.or(own).ok_or_else(|| root.missing("format"))?;
        let plain = Self::plain(format);
        let recipe = Self {
            parquet: root.or("parquet", false)?,
            preset: named(&mut root, "preset", Preset::ALL, Preset::name)?,
            validation_percent: percent(&mut root, "validation_percent")?
                .unwrap_or(plain.validation_percent),
            allow_simulated: root.or("allow_simulated", false)?,
            all_failures: root.or("all_failures", false)?,
            target_template: template(&mut root)?,
            student: root.optional::<String>("student")?.map(|path| folder.join(path)),
            select: read_select(&mut root)?,
            clean: read_clean(&mut root, folder)?,
            length: read_length(&mut root, folder)?,
            licences: read_licences(&mut root)?,
            ..plain
        };
        root.finish()?;
        Ok(recipe)
    }
}

impl Default for Clean {
    fn default() -> Self {
        Self {
            near_duplicates: NearDuplicates::Report,
            jaccard: 0.8,
            decontaminate: true,
            holdout: Vec::new(),
            holdout_families: Vec::new(),
            secrets: true,
            personal: true,
        }
    }
}

impl Default for Length {
    fn default() -> Self {
        Self {
            max_tokens: None,
            over: OverLength::Drop,
            tokenizer: Counter::Estimate.name().to_owned(),
        }
    }
}

/// A word of a closed list.
fn named<T: Copy>(
    section: &mut Section,
    key: &str,
    all: &[T],
    name: impl Fn(T) -> &'static str,
) -> Result<Option<T>, TomlError> {
    let choices: Vec<(&str, T)> = all.iter().map(|&known| (name(known), known)).collect();
    section.choice(key, &choices)
}

fn template(root: &mut Section) -> Result<Option<&'static Template>, TomlError> {
    let choices: Vec<(&str, &'static Template)> =
        Template::ALL.iter().map(|template| (template.name, template)).collect();
    root.choice("target_template", &choices)
}

fn percent(section: &mut Section, key: &str) -> Result<Option<f64>, TomlError> {
    let percent: Option<f64> = section.optional(key)?;
    match percent {
        Some(percent) if !(0.0..=100.0).contains(&percent) => {
            Err(section.error_at(key, format!("`{key}` lies between 0 and 100")))
        }
        percent => Ok(percent),
    }
}

fn share(section: &mut Section, key: &str) -> Result<Option<f64>, TomlError> {
    let share: Option<f64> = section.optional(key)?;
    match share {
        Some(share) if !(0.0..=1.0).contains(&share) => {
            Err(section.error_at(key, format!("`{key}` is a share between 0 and 1")))
        }
        share => Ok(share),
    }
}

fn read_select(root: &mut Section) -> Result<Select, TomlError> {
    let mut section = root.section_or_empty("select")?;
    let names: Vec<String> = section.or("outcomes", Vec::new())?;
    let mut outcomes = Vec::new();
    for name in names {
        let known: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.name()).collect();
        let why = || format!("`{name}` is no outcome; there are: {}", known.join(", "));
        let outcome = Outcome::from_name(&name);
        outcomes.push(outcome.ok_or_else(|| section.error_at("outcomes", why()))?);
    }
    let splits: Vec<String> = section.or("splits", Vec::new())?;
    if let Some(held) = splits.iter().find(|split| is_held_out(split)) {
        let why =
            format!("`{held}` is held out: what is trained on it can no longer be measured on it");
        return Err(section.error_at("splits", why));
    }
    let balances = [
        ("family", Balance::Family),
        ("scenario", Balance::Scenario),
        ("outcome", Balance::Outcome),
    ];
    let select = Select {
        arms: section.or("arms", Vec::new())?,
        models: section.or("models", Vec::new())?,
        families: section.or("families", Vec::new())?,
        scenarios: section.or("scenarios", Vec::new())?,
        outcomes,
        splits,
        classes: section.or("classes", Vec::new())?,
        modes: section.or("modes", Vec::new())?,
        min_pass_rate: share(&mut section, "min_pass_rate")?,
        max_pass_rate: share(&mut section, "max_pass_rate")?,
        min_score: share(&mut section, "min_score")?,
        max_score: share(&mut section, "max_score")?,
        min_turns: section.optional("min_turns")?,
        max_turns: section.optional("max_turns")?,
        per_scenario: section.optional("per_scenario")?,
        balance: section.choice("balance", &balances)?,
    };
    section.finish()?;
    Ok(select)
}

/// Whether a split is there to measure with, and never to train on.
#[must_use]
pub fn is_held_out(split: &str) -> bool {
    matches!(split, "holdout" | "canary")
}

fn read_clean(root: &mut Section, folder: &Path) -> Result<Clean, TomlError> {
    let plain = Clean::default();
    let mut section = root.section_or_empty("clean")?;
    let choices = [
        ("off", NearDuplicates::Off),
        ("report", NearDuplicates::Report),
        ("drop", NearDuplicates::Drop),
    ];
    let jaccard = share(&mut section, "jaccard")?.unwrap_or(plain.jaccard);
    if jaccard < 0.5 {
        return Err(section.error_at("jaccard", "`jaccard` lies between 0.5 and 1"));
    }
    let holdout: Vec<String> = section.or("holdout", Vec::new())?;
    let clean = Clean {
        near_duplicates: section.choice_or("near_duplicates", &choices, plain.near_duplicates)?,
        jaccard,
        decontaminate: section.or("decontaminate", plain.decontaminate)?,
        holdout: holdout.iter().map(|run| folder.join(run)).collect(),
        holdout_families: section.or("holdout_families", Vec::new())?,
        secrets: section.or("secrets", plain.secrets)?,
        personal: section.or("personal", plain.personal)?,
    };
    section.finish()?;
    Ok(clean)
}

fn read_length(root: &mut Section, folder: &Path) -> Result<Length, TomlError> {
    let plain = Length::default();
    let mut section = root.section_or_empty("length")?;
    let choices = [("drop", OverLength::Drop), ("cut", OverLength::Cut)];
    let tokenizer: Option<String> = section.optional("tokenizer")?;
    let length = Length {
        max_tokens: section.optional("max_tokens")?,
        over: section.choice_or("over", &choices, plain.over)?,
        tokenizer: tokenizer.map_or(plain.tokenizer, |named| beside(folder, named)),
    };
    section.finish()?;
    Ok(length)
}

/// A counter's name, or a file beside the recipe.
fn beside(folder: &Path, named: String) -> String {
    if named.contains(['/', '.']) { folder.join(named).display().to_string() } else { named }
}

fn read_licences(root: &mut Section) -> Result<BTreeMap<String, Licence>, TomlError> {
    let mut section = root.section_or_empty("licence")?;
    let mut licences = BTreeMap::new();
    for name in section.keys() {
        let Some(mut one) = section.section(&name)? else { continue };
        let licence =
            Licence { licence: one.required("licence")?, training: one.required("training")? };
        one.finish()?;
        licences.insert(name, licence);
    }
    section.finish()?;
    Ok(licences)
}
