//! A folder of runs: what lies in it.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use eval_store::{OpenRunError, Run, is_being_written};
use eval_trace::{Manifest, RunStatus, Shard};
use jiff::Timestamp;

use crate::run_folder::{LATEST, RUNS};

/// What makes a folder a run's.
pub(crate) const MANIFEST: &str = "manifest.json";

/// A run among others.
#[derive(Clone, Debug)]
pub(crate) struct RunFolder {
    /// The folder's name.
    pub(crate) name: OsString,
    /// The folder.
    pub(crate) dir: PathBuf,
    pub(crate) condition: Condition,
    /// What its manifest says, where that can be read.
    pub(crate) facts: Option<Facts>,
    /// Why its manifest cannot be read.
    pub(crate) problem: Option<String>,
    /// What its files hold.
    pub(crate) bytes: u64,
    /// Whether `latest` points at it.
    pub(crate) is_latest: bool,
}

/// How a run is, in words for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Every planned trial is there.
    Complete,
    /// A process is writing it.
    Writing,
    /// Unfinished and left alone: it can be gone on with.
    Stopped,
    /// Written by a newer version of this program.
    Newer,
    /// Its manifest cannot be read.
    Damaged,
}

impl Condition {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::Writing => "writing",
            Self::Stopped => "stopped",
            Self::Newer => "newer",
            Self::Damaged => "damaged",
        }
    }
}

/// What is wanted of a manifest here. The whole of it holds the text of every
/// file that went into the run.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) run_id: String,
    pub(crate) suite: String,
    /// As it stands in the manifest.
    pub(crate) created: String,
    pub(crate) finished: u64,
    pub(crate) planned: u64,
    pub(crate) shard: Option<Shard>,
    pub(crate) arms: Vec<String>,
}

impl Facts {
    fn of(manifest: &Manifest) -> Self {
        Self {
            run_id: manifest.run_id.clone(),
            suite: manifest.suite.name.clone(),
            created: manifest.created.clone(),
            finished: manifest.finished,
            planned: manifest.planned,
            shard: manifest.shard,
            arms: manifest.arms.iter().map(|arm| arm.name.clone()).collect(),
        }
    }
}

impl RunFolder {
    /// The folder's name for people and programs.
    pub(crate) fn name(&self) -> String {
        self.name.to_string_lossy().into_owned()
    }

    /// When the run was begun, where that can be told.
    pub(crate) fn created(&self) -> Option<Timestamp> {
        self.facts.as_ref()?.created.parse().ok()
    }

    /// The run's id; the folder's name where the id cannot be read.
    fn id(&self) -> String {
        self.facts.as_ref().map_or_else(|| self.name(), |facts| facts.run_id.clone())
    }
}

/// The runs in a folder, the newest first; those of which nobody knows when
/// they were begun come last. Links are not followed, hidden folders not looked
/// into. Where no folder was asked for and there is none, there are no runs.
pub(crate) fn runs_in(asked: Option<&Path>) -> anyhow::Result<Vec<RunFolder>> {
    let folder = folder(asked);
    let names = match names(folder) {
        Err(error) if asked.is_none() && error.kind() == ErrorKind::NotFound => return Ok(vec![]),
        Err(error) if error.kind() == ErrorKind::NotFound => bail!("{}", nothing_there(folder)),
        names => names.with_context(|| format!("cannot read the folder {}", folder.display()))?,
    };
    if names.iter().any(|name| name == MANIFEST) {
        bail!("{} is a run's folder, not a folder that holds runs", folder.display());
    }
    let latest = latest(folder);
    let visible = names.into_iter().filter(|name| !is_hidden(name));
    let mut runs: Vec<RunFolder> = visible.filter_map(|name| look_at(folder, name)).collect();
    for run in &mut runs {
        run.is_latest = latest.as_ref() == Some(&run.name);
    }
    // By keys that are computed once, in descending order.
    runs.sort_by_cached_key(|run| std::cmp::Reverse((run.created(), run.id(), run.name.clone())));
    Ok(runs)
}

