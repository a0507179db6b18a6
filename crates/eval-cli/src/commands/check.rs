//! `flywheel check`: validate files, prove instances.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use eval_harness::HarnessConfig;
use eval_runner::{Bench, Plan, Proof, Selection, prove_scenario};
use eval_scenario::{Scenario, Suite};
use eval_toml::Document;
use serde_json::json;

use crate::args::{CheckArgs, Format};
use crate::problem;
use crate::screen::Screen;
use crate::show::words::plural;
use crate::status::Status;

/// What a TOML file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FileKind {
    Suite,
    Scenario,
    Harness,
}

/// Tells what a file is by its name and by what stands at its top.
pub(crate) fn kind_of(file: &Path) -> anyhow::Result<FileKind> {
    if file.file_name().is_some_and(|name| name == "scenario.toml") {
        return Ok(FileKind::Scenario);
    }
    let keys = Document::load(file)?.read().keys();
    let has = |wanted: &str| keys.iter().any(|key| key == wanted);
    Ok(if has("arm") || has("scenario") || has("model") {
        FileKind::Suite
    } else if has("prompt") {
        FileKind::Scenario
    } else {
        FileKind::Harness
    })
}

/// From so many instances of a variant on, a suite has a sample of them proved.
const SAMPLE: u64 = 1_000;

/// The variants of scenarios that a suite has had proved, by folder.
type Covered = BTreeMap<PathBuf, BTreeSet<String>>;

/// What checking found.
#[derive(Default)]
struct Findings {
    n_files: u64,
    n_proved: u64,
    n_instances: u64,
    /// Instances that a suite names beside those that were tried.
    n_left: u64,
    /// One line each; pictures of files that cannot be read were shown before.
    problems: Vec<String>,
}

pub(crate) fn check(args: &CheckArgs, screen: Screen) -> anyhow::Result<Status> {
    let Found { files, skipped } = files(&args.paths)?;
    if files.is_empty() {
        let paths: Vec<String> = args.paths.iter().map(|path| path.display().to_string()).collect();
        bail!("no TOML file in {}", paths.join(", "));
    }
    for file in &skipped {
        screen.note(format!("skipped {}: no suite, scenario or harness", file.display()));
    }
    let mut findings = Findings::default();
    let mut covered = Covered::new();
    for wanted in [FileKind::Suite, FileKind::Scenario, FileKind::Harness] {
        for (file, kind) in files.iter().filter(|(_, kind)| *kind == wanted) {
            findings.n_files += 1;
            let checked = match kind {
                FileKind::Suite => check_suite(file, args.all, &mut covered),
                FileKind::Scenario => check_scenario(file, args.instances, &covered),
                FileKind::Harness => check_harness(file),
            };
            findings.take(file, checked, args.format, screen)?;
        }
    }
    findings.show(args.format, screen)
}

impl Findings {
    fn take(
        &mut self,
        file: &Path,
        checked: anyhow::Result<Checked>,
        format: Format,
        screen: Screen,
    ) -> anyhow::Result<()> {
        let Checked { proofs, n_left } = match checked {
            Ok(checked) => checked,
            Err(error) => {
                // Every file gets its say, not only the first that is wrong.
                problem::report(&error, screen);
                self.problems.push(format!("{}: {error:#}", file.display()));
                return Ok(());
            }
        };
        self.n_instances += proofs.len() as u64;
        self.n_left += n_left;
        let before = self.problems.len();
        for proof in &proofs {
            match &proof.result {
                Ok(()) => self.n_proved += 1,
                Err(disproof) => {
                    let problem = format!("{}: {}: {disproof}", file.display(), proof.place);
                    screen.note(format!("error: {problem}"));
                    self.problems.push(problem);
                }
            }
        }
        if format == Format::Human && before == self.problems.len() {
            let proved = match (proofs.len() as u64, n_left) {
                (0, _) => String::new(),
                (n, 0) => format!("  {} proved", plural(n, "instance")),
                (n, left) => format!("  {n} of {} proved", plural(n + left, "instance")),
            };
            screen.print(format!("{}  {}{proved}", screen.good("ok"), file.display()))?;
        }
        Ok(())
    }

    fn show(&self, format: Format, screen: Screen) -> anyhow::Result<Status> {
        match format {
            Format::Json => screen.print(serde_json::to_string_pretty(&json!({
                "schema_version": eval_trace::SCHEMA_VERSION,
                "files": self.n_files,
                "instances": self.n_instances,
                "proved": self.n_proved,
                "not_tried": self.n_left,
                "problems": self.problems,
            }))?)?,
            Format::Human => screen.print(format!(
                "{}, {} of {} proved: the oracle solves each; null, random and greedy-wrong agents do not",
                plural(self.n_files, "file"),
                self.n_proved,
                plural(self.n_instances, "instance"),
            ))?,
        }
        if self.n_left > 0 {
            screen.note(format!(
                "{} more not tried: of more than {SAMPLE} of a kind so many are, evenly spread; \
                 `--all` tries each",
                plural(self.n_left, "instance")
            ));
        }
        if self.problems.is_empty() {
            return Ok(Status::Fine);
        }
        screen.note(format!("{} found", plural(self.problems.len() as u64, "problem")));
        Ok(Status::BadInput)
    }
}

