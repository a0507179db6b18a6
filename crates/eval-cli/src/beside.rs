//! What is known beside two arms: prices, the suite's own noise, the time.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use eval_analysis::{CompareSettings, Prices};
use eval_findings::{FINDINGS_VERSION, NoiseFloor};
use eval_toml::nearest;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::args::Leniency;
use crate::sides::Sides;

/// The noise of a suite's arms, as it is kept beside the suite.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NoiseFile {
    schema_version: u32,
    /// One for each arm that was measured, in order of their names.
    pub(crate) floors: Vec<NoiseFloor>,
}

/// Where a suite's noise is kept: `suite.noise.json` beside `suite.toml`.
pub(crate) fn noise_path(suite: &Path) -> PathBuf {
    suite.with_extension("noise.json")
}

impl NoiseFile {
    /// Reads one; where there is none, nothing was measured.
    pub(crate) fn read(path: &Path) -> anyhow::Result<Self> {
        match fs::read(path) {
            Ok(text) => {
                let not_one = || format!("{} is no file of `flywheel noise`", path.display());
                let file: Self = serde_json::from_slice(&text).with_context(not_one)?;
                if file.schema_version > FINDINGS_VERSION {
                    bail!(
                        "{} has version {} and this program knows those up to {FINDINGS_VERSION}",
                        path.display(),
                        file.schema_version
                    );
                }
                Ok(file)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Ok(Self { schema_version: FINDINGS_VERSION, floors: Vec::new() })
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    /// Puts an arm's noise in the place of what was known of it.
    pub(crate) fn put(&mut self, floor: NoiseFloor) {
        self.floors.retain(|known| known.arm != floor.arm);
        self.floors.push(floor);
        self.floors.sort_by(|one, other| one.arm.cmp(&other.arm));
    }

    /// Writes it, whole or not at all.
    pub(crate) fn write(&self, path: &Path) -> anyhow::Result<()> {
        write_whole(path, &(serde_json::to_string_pretty(self)? + "\n"))
    }
}

/// Writes a file beside its place and renames it there, so that nobody meets half of it.
pub(crate) fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let cannot = || format!("cannot write {}", path.display());
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(cannot)?;
    }
    let mut name = path.file_name().map(ToOwned::to_owned).unwrap_or_default();
    name.push(format!(".{}.tmp", std::process::id()));
    let aside = path.with_file_name(name);
    let written = fs::write(&aside, text).and_then(|()| fs::rename(&aside, path));
    written.inspect_err(|_| drop(fs::remove_file(&aside))).with_context(cannot)
}

/// The prices of some models' tokens. A file that is named has to hold all of them: what it lacks
/// would silently cost nothing.
pub(crate) fn prices<'a>(
    file: Option<&Path>,
    models: impl IntoIterator<Item = &'a str>,
) -> anyhow::Result<Prices> {
    let Some(file) = file else { return Ok(Prices::default()) };
    let prices = Prices::load(file)?;
    for model in models {
        if prices.of(model).is_none() {
            let hint = nearest(model, prices.models())
                .map_or_else(String::new, |near| format!("; did you mean it by `{near}`?"));
            bail!("{} has no table `[model.{model}]`{hint}", file.display());
        }
    }
    Ok(prices)
}

/// The settings of a comparison of two arms.
pub(crate) fn settings(sides: &Sides, leniency: &Leniency) -> anyhow::Result<CompareSettings> {
    let models = [&sides.a, &sides.b].map(|side| side.provenance.model.as_str());
    let prices = prices(leniency.prices.as_deref(), models)?;
    Ok(CompareSettings {
        allow_partial: leniency.allow_partial,
        across_models: leniency.across_models,
        prices,
        noise: noise_of(sides)?,
        now: Some(Timestamp::now()),
        ..CompareSettings::default()
    })
}

/// The noise kept beside the suite of either side, where the suite still lies where it was.
fn noise_of(sides: &Sides) -> anyhow::Result<Vec<NoiseFloor>> {
    let mut floors = Vec::new();
    for side in [&sides.a, &sides.b] {
        let Some(suite) = side.provenance.suite_path.as_deref() else { continue };
        for floor in NoiseFile::read(&noise_path(Path::new(suite)))?.floors {
            if !floors.contains(&floor) {
                floors.push(floor);
            }
        }
    }
    Ok(floors)
}
