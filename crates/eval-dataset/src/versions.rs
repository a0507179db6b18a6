//! A data set that is exported again: unchanged, or a new version that says what changed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::dataset::Placed;
use crate::error::ExportError;
use crate::folder::{NewFolder, hash_of};
use crate::manifest::{Changes, DatasetManifest};

/// The data set that has the folder now.
#[derive(Debug)]
pub(crate) struct Before {
    dir: PathBuf,
    manifest: DatasetManifest,
    blake3: String,
}

/// What is read of a provenance line.
#[derive(Deserialize)]
struct RowHash {
    row: String,
}

impl Before {
    /// Reads what stands in the folder; a folder that holds anything else is not touched.
    pub(crate) fn read(out: &Path) -> Result<Option<Self>, ExportError> {
        if !out.exists() {
            return Ok(None);
        }
        let path = out.join("manifest.json");
        let not_ours = || ExportError::NotADataset { out: out.to_owned() };
        let text = fs::read_to_string(&path).map_err(|_| not_ours())?;
        let manifest: DatasetManifest = serde_json::from_str(&text).map_err(|_| not_ours())?;
        let (_, blake3) =
            hash_of(&path).map_err(|source| ExportError::Write { out: out.to_owned(), source })?;
        Ok(Some(Self { dir: out.to_owned(), manifest, blake3 }))
    }

    /// What a new version in `dir` would change; what was said of the version before, where it
    /// would change nothing.
    pub(crate) fn changes(&self, now: &DatasetManifest, dir: &Path) -> io::Result<Option<Changes>> {
        let (old, new) = (row_hashes(&self.dir)?, row_hashes(dir)?);
        let runs = |manifest: &DatasetManifest| -> BTreeSet<String> {
            manifest.runs.iter().map(|run| run.run_id.clone()).collect()
        };
        let (runs_before, runs_now) = (runs(&self.manifest), runs(now));
        let changes = Changes {
            since: self.manifest.version,
            since_blake3: self.blake3.clone(),
            added: new.difference(&old).count() as u64,
            removed: old.difference(&new).count() as u64,
            kept: new.intersection(&old).count() as u64,
            runs_added: runs_now.difference(&runs_before).cloned().collect(),
            runs_removed: runs_before.difference(&runs_now).cloned().collect(),
            recipe_changed: self.is_other_recipe(now),
        };
        // What is said of the rows counts, too: a run that was extended may leave them as they are.
        let DatasetManifest { version, changes: said, files, .. } = self.manifest.clone();
        let said_now = DatasetManifest { version, changes: said, files, ..now.clone() };
        let is_same = changes.added == 0 && changes.removed == 0 && said_now == self.manifest;
        Ok(if is_same { self.manifest.changes.clone() } else { Some(changes) })
    }

    fn is_other_recipe(&self, now: &DatasetManifest) -> bool {
        let what = |manifest: &DatasetManifest| {
            let DatasetManifest { format, parquet, preset, recipe, .. } = manifest.clone();
            (format, parquet, preset, recipe, manifest.tokens.counter.clone())
        };
        what(&self.manifest) != what(now)
    }

    pub(crate) fn next_version(&self, now: &DatasetManifest) -> u32 {
        let is_new =
            now.changes.as_ref().is_some_and(|changes| changes.since == self.manifest.version);
        self.manifest.version + u32::from(is_new)
    }
}

/// The hashes of all rows of a data set.
fn row_hashes(dir: &Path) -> io::Result<BTreeSet<String>> {
    let mut hashes = BTreeSet::new();
    for side in ["train", "validation"] {
        let path = dir.join(format!("provenance/{side}.jsonl"));
        let Ok(file) = File::open(path) else { continue };
        for line in BufReader::new(file).lines() {
            let row: RowHash = serde_json::from_str(&line?)?;
            hashes.insert(row.row);
        }
    }
    Ok(hashes)
}

/// Gives the folder its name, unless it would change nothing.
pub(crate) fn placement(
    manifest: &DatasetManifest,
    before: Option<Before>,
    folder: NewFolder,
    out: &Path,
) -> io::Result<Placed> {
    let Some(before) = before else {
        folder.place(out, None)?;
        return Ok(Placed::New);
    };
    if *manifest == before.manifest {
        return Ok(Placed::Unchanged);
    }
    let kept = aside(out, before.manifest.version);
    folder.place(out, Some(&kept))?;
    Ok(Placed::NewVersion { kept })
}

/// `NAME.v1`, or the first free name after it.
fn aside(out: &Path, version: u32) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    let plain = out.with_file_name(format!("{name}.v{version}"));
    let others = (2..).map(|n| out.with_file_name(format!("{name}.v{version}.{n}")));
    let free = std::iter::once(plain.clone()).chain(others).find(|path| !path.exists());
    free.unwrap_or(plain)
}
