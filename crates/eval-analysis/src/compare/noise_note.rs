//! The suite's own noise, brought to the size of a comparison.

use eval_findings::{NoiseFloor, NoiseNote};
use eval_stats::normal_critical_value;

use super::difference::count;
use super::{CONFIDENCE, CompareSettings};
use crate::measured::{Cell, Measured};
use crate::paired::PairedRow;

/// The noise of the same instances and model, of either arm's harness where there is a choice.
pub(crate) fn note(
    a: &Measured,
    b: &Measured,
    rows: &[PairedRow<'_>],
    estimate: Option<f64>,
    settings: &CompareSettings,
) -> Option<NoiseNote> {
    let fits = |noise: &&NoiseFloor| {
        noise.suite == a.provenance.suite && noise.instances_hash == a.provenance.instances_hash
    };
    let of = |arm: &Measured| {
        let same = |noise: &&NoiseFloor| {
            noise.harness_hash == arm.provenance.harness_hash
                && noise.model_hash == arm.provenance.model_hash
        };
        settings.noise.iter().filter(fits).find(same)
    };
    let noise = of(a).or_else(|| of(b))?;
    let floor = floor_at(noise.within, noise.design_effect, rows)?;
    Some(NoiseNote {
        floor,
        is_outside: estimate?.abs() > floor,
        arm: noise.arm.clone(),
        created: noise.created.clone(),
    })
}

/// Half the width within which 95 in 100 differences lie though nothing changed, over these rows
/// with as many trials as they have.
pub(crate) fn floor_at(within: f64, design_effect: f64, rows: &[PairedRow<'_>]) -> Option<f64> {
    let compared: Vec<&PairedRow<'_>> = rows.iter().filter(|row| row.is_compared()).collect();
    let noise = |cell: &Cell| within / f64::from(cell.scored);
    let sum: f64 = compared.iter().map(|row| noise(&row.a) + noise(&row.b)).sum();
    let n = count(compared.len());
    let reach = normal_critical_value(CONFIDENCE)?;
    (n > 0.0).then(|| reach * (sum * design_effect).sqrt() / n)
}