/// The folder asked for, or where runs go.
pub(crate) fn folder(asked: Option<&Path>) -> &Path {
    asked.unwrap_or(Path::new(RUNS))
}

/// Whether there is really a folder: no file, and no link to one.
pub(crate) fn is_real_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_dir())
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

pub(crate) fn names(folder: &Path) -> std::io::Result<Vec<OsString>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name())).collect()
}

/// The folder that `latest` points at, where that lies beside it.
fn latest(folder: &Path) -> Option<OsString> {
    let link = folder.join(LATEST);
    link.is_symlink().then_some(())?;
    let target = link.canonicalize().ok()?;
    let is_here = target.parent()? == folder.canonicalize().ok()?;
    is_here.then(|| target.file_name().map(OsStr::to_owned))?
}

/// What lies under a name, if that is a run.
fn look_at(folder: &Path, name: OsString) -> Option<RunFolder> {
    let dir = folder.join(&name);
    if !is_real_folder(&dir) {
        return None;
    }
    // Before the manifest is read: a run that is finished in between is not
    // one that was left alone.
    let writing = is_being_written(&dir);
    let (condition, facts, problem) = match open(&dir) {
        Ok(run) => (condition(run.manifest(), writing), Some(Facts::of(run.manifest())), None),
        // Not a run's; or gone just now.
        Err(OpenRunError::NoManifest { .. } | OpenRunError::NoFolder { .. }) => return None,
        Err(error) => {
            let condition = match &error {
                _ if writing => Condition::Writing,
                OpenRunError::Newer { .. } => Condition::Newer,
                _ => Condition::Damaged,
            };
            (condition, None, Some(format!("{:#}", anyhow::Error::from(error))))
        }
    };
    let bytes = bytes_in(&dir);
    Some(RunFolder { name, dir, condition, facts, problem, bytes, is_latest: false })
}

/// Opens a run. A manifest that is a pipe or a device is not read: that might
/// not end.
fn open(dir: &Path) -> Result<Run, OpenRunError> {
    let path = dir.join(MANIFEST);
    match fs::metadata(&path) {
        Ok(found) if !found.is_file() => {
            let source = std::io::Error::new(ErrorKind::InvalidInput, "it is no file");
            Err(OpenRunError::Read { path, source })
        }
        // The system has its own say about what is not there.
        Ok(_) | Err(_) => Run::open(dir),
    }
}

fn condition(manifest: &Manifest, writing: bool) -> Condition {
    match manifest.status {
        // Also one that was complete and is being extended.
        _ if writing => Condition::Writing,
        RunStatus::Complete => Condition::Complete,
        RunStatus::Running | RunStatus::Incomplete => Condition::Stopped,
    }
}

/// What the files in a folder hold, as far as one may look. A link counts for
/// nothing.
pub(crate) fn bytes_in(folder: &Path) -> u64 {
    let mut bytes = 0;
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for name in names(&folder).unwrap_or_default() {
            let path = folder.join(name);
            match fs::symlink_metadata(&path) {
                Ok(found) if found.is_dir() => folders.push(path),
                Ok(found) if found.is_file() => bytes += found.len(),
                Ok(_) | Err(_) => {}
            }
        }
    }
    bytes
}

/// That there is no such folder, and which one may have been meant.
fn nothing_there(folder: &Path) -> String {
    let said = format!("there is no folder {}", folder.display());
    match nearest(folder) {
        Some(meant) => format!("{said}; did you mean {}?", meant.display()),
        None => said,
    }
}

fn nearest(folder: &Path) -> Option<PathBuf> {
    let wanted = folder.file_name()?.to_str()?;
    let parent = folder.parent()?;
    let beside = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
    let names: Vec<String> = names(beside)
        .ok()?
        .into_iter()
        .filter_map(|name| name.into_string().ok().filter(|name| beside.join(name).is_dir()))
        .collect();
    let meant = eval_toml::nearest(wanted, names.iter().map(String::as_str))?;
    Some(parent.join(meant))
}