// ── what there is to check ────────────────────────────────────────────────

/// The files to check, and the TOML files come across that are something else.
struct Found {
    files: Vec<(PathBuf, FileKind)>,
    skipped: Vec<PathBuf>,
}

fn files(paths: &[PathBuf]) -> anyhow::Result<Found> {
    let (mut files, mut skipped) = (Vec::new(), Vec::new());
    for path in paths {
        if path.is_dir() {
            walk(path, &mut files, &mut skipped)?;
        } else {
            // What is not there is told, with what is like it, when it is read.
            files.push(path.clone());
        }
    }
    files.sort();
    files.dedup();
    // What cannot even be told apart is left to the strictest reader of all.
    let classify = |file: PathBuf| {
        let kind = kind_of(&file).unwrap_or(FileKind::Harness);
        (file, kind)
    };
    Ok(Found { files: files.into_iter().map(classify).collect(), skipped })
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>, skipped: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let cannot = || format!("cannot read {}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(cannot)? {
        let path = entry.with_context(cannot)?.path();
        // A link to a folder may lead back to where it is.
        if path.is_dir() && !path.is_symlink() {
            walk(&path, files, skipped)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            if is_ours(&path) { files.push(path) } else { skipped.push(path) }
        }
    }
    Ok(())
}

/// Whether a file that was come across, not named, is a suite, a scenario or a
/// harness. Other tools keep TOML files too.
fn is_ours(file: &Path) -> bool {
    // What is no TOML at all is worth a complaint.
    let Ok(document) = Document::load(file) else { return true };
    let keys = document.read().keys();
    let marks = ["arm", "scenario", "prompt", "loop", "extends"];
    file.file_name().is_some_and(|name| name == "scenario.toml")
        || keys.iter().any(|key| marks.contains(&key.as_str()))
}

fn folder_of(file: &Path) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new("."));
    folder.canonicalize().unwrap_or_else(|_| folder.to_owned())
}

// ── one file ──────────────────────────────────────────────────────────────

/// What checking a file gave.
#[derive(Default)]
struct Checked {
    proofs: Vec<Proof>,
    /// Instances that it names and that were not tried.
    n_left: u64,
}

/// A suite: its arms, its plan, and the instances it names.
fn check_suite(file: &Path, all: bool, covered: &mut Covered) -> anyhow::Result<Checked> {
    let bench = Bench::set_up(Suite::load(file)?)?;
    Plan::new(&bench, &Selection::default())?;
    let mut checked = Checked::default();
    for entry in &bench.suite.scenarios {
        let n = entry.instances.end - entry.instances.start;
        let n_tried = if all { n } else { n.min(SAMPLE) };
        let seeds: Vec<u64> = spread(entry.instances.clone(), n_tried).collect();
        checked.proofs.extend(prove_scenario(&entry.scenario, &entry.variants, &seeds)?);
        checked.n_left += (n - n_tried) * entry.variants.len() as u64;
        let folder = folder_of(&entry.scenario.folder.join("scenario.toml"));
        covered.entry(folder).or_default().extend(entry.variants.iter().cloned());
    }
    Ok(checked)
}

/// So many seeds of a range, the first and the last among them.
fn spread(range: Range<u64>, n: u64) -> impl Iterator<Item = u64> {
    let last = u128::from(range.end - range.start).saturating_sub(1);
    let gaps = u128::from(n.max(2) - 1);
    (0..n).map(move |place| {
        let offset = u128::from(place) * last / gaps;
        range.start + u64::try_from(offset).unwrap_or_default()
    })
}

/// The variants of a scenario that no suite at hand names: the first instances
/// of each split.
fn check_scenario(file: &Path, most: u64, covered: &Covered) -> anyhow::Result<Checked> {
    let scenario = Scenario::load(file.parent().unwrap_or(Path::new(".")))?;
    let proved = covered.get(&folder_of(file));
    let is_left = |variant: &&String| proved.is_none_or(|proved| !proved.contains(*variant));
    let variants: Vec<String> = scenario.variants.keys().filter(is_left).cloned().collect();
    if variants.is_empty() {
        return Ok(Checked::default());
    }
    let mut seeds: BTreeSet<u64> =
        scenario.splits.values().flat_map(|split| split.clone().take(most_of(most))).collect();
    if seeds.is_empty() {
        seeds.extend(0..most.max(1));
    }
    let seeds: Vec<u64> = seeds.into_iter().collect();
    Ok(Checked { proofs: prove_scenario(&scenario, &variants, &seeds)?, n_left: 0 })
}

fn most_of(most: u64) -> usize {
    usize::try_from(most).unwrap_or(usize::MAX)
}

fn check_harness(file: &Path) -> anyhow::Result<Checked> {
    HarnessConfig::load(file, &[])?;
    Ok(Checked::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_spreads_from_the_first_to_the_last() {
        assert_eq!(spread(10..20, 10).collect::<Vec<_>>(), (10..20).collect::<Vec<_>>());
        assert_eq!(spread(0..100_001, 3).collect::<Vec<_>>(), [0, 50_000, 100_000]);
        assert_eq!(spread(4..5, 1).collect::<Vec<_>>(), [4]);
        assert_eq!(spread(4..4, 0).count(), 0);
    }
}
