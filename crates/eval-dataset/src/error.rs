//! Why a data set could not be made.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use eval_harness::LoadHarnessError;
use eval_store::ReadRunError;
use eval_tokens::LoadTokenizerError;
use eval_toml::nearest;

use crate::excluded::{Reason, Tally};
use crate::finish::Notes;
use crate::likeness::LikenessError;
use crate::preset::Preset;
use crate::recipe::Recipe;
use crate::source::{OpenSourceError, Source};

/// Why a data set could not be made; reads after "failed to".
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// A run cannot be a source.
    #[error(transparent)]
    Open(#[from] OpenSourceError),
    /// A run's files are not as its manifest says.
    #[error(transparent)]
    Read(#[from] ReadRunError),
    /// The tokenizer cannot be had.
    #[error("{}\nhelp: {}", .0, .0.hint())]
    Tokenizer(#[from] LoadTokenizerError),
    /// The student's harness cannot be read.
    #[error(transparent)]
    Student(#[from] LoadHarnessError),
    /// What is held out cannot be read, or likeness not be told.
    #[error("export: {0}")]
    Likeness(String),
    /// A run is named twice.
    #[error("export: {} is a run that was named before", run.display())]
    SameRunTwice {
        /// Its folder.
        run: PathBuf,
    },
    /// The preset makes rows that the format does not take.
    #[error(
        "export: `{preset}` makes rows that `{format}` does not take; presets for it: {fitting}"
    )]
    PresetMismatch {
        /// The preset.
        preset: &'static str,
        /// The format.
        format: &'static str,
        /// Presets that fit.
        fitting: String,
    },
    /// A name in the recipe is in none of the runs.
    #[error("export: no run has the {what} `{name}`; {known}")]
    UnknownName {
        /// What it is the name of.
        what: &'static str,
        /// The name.
        name: String,
        /// What there is.
        known: String,
    },
    /// The folder is there and is no data set.
    #[error(
        "export: {} is there and is no data set of flywheel's; name another folder with --out",
        out.display()
    )]
    NotADataset {
        /// The folder.
        out: PathBuf,
    },
    /// Nothing is left to be written.
    #[error("export: nothing is left of {all} trials{why}")]
    Nothing {
        /// All trials of the runs.
        all: u64,
        /// What left them out, and what to do.
        why: String,
    },
    /// The folder cannot be written.
    #[error("export: write {}; nothing was left there", out.display())]
    Write {
        /// The folder.
        out: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No threads could be started.
    #[error("export: start threads: {0}")]
    Threads(String),
}

impl From<LikenessError> for ExportError {
    fn from(error: LikenessError) -> Self {
        match error {
            LikenessError::Read(error) => Self::Read(error),
            LikenessError::Threshold(error) => Self::Likeness(error.to_string()),
        }
    }
}

impl ExportError {
    /// Says what left everything out, and the switch that lets the most of it in.
    pub(crate) fn nothing(
        recipe: &Recipe,
        sources: &[Source],
        trials: &Tally,
        notes: &Notes,
    ) -> Self {
        let all = sources.iter().map(|source| source.trials.len() as u64).sum();
        let mut tally = trials.clone();
        tally.add(&notes.left_out);
        let mut reasons: Vec<(u64, Reason)> =
            tally.0.iter().map(|(&reason, &count)| (count, reason)).collect();
        reasons.sort_unstable_by(|one, other| other.cmp(one));
        let left_out = reasons.iter().map(|(count, reason)| format!("{count} {}", reason.words()));
        let format = recipe.format.name();
        let unfit = notes.unfit.iter();
        let unfit =
            unfit.map(|(rule, n)| format!("  {n} of them by the rule `{rule}` of {format}"));
        let helps = reasons.iter().filter_map(|(_, reason)| help(*reason, recipe));
        let helps = helps.map(|help| format!("help: {help}"));
        let why: Vec<String> = left_out.chain(unfit).chain(helps).collect();
        let why = format!("\n  {}", why.join("\n  "));
        Self::Nothing { all, why }
    }
}

fn help(reason: Reason, recipe: &Recipe) -> Option<String> {
    Some(match reason {
        Reason::Simulated => "--allow-simulated takes what simulated models said; it proves that \
                              the machinery works and teaches a model nothing of the world"
            .to_owned(),
        Reason::NotTheModels => {
            "--all-failures takes failures whoever is to blame; they may teach \
                                 a model to make up for the faults of a harness"
                .to_owned()
        }
        Reason::LicenceUnstated => "say what may be done with the model's words in a recipe: \
                                    [licence.MODEL] with `licence` and `training`"
            .to_owned(),
        Reason::OtherSplit => {
            "name the splits to take in a recipe: `splits` in [select]".to_owned()
        }
        Reason::OtherOutcome => {
            format!("`{}` takes other outcomes; see --preset", recipe.preset().name())
        }
        Reason::PrefixDiffers => "--student FILE shows the trials of both arms to the model as \
                                  one harness would have"
            .to_owned(),
        Reason::NearHoldout => "the tasks differ in too little from those held out; a higher \
                                `jaccard` in [clean] lets more through"
            .to_owned(),
        Reason::TooLong => {
            "raise --max-tokens, or cut conversations with `over = \"cut\"`".to_owned()
        }
        _ => return None,
    })
}

impl Recipe {
    /// Whether the parts of the recipe fit each other.
    pub(crate) fn check(&self) -> Result<(), ExportError> {
        if self.preset().shape() == self.format.shape() {
            return Ok(());
        }
        let fits = |preset: &&Preset| preset.shape() == self.format.shape();
        let fitting = Preset::ALL.iter().filter(fits).map(|preset| preset.name());
        Err(ExportError::PresetMismatch {
            preset: self.preset().name(),
            format: self.format.name(),
            fitting: fitting.collect::<Vec<_>>().join(", "),
        })
    }

    /// Whether everything that the recipe names is in some run.
    pub(crate) fn check_names(&self, sources: &[Source]) -> Result<(), ExportError> {
        let all = |of: fn(&Source) -> Vec<&str>| -> BTreeSet<&str> {
            sources.iter().flat_map(of).collect()
        };
        let arms = all(|source| names(&source.run.manifest().arms, |arm| &arm.name));
        let models = all(|source| names(&source.run.manifest().models, |model| &model.name));
        let scenarios = all(|source| names(&source.run.manifest().scenarios, |one| &one.name));
        let families = all(|source| names(&source.run.manifest().scenarios, |one| &one.family));
        let licensed: Vec<String> = self.licences.keys().cloned().collect();
        for (what, wanted, known) in [
            ("arm", &self.select.arms, &arms),
            ("model", &self.select.models, &models),
            ("model", &licensed, &models),
            ("scenario", &self.select.scenarios, &scenarios),
            ("family", &self.select.families, &families),
        ] {
            if let Some(name) = wanted.iter().find(|name| !known.contains(name.as_str())) {
                return Err(unknown(what, name, known));
            }
        }
        Ok(())
    }
}

fn names<T>(list: &[T], name: fn(&T) -> &String) -> Vec<&str> {
    list.iter().map(|entry| name(entry).as_str()).collect()
}

fn unknown(what: &'static str, name: &str, known: &BTreeSet<&str>) -> ExportError {
    let all = known.iter().copied().collect::<Vec<_>>().join(", ");
    let known = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? There are: {all}"),
        None => format!("there are: {all}"),
    };
    ExportError::UnknownName { what, name: name.to_owned(), known }
}
