//! The manifest as a file.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use eval_trace::{Manifest, SCHEMA_VERSION};
use serde::Deserialize;

use crate::OpenRunError;
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
    file.write_all(&text)?;
    file.sync()?.commit()?;
    sync_folder(dir)
}

/// Reads the manifest of the run in `dir`. The version is read first, since a
/// newer manifest need not have the fields that are known here.
pub(crate) fn read_manifest(dir: &Path) -> Result<Manifest, OpenRunError> {
    let path = manifest_path(dir);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(_) if !dir.is_dir() => return Err(OpenRunError::NoFolder { dir: dir.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(OpenRunError::NoManifest { dir: dir.to_owned() });
        }
        Err(source) => return Err(OpenRunError::Read { path, source }),
    };
    match serde_json::from_slice::<Version>(&text) {
        Ok(Version { schema_version: found }) if found > SCHEMA_VERSION => {
            Err(OpenRunError::Newer { path, found })
        }
        Ok(_) => {
            serde_json::from_slice(&text).map_err(|source| OpenRunError::NotARun { path, source })
        }
        Err(source) => Err(OpenRunError::NotARun { path, source }),
    }
}
