//! A data set made whole: its rows, what stands beside them, and its place on disk.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use eval_formats::dataset_info;
use eval_harness::HarnessConfig;
use eval_tokens::TokenCounter;
use eval_trace::Digest;

use crate::card::card;
use crate::configs::configs;
use crate::container::Container;
use crate::error::ExportError;
use crate::excluded::Reason;
use crate::export::{LinesError, lines};
use crate::finish::{Columns, Finished, Notes, Workshop};
use crate::folder::{Lines, NewFolder};
use crate::likeness::{Likeness, NearRows};
use crate::manifest::{
    DatasetManifest, MANIFEST_VERSION, RecipeFacts, Rows, RunFacts, Taken, TokenFacts,
};
use crate::measure::Measure;
use crate::recipe::{NearDuplicates, Recipe};
use crate::redaction::Redaction;
use crate::selecting::{HeldOut, Selected, UNKNOWN, held_out, select};
use crate::source::Source;
use crate::validation::{Validation, draw};
use crate::versions::{Before, placement};

/// An export to be made.
#[derive(Clone, Debug)]
pub struct Export {
    /// The runs' folders.
    pub runs: Vec<PathBuf>,
    /// What to make of them.
    pub recipe: Recipe,
    /// The data set's folder.
    pub out: PathBuf,
    /// The program's name and version, for the manifest.
    pub program: String,
    /// Threads in all; what comes out does not depend on it.
    pub threads: usize,
}

/// An export that was made.
#[derive(Clone, Debug)]
pub struct Exported {
    /// What the data set says of itself.
    pub manifest: DatasetManifest,
    /// Whether its folder was new, is as it was, or holds a new version now.
    pub placed: Placed,
}

/// What became of the data set's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placed {
    /// It is new.
    New,
    /// It held the same already and was left alone.
    Unchanged,
    /// It holds a new version; the one before was kept.
    NewVersion {
        /// The folder of the version before.
        kept: PathBuf,
    },
}

/// How far an export is: trials done, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Headway {
    /// Trials told again.
    pub done: u64,
    /// Trials to tell.
    pub of: u64,
}

impl Export {
    /// Makes the data set. On an error the folder is as it was, and nothing half-written has its
    /// name.
    pub fn make(&self, progress: impl FnMut(Headway) + Send) -> Result<Exported, ExportError> {
        self.recipe.check()?;
        let threads = rayon::ThreadPoolBuilder::new().num_threads(self.threads.max(1)).build();
        let threads = threads.map_err(|error| ExportError::Threads(error.to_string()))?;
        threads.install(|| self.make_here(progress))
    }

    fn make_here(&self, mut progress: impl FnMut(Headway)) -> Result<Exported, ExportError> {
        let recipe = &self.recipe;
        let before = Before::read(&self.out)?;
        let sources = open(&self.runs)?;
        let holdout = open(&recipe.clean.holdout)?;
        recipe.check_names(&sources)?;
        let student = recipe.student.as_deref().map(load_student).transpose()?;
        let counter = TokenCounter::named(&recipe.length.tokenizer)?;
        let (held, likeness) = self.held_out(&sources, &holdout)?;
        let selected = select(recipe, &sources, &held);
        if selected.places.is_empty() {
            return Err(ExportError::nothing(
                recipe,
                &sources,
                &selected.left_out,
                &Notes::default(),
            ));
        }
        let validation = draw(recipe.validation_percent, &sources, &selected);
        let redaction = Redaction::of(&recipe.clean);
        let workshop = || Workshop {
            recipe,
            sources: &sources,
            redaction: redaction.clone(),
            measure: Measure::by(counter.clone()),
            likeness: likeness.clone(),
        };
        let mut folder = NewFolder::beside(&self.out).map_err(self.write_error())?;
        let mut files =
            Shelf::open(recipe, &sources, &validation, &folder).map_err(self.write_error())?;
        let of = selected.places.len() as u64;
        let notes = lines(
            &workshop,
            &sources,
            student.as_ref(),
            &selected,
            |line, notes| files.take(line, notes),
            |done| progress(Headway { done, of }),
        );
        let notes = notes.map_err(|error| match error {
            LinesError::Read(error) => ExportError::Read(error),
            LinesError::Write(error) => self.write_error()(error),
        })?;
        if files.n_rows() == 0 {
            return Err(ExportError::nothing(recipe, &sources, &selected.left_out, &notes));
        }
        let shelved = files.close(&mut folder).map_err(self.write_error())?;
        let has = shelved.has;
        let mut manifest =
            self.manifest(&sources, &holdout, &selected, &notes, &validation, shelved);
        counter.name().clone_into(&mut manifest.tokens.counter);
        manifest.tokens.is_exact = counter.is_exact();
        manifest.held_out_tasks = likeness.held_out_tasks();
        manifest.recipe.student_harness = student.map(|harness| harness.hash().to_string());
        self.place(manifest, has, folder, before)
    }

