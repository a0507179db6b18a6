//! Measurements that are missing: how many, on which side, and what they could hide.
//!
//! A side that loses more measurements than the other is a result and no noise, so the shares are
//! tested against each other by Fisher's exact test. And whatever the missing ones would have
//! been, the truth lies between the two worst cases: all of them passes for A and failures for B,
//! or the reverse.
//!
//! **Source.** Fisher (1935), JRSS 98; the bounds are those of Manski (1990), American Economic
//! Review 80.
//!
//! **Assumes** scores between 0 and 1.

use super::unit::PairedUnit;
use crate::gate::fisher_two_sided;
use crate::real::size;

/// Missing measurements on both sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Missing {
    /// Missing under A.
    pub a: usize,
    /// Missing under B.
    pub b: usize,
    /// All measurements, missing ones included.
    pub measurements: usize,
    /// The share of missing ones among all.
    pub share: f64,
    /// Fisher's two-sided p that A and B lose the same share.
    pub p_same_on_both_sides: f64,
}

/// Counts what is missing; `None` if there is no measurement at all, missing or not.
#[must_use]
pub fn missing(units: &[PairedUnit]) -> Option<Missing> {
    let lost = |side: &[Option<f64>]| side.iter().filter(|one| one.is_none()).count();
    let (mut a, mut b, mut all_a, mut all_b) = (0, 0, 0, 0);
    for unit in units {
        a += lost(&unit.a);
        b += lost(&unit.b);
        all_a += unit.a.len();
        all_b += unit.b.len();
    }
    let measurements = all_a + all_b;
    Some(Missing {
        a,
        b,
        measurements,
        share: (measurements > 0).then(|| size(a + b) / size(measurements))?,
        p_same_on_both_sides: fisher_two_sided(a as u64, all_a as u64, b as u64, all_b as u64)?,
    })
}

/// The units with every missing measurement at its worst for B: 1 under A and 0 under B.
#[must_use]
pub fn worst_for_b(units: &[PairedUnit]) -> Vec<PairedUnit> {
    units.iter().map(|unit| filled(unit, 1.0, 0.0)).collect()
}

/// The units with every missing measurement at its worst for A: 0 under A and 1 under B.
#[must_use]
pub fn worst_for_a(units: &[PairedUnit]) -> Vec<PairedUnit> {
    units.iter().map(|unit| filled(unit, 0.0, 1.0)).collect()
}

fn filled(unit: &PairedUnit, a: f64, b: f64) -> PairedUnit {
    let fill = |side: &[Option<f64>], value| side.iter().map(|one| one.or(Some(value))).collect();
    PairedUnit { cluster: unit.cluster, a: fill(&unit.a, a), b: fill(&unit.b, b) }
}
