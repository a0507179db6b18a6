//! The arms of a run, looked at from every side.

mod horizon;
mod slices;
mod takes;
mod time;
mod tries;

use std::collections::BTreeMap;

use eval_findings::{ArmProfile, ENOUGH_FAMILIES, FINDINGS_VERSION, RunProfile, Stability, Unit};
use eval_stats::gate::{Status, status};
use eval_store::Run;
pub(crate) use slices::whole;
pub use time::mean_seconds;

use crate::measured::Measured;
use crate::paired::tally;
use crate::read_run::{AnalyseError, read_arms};

/// With fewer scored trials nothing is called steady.
const STEADY_FROM: u32 = 3;

/// Looks at the arms of a run from every side. `with_time` reads the events as well, to tell where
/// the time of trials goes.
pub fn profile(run: &Run, with_time: bool) -> Result<RunProfile, AnalyseError> {
    let arms = read_arms(run, None)?;
    let families = arms.first().map_or(0, |arm| arm.provenance.families);
    let unit = if families >= ENOUGH_FAMILIES { Unit::Family } else { Unit::Instance };
    let horizons = horizon::horizons(run)?;
    let takes = takes::takes(run)?;
    let times = if with_time { time::splits(run)? } else { BTreeMap::new() };
    let difficulty = slices::difficulty(&arms);
    let profile = |arm: &Measured| {
        let name = &arm.provenance.arm;
        ArmProfile {
            arm: name.clone(),
            model: arm.provenance.model.clone(),
            whole: slices::whole(arm, unit),
            slices: slices::slices(arm, &difficulty),
            tries: tries::tries(arm),
            stability: stability(arm),
            horizon: horizons.get(name).cloned().unwrap_or_default(),
            takes: takes.get(name).cloned().unwrap_or_default(),
            time: times.get(name).cloned(),
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

fn stability(arm: &Measured) -> Stability {
    let mut stability = Stability::default();
    for cell in arm.instances.iter().map(|instance| &instance.cell) {
        if cell.scored < STEADY_FROM {
            stability.too_few += 1;
            continue;
        }
        match status(tally(cell)) {
            Some(Status::StablePass) => stability.stable_pass += 1,
            Some(Status::Flaky) => stability.flaky += 1,
            Some(Status::StableFail) => stability.stable_fail += 1,
            None => stability.too_few += 1,
        }
    }
    stability
}