    /// Everything that is held out, and what is alike to it.
    fn held_out(
        &self,
        sources: &[Source],
        holdout: &[Source],
    ) -> Result<(HeldOut, Likeness), ExportError> {
        let (held, trials) = held_out(&self.recipe, sources, holdout);
        let likeness = Likeness::of(&self.recipe.clean, &trials)?;
        Ok((held, likeness))
    }

    fn manifest(
        &self,
        sources: &[Source],
        holdout: &[Source],
        selected: &Selected,
        notes: &Notes,
        validation: &Validation,
        shelved: Shelved,
    ) -> DatasetManifest {
        let recipe = &self.recipe;
        let all = sources.iter().map(|source| source.trials.len() as u64).sum();
        let ids = |sources: &[Source]| -> Vec<String> {
            sources.iter().map(|source| source.run.manifest().run_id.clone()).collect()
        };
        DatasetManifest {
            schema_version: MANIFEST_VERSION,
            name: self.out.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            version: 1,
            changes: None,
            program: self.program.clone(),
            format: recipe.format.name().to_owned(),
            parquet: recipe.parquet,
            preset: recipe.preset().name().to_owned(),
            recipe: RecipeFacts::of(recipe, ids(holdout)),
            runs: sources.iter().map(RunFacts::of).collect(),
            trials: Taken { all, taken: selected.places.len() as u64 },
            rows: Rows {
                train: shelved.train,
                validation: shelved.validation,
                validation_families: if shelved.is_all_held {
                    Vec::new()
                } else {
                    validation.families.iter().cloned().collect()
                },
                why_no_validation: if shelved.is_all_held {
                    Some("all rows are of families drawn for it".to_owned())
                } else {
                    validation.why_none.clone()
                },
            },
            trials_left_out: selected.left_out.clone(),
            rows_left_out: notes.left_out.clone(),
            unfit: notes.unfit.clone(),
            redacted: notes.redacted.clone(),
            rows_redacted: notes.rows_redacted,
            near_duplicates: shelved.near_duplicates,
            held_out_tasks: 0,
            template: notes.template.clone(),
            reasoning_dropped: notes.reasoning_dropped,
            rows_cut: notes.rows_cut,
            counts: shelved.counts,
            tokens: shelved.tokens,
            files: Vec::new(),
        }
    }

    /// Writes what stands beside the rows, and gives the folder its name unless it holds the
    /// same already.
    fn place(
        &self,
        mut manifest: DatasetManifest,
        has: Columns,
        mut folder: NewFolder,
        before: Option<Before>,
    ) -> Result<Exported, ExportError> {
        let failed = self.write_error();
        if let Some(before) = &before {
            manifest.changes = before.changes(&manifest, folder.dir()).map_err(&failed)?;
            manifest.version = before.next_version(&manifest);
        }
        let beside = (|| -> io::Result<()> {
            if let Some(info) = self.dataset_info(&manifest, has) {
                folder.put("dataset_info.json", &info)?;
            }
            for config in configs(&manifest) {
                folder.put(config.path, &config.text)?;
            }
            folder.put("README.md", &card(&manifest))?;
            manifest.files = folder.files().to_vec();
            folder.put_unlisted("manifest.json", &pretty(&manifest))
        })();
        beside.map_err(&failed)?;
        let placed = placement(&manifest, before, folder, &self.out).map_err(&failed)?;
        Ok(Exported { manifest, placed })
    }

