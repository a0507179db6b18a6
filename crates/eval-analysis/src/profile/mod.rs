//! The arms of a run, looked at from every side.

mod horizon;
mod slices;
mod steadiness;
mod takes;
mod time;
mod tries;

use std::collections::BTreeMap;

use eval_findings::{ArmProfile, ENOUGH_FAMILIES, FINDINGS_VERSION, RunProfile, Unit};
use eval_store::Run;

pub(crate) use slices::whole;
pub use time::mean_seconds;

use crate::measured::Measured;
use crate::prices::Prices;
use crate::read_run::{AnalyseError, read_arms};

/// What a profile is asked for.
#[derive(Clone, Debug, Default)]
pub struct ProfileSettings {
    /// What tokens cost, by model.
    pub prices: Prices,
    /// Whether to read the events as well, to tell where the time of trials goes.
    pub with_time: bool,
    /// Whether to tell of the instances one by one.
    pub with_instances: bool,
}

/// Looks at the arms of a run from every side.
pub fn profile(run: &Run, settings: &ProfileSettings) -> Result<RunProfile, AnalyseError> {
    let arms = read_arms(run, None)?;
    let families = arms.first().map_or(0, |arm| arm.provenance.families);
    let unit = if families >= ENOUGH_FAMILIES { Unit::Family } else { Unit::Instance };
    let horizons = horizon::horizons(run)?;
    let takes = takes::takes(run, &settings.prices)?;
    let times = if settings.with_time { time::splits(run)? } else { BTreeMap::new() };
    let difficulty = slices::difficulty(&arms);
    let profile = |arm: &Measured| {
        let (name, model) = (&arm.provenance.arm, &arm.provenance.model);
        let price = settings.prices.of(model);
        ArmProfile {
            arm: name.clone(),
            model: model.clone(),
            whole: slices::whole(arm, unit, price),
            slices: slices::slices(arm, &difficulty, price),
            horizon: horizons.get(name).cloned().unwrap_or_default(),
            takes: takes.get(name).cloned().unwrap_or_default(),
            time: times.get(name).cloned(),
            instances: if settings.with_instances { steadiness::each(arm) } else { Vec::new() },
        }
    };
    Ok(RunProfile {
        schema_version: FINDINGS_VERSION,
        run: run.dir().display().to_string(),
        suite: run.manifest().suite.name.clone(),
        unit,
        arms: arms.iter().map(profile).collect(),
        simulated: arms.iter().all(|arm| arm.provenance.simulated),
    })
}
