//! The manifest as a file.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use eval_trace::Manifest;

use crate::new_file::{NewFile, sync_folder};

/// Where the manifest of the run in `dir` stands.
pub(crate) fn manifest_path(dir: &Path) -> PathBuf {
    dir.join("manifest.json")
}

/// Puts the manifest in its place, over an older one; a reader meets the old
/// or the new one, never a mixture. What was renamed into the folder before is
/// on disk afterwards as well.
pub(crate) fn write_manifest(dir: &Path, manifest: &Manifest) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(manifest)?;
    text.push(b'\n');
    let mut file = NewFile::create(&manifest_path(dir))?;
    file.write_all(&text)?;
    file.commit()?;
    sync_folder(dir)
}
