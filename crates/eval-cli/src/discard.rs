//! Taking a run's folder away, so that it may be interrupted at any moment.
//!
//! A folder is renamed first: from then on no command takes it for a run. Its
//! manifest goes last, so that whatever an interrupt leaves still shows that it
//! was one.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use eval_store::is_being_written;

use crate::run_folder::{LATEST, point_latest};
use crate::runs_in::{MANIFEST, is_real_folder, names, runs_in};

/// What the name of a folder on its way out begins with.
const ON_ITS_WAY_OUT: &str = ".pruned-";

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Discarded {
    Gone,
    /// Somebody writes it, so it was left alone.
    BeingWritten,
}

/// Deletes the run's folder of that name.
pub(crate) fn discard(folder: &Path, name: &OsStr) -> anyhow::Result<Discarded> {
    let dir = folder.join(name);
    if is_being_written(&dir) {
        return Ok(Discarded::BeingWritten);
    }
    let aside = free_name(folder, name);
    fs::rename(&dir, &aside).with_context(|| format!("cannot delete {}", dir.display()))?;
    // Between looking and renaming a writer may have come. After it none can:
    // the folder has no name that it would find.
    let is_run = is_real_folder(&aside) && fs::symlink_metadata(aside.join(MANIFEST)).is_ok();
    if !is_run || is_being_written(&aside) {
        fs::rename(&aside, &dir)
            .with_context(|| format!("cannot rename {} back", aside.display()))?;
        if !is_run {
            bail!("cannot delete {}: it is no run's folder any more", dir.display());
        }
        return Ok(Discarded::BeingWritten);
    }
    remove(&aside)?;
    Ok(Discarded::Gone)
}

/// The folders that an interrupted deletion left behind.
pub(crate) fn leftovers(folder: &Path) -> Vec<PathBuf> {
    let is_ours = |name: &OsString| name.as_encoded_bytes().starts_with(ON_ITS_WAY_OUT.as_bytes());
    let found = names(folder).unwrap_or_default().into_iter().filter(is_ours);
    let mut found: Vec<PathBuf> = found.map(|name| folder.join(name)).collect();
    found.retain(|dir| is_real_folder(dir) && was_a_run(dir) && !is_being_written(dir));
    found.sort();
    found
}

fn was_a_run(dir: &Path) -> bool {
    // Nothing at all is what is left just after the manifest went.
    names(dir).is_ok_and(|names| names.is_empty() || names.iter().any(|name| name == MANIFEST))
}

/// Removes a folder that was renamed before. What another process removes at
/// the same time is as good as removed.
pub(crate) fn remove(aside: &Path) -> anyhow::Result<()> {
    remove_all(aside).with_context(|| {
        format!("cannot remove all of {}; the next prune tries again", aside.display())
    })
}

fn remove_all(aside: &Path) -> io::Result<()> {
    let names = unless_gone(names(aside))?.unwrap_or_default();
    for name in names.iter().filter(|name| *name != MANIFEST) {
        remove_one(&aside.join(name))?;
    }
    remove_one(&aside.join(MANIFEST))?;
    unless_gone(fs::remove_dir(aside))?;
    Ok(())
}

/// Removes a file or a folder; of a link the link, never what it points at.
fn remove_one(path: &Path) -> io::Result<()> {
    let removed =
        if is_real_folder(path) { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    unless_gone(removed)?;
    Ok(())
}

fn unless_gone<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(done) => Ok(Some(done)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// A name beside the run that nothing has yet.
fn free_name(folder: &Path, name: &OsStr) -> PathBuf {
    let mut hidden = OsString::from(ON_ITS_WAY_OUT);
    hidden.push(name);
    let mut aside = folder.join(&hidden);
    let mut n = 1;
    while fs::symlink_metadata(&aside).is_ok() {
        n += 1;
        let mut numbered = hidden.clone();
        numbered.push(format!("-{n}"));
        aside = folder.join(numbered);
    }
    aside
}

/// Where `latest` points at nothing any more: at the newest run that is left,
/// or away with it.
pub(crate) fn mend_latest(folder: &Path) -> anyhow::Result<()> {
    let latest = folder.join(LATEST);
    if !latest.is_symlink() || latest.exists() {
        return Ok(());
    }
    let runs = runs_in(Some(folder))?;
    match runs.iter().find(|run| run.facts.is_some()) {
        Some(newest) => point_latest(folder, &newest.name),
        None => unless_gone(fs::remove_file(&latest))
            .map(|_| ())
            .with_context(|| format!("cannot remove {}", latest.display())),
    }
}