    fn dataset_info(&self, manifest: &DatasetManifest, has: Columns) -> Option<String> {
        let file =
            if manifest.parquet { "data/train-00000-of-00001.parquet" } else { "data/train.jsonl" };
        let info = dataset_info(self.recipe.format, &manifest.name, file, has.system, has.tools)?;
        Some(format!("{}\n", serde_json::to_string_pretty(&info).unwrap_or_default()))
    }

    fn write_error(&self) -> impl Fn(io::Error) -> ExportError {
        let out = self.out.clone();
        move |source| ExportError::Write { out: out.clone(), source }
    }
}

fn pretty(manifest: &DatasetManifest) -> String {
    format!("{}\n", serde_json::to_string_pretty(manifest).unwrap_or_default())
}

fn open(dirs: &[PathBuf]) -> Result<Vec<Source>, ExportError> {
    let mut sources = Vec::new();
    let mut seen = HashSet::new();
    for dir in dirs {
        let source = Source::open(dir)?;
        if !seen.insert(source.run.manifest().run_id.clone()) {
            return Err(ExportError::SameRunTwice { run: dir.clone() });
        }
        sources.push(source);
    }
    Ok(sources)
}

fn load_student(path: &Path) -> Result<Arc<HarnessConfig>, ExportError> {
    Ok(Arc::new(HarnessConfig::load(path, &[])?.config))
}

/// The rows on their way into files: each once, not too many of a scenario, each on its side.
struct Shelf<'a> {
    recipe: &'a Recipe,
    sources: &'a [Source],
    validation: &'a Validation,
    train: Side,
    held: Side,
    seen: HashSet<Digest>,
    near: Option<NearRows>,
    of_scenario: BTreeMap<String, u64>,
    counts: BTreeMap<String, BTreeMap<String, u64>>,
    tokens: TokenFacts,
}

/// One of the two sides, with its files.
struct Side {
    rows: Container,
    beside: Lines,
    n: u64,
    has: Columns,
}

/// What came of shelving.
struct Shelved {
    train: u64,
    validation: u64,
    has: Columns,
    is_all_held: bool,
    near_duplicates: Option<u64>,
    counts: BTreeMap<String, BTreeMap<String, u64>>,
    tokens: TokenFacts,
}

impl<'a> Shelf<'a> {
    fn open(
        recipe: &'a Recipe,
        sources: &'a [Source],
        validation: &'a Validation,
        folder: &NewFolder,
    ) -> io::Result<Self> {
        let side = |name: &str| -> io::Result<Side> {
            let rows = Container::create(folder, name, recipe)?;
            Ok(Side {
                rows,
                beside: folder.lines(&format!("provenance/{name}.jsonl"))?,
                n: 0,
                has: Columns::default(),
            })
        };
        let looks = recipe.clean.near_duplicates != NearDuplicates::Off;
        Ok(Self {
            recipe,
            sources,
            validation,
            train: side("train")?,
            held: side("validation")?,
            seen: HashSet::new(),
            near: looks
                .then(|| NearRows::new(&recipe.clean))
                .transpose()
                .map_err(io::Error::other)?,
            of_scenario: BTreeMap::new(),
            counts: BTreeMap::new(),
            tokens: TokenFacts {
                counter: String::new(),
                is_exact: false,
                total: 0,
                longest: 0,
                longest_bytes: 0,
            },
        })
    }

