//! Reading the files of a scenario's folder.

use std::path::Path;

use eval_toml::Document;
use eval_trace::SourceFile;

use crate::LoadScenarioError;

/// Declares the scenario.
pub(crate) const SCENARIO_FILE: &str = "scenario.toml";

/// Acts it out.
pub(crate) const WORLD_FILE: &str = "world.star";

/// The scenario's own files and the Starlark files of the folder above, which
/// the scenarios of a suite share; in order of path.
pub(crate) fn read_files(folder: &Path) -> Result<Vec<SourceFile>, LoadScenarioError> {
    // Read by the reader that says best why it cannot be.
    let toml = Document::load(&folder.join(SCENARIO_FILE))?.text().to_owned();
    let mut files = vec![SourceFile { path: SCENARIO_FILE.to_owned(), text: toml }];
    files.extend(read_starlark(folder, "")?);
    // The parent of a relative path without one is the current folder.
    let above = folder.join("..");
    files.extend(read_starlark(&above, "../")?);
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn read_starlark(folder: &Path, prefix: &str) -> Result<Vec<SourceFile>, LoadScenarioError> {
    let failed = |path: &Path, cause| LoadScenarioError::Read { path: path.to_owned(), cause };
    let entries = std::fs::read_dir(folder).map_err(|cause| failed(folder, cause))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|cause| failed(folder, cause))?.path();
        if path.extension().is_some_and(|extension| extension == "star") {
            let text = std::fs::read_to_string(&path).map_err(|cause| failed(&path, cause))?;
            let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
            files.push(SourceFile { path: format!("{prefix}{name}"), text });
        }
    }
    Ok(files)
}
