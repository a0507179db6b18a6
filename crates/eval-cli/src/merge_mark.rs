//! The mark of a merge that is under way.
//!
//! An unfinished merge looks like an unfinished run of the same plan, and must
//! not be mixed with one, nor with the slices of other runs: with a model on a
//! network those are other samples. So a file in its folder names the slices,
//! from its beginning to its end.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use eval_store::{OpenRunError, Run};
use eval_trace::RunStatus;

/// The file's name.
const MARK: &str = "merging";

/// What is to be done with the folder that a merge goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A run is begun there.
    Begin,
    /// This merge was begun there and is gone on with.
    Resume,
    /// This merge ended there, but for taking its mark away.
    Finished,
}

/// Whether a merge is under way in a folder, or was broken off.
pub(crate) fn is_there(dir: &Path) -> bool {
    path(dir).exists()
}

/// The words that name the slices, in order.
pub(crate) fn words(slices: &[Run]) -> String {
    let word = |run: &Run| {
        let manifest = run.manifest();
        let shard = manifest.shard.map(|shard| shard.to_string()).unwrap_or_default();
        format!("{shard} {}\n", manifest.run_id)
    };
    slices.iter().map(word).collect()
}

/// What the folder means for a merge of these slices.
pub(crate) fn target(dir: &Path, slices: &[Run]) -> anyhow::Result<Target> {
    let there = match Run::open(dir) {
        Ok(there) => there,
        // Whether the folder is empty is for whoever begins a run there to see.
        Err(OpenRunError::NoFolder { .. } | OpenRunError::NoManifest { .. }) => {
            return Ok(Target::Begin);
        }
        Err(error) => return Err(error.into()),
    };
    if there.is_being_written() {
        bail!("{} is being written right now by another process", dir.display());
    }
    let plan = slices.first().map(|run| run.manifest().plan_hash);
    let same_plan = there.manifest().shard.is_none() && Some(there.manifest().plan_hash) == plan;
    let mark = match fs::read_to_string(path(dir)) {
        Ok(mark) => Some(mark),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| cannot("read", dir)),
    };
    let complete = there.manifest().status == RunStatus::Complete;
    match mark {
        Some(mark) if same_plan && mark == words(slices) => {
            Ok(if complete { Target::Finished } else { Target::Resume })
        }
        Some(_) => bail!(
            "{} holds an unfinished merge of other slices; choose another --out, or remove that \
             folder",
            dir.display()
        ),
        // Killed between the run's beginning and the mark.
        None if same_plan && is_bare(&there)? => Ok(Target::Resume),
        None => bail!(
            "{} is not empty: it holds run {}; choose another --out",
            dir.display(),
            there.manifest().run_id
        ),
    }
}

/// Marks a folder as that of an unfinished merge.
pub(crate) fn put(dir: &Path, slices: &[Run]) -> anyhow::Result<()> {
    fs::write(path(dir), words(slices)).with_context(|| cannot("write", dir))
}

/// Takes the mark away: the merge is finished.
pub(crate) fn take_away(dir: &Path) -> anyhow::Result<()> {
    fs::remove_file(path(dir)).with_context(|| cannot("remove", dir))
}

/// Whether a run was begun and nothing else.
fn is_bare(run: &Run) -> anyhow::Result<bool> {
    let reading = || format!("cannot read the folder {}", run.dir().display());
    for entry in fs::read_dir(run.dir()).with_context(reading)? {
        let name = entry.with_context(reading)?.file_name();
        if name.as_encoded_bytes().starts_with(b"journal-") {
            return Ok(false);
        }
    }
    Ok(run.manifest().status == RunStatus::Running && run.manifest().tables.is_empty())
}

fn path(dir: &Path) -> PathBuf {
    dir.join(MARK)
}

fn cannot(what: &str, dir: &Path) -> String {
    format!("cannot {what} {}", path(dir).display())
}