    fn n_rows(&self) -> u64 {
        self.train.n + self.held.n
    }

    fn take(&mut self, mut line: Finished, notes: &mut Notes) -> io::Result<()> {
        if let Some(reason) = self.why_not(&mut line) {
            notes.left_out.count(reason);
            return Ok(());
        }
        notes.add(&line.notes);
        let trial = &self.sources[line.place.source].trials[line.place.trial];
        let is_held = self.validation.families.contains(&*trial.family);
        self.count(&line);
        let side = if is_held { &mut self.held } else { &mut self.train };
        side.n += 1;
        side.has.system |= line.has.system;
        side.has.tools |= line.has.tools;
        side.rows.write(&line.line)?;
        side.beside.write(&line.provenance)
    }

    fn why_not(&mut self, line: &mut Finished) -> Option<Reason> {
        if !self.seen.insert(line.hash) {
            return Some(Reason::Duplicate);
        }
        let trial = &self.sources[line.place.source].trials[line.place.trial];
        let of_scenario = self.of_scenario.entry(trial.scenario.to_string()).or_default();
        if self.recipe.select.per_scenario.is_some_and(|most| *of_scenario >= most) {
            return Some(Reason::ScenarioCap);
        }
        if let (Some(near), Some(sketch)) = (&mut self.near, line.sketch.take())
            && near.is_near_one_before(sketch)
            && self.recipe.clean.near_duplicates == NearDuplicates::Drop
        {
            return Some(Reason::NearDuplicate);
        }
        *of_scenario += 1;
        None
    }

    fn count(&mut self, line: &Finished) {
        let source = &self.sources[line.place.source];
        let trial = &source.trials[line.place.trial];
        let is_simulated = source.model(&trial.model).is_some_and(|model| model.simulated);
        let licence = self.recipe.licences.get(&*trial.model);
        // Of a pair the worse side is a failure, whatever the better one is.
        let blames = line.is_pair || !trial.outcome.is_success();
        for (what, value) in [
            ("class", if blames { UNKNOWN } else { "none" }),
            ("arm", &*trial.arm),
            ("family", &*trial.family),
            ("scenario", &*trial.scenario),
            ("model", &*trial.model),
            ("outcome", trial.outcome.name()),
            ("split", source.split(trial).unwrap_or("none")),
            ("origin", if is_simulated { "simulated" } else { "real" }),
            ("licence", licence.map_or("not stated", |stated| &stated.licence)),
        ] {
            let counts = self.counts.entry(what.to_owned()).or_default();
            *counts.entry(value.to_owned()).or_default() += 1;
        }
        self.tokens.total += line.tokens;
        self.tokens.longest = self.tokens.longest.max(line.tokens);
        self.tokens.longest_bytes = self.tokens.longest_bytes.max(line.bytes);
    }

    fn close(self, folder: &mut NewFolder) -> io::Result<Shelved> {
        let (mut train, mut held) = (self.train, self.held);
        // What is left after rows have dropped out may all be of families drawn for validation.
        let is_all_held = train.n == 0;
        if is_all_held {
            std::mem::swap(&mut train, &mut held);
        }
        let (n_train, n_held, has) = (train.n, held.n, train.has);
        held.close(folder, "validation")?;
        train.close(folder, "train")?;
        Ok(Shelved {
            train: n_train,
            validation: n_held,
            has,
            is_all_held,
            near_duplicates: self.near.map(|near| near.found()),
            counts: self.counts,
            tokens: self.tokens,
        })
    }
}

impl Side {
    /// Lists the files of the side under its name; a side without rows has none.
    fn close(self, folder: &mut NewFolder, name: &str) -> io::Result<()> {
        if self.n == 0 {
            self.rows.discard()?;
            return self.beside.discard();
        }
        let rows = self.rows.finish(self.n)?;
        folder.list_as(rows, name)?;
        let beside = self.beside.finish(Some(self.n))?;
        folder.list_as(beside, name)
    }
}
