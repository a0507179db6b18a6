//! The manifest as a file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use eval_trace::{Manifest, SCHEMA_VERSION};
use serde::Deserialize;

use crate::OpenRunError;
use crate::manifest_seal::sealed;
use crate::new_file::{NewFile, sync_folder};

/// What every version of the manifest has had and will have.
#[derive(Deserialize)]
struct Version {
    schema_version: u32,
}

/// The manifest's name.
pub(crate) const MANIFEST: &str = "manifest.json";

/// Where the manifest of the run in `dir` stands.
pub(crate) fn manifest_path(dir: &Path) -> PathBuf {
    dir.join(MANIFEST)
}

/// Puts the manifest in its place, over an older one; a reader meets the old
/// or the new one, never a mixture. What was renamed into the folder before is
/// on disk afterwards as well.
pub(crate) fn write_manifest(dir: &Path, manifest: &Manifest) -> io::Result<()> {
    let mut text = serde_json::to_vec_pretty(manifest)?;
    text.push(b'\n');
    let mut file = NewFile::create(&manifest_path(dir))?;
    file.write_all(&sealed(&text))?;
    file.sync()?.commit()?;
    sync_folder(dir)
}

/// Reads the manifest of the run in `dir`. Its seal is not looked at: people
/// may edit a manifest to get at what is left of a run.
pub(crate) fn read_manifest(dir: &Path) -> Result<Manifest, OpenRunError> {
    manifest_of(dir, &read_manifest_text(dir)?)
}

/// Reads the text of the manifest in `dir`.
pub(crate) fn read_manifest_text(dir: &Path) -> Result<Vec<u8>, OpenRunError> {
    let path = manifest_path(dir);
    match fs::read(&path) {
        Ok(text) => Ok(text),
        Err(_) if !dir.is_dir() => Err(OpenRunError::NoFolder { dir: dir.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(OpenRunError::NoManifest { dir: dir.to_owned() })
        }
        Err(source) => Err(OpenRunError::Read { path, source }),
    }
}

/// The manifest that the text from `dir` spells. The version is read first,
/// since a newer manifest need not have the fields that are known here.
pub(crate) fn manifest_of(dir: &Path, text: &[u8]) -> Result<Manifest, OpenRunError> {
    let path = manifest_path(dir);
    match serde_json::from_slice::<Version>(text) {
        Ok(Version { schema_version: found }) if found > SCHEMA_VERSION => {
            Err(OpenRunError::Newer { path, found })
        }
        Ok(_) => {
            serde_json::from_slice(text).map_err(|source| OpenRunError::NotARun { path, source })
        }
        Err(source) => Err(OpenRunError::NotARun { path, source }),
    }
}
