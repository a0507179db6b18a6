//! Effects of parts that are switched on and off in all combinations, within each unit.
//!
//! For each unit the mean of the cells where a part is on, less that of those where it is off; for
//! an interaction, where the product of two signs is positive or negative. Student's t over units
//! then says how sure that is. Nothing is assumed of how parts act together.
//!
//! **Source.** Box, Hunter and Hunter (2005), Statistics for Experimenters, chapter 5; the unit as
//! its own control as in the paired t test.
//!
//! **Assumes** independent units, each run in every cell.
//!
//! **Edges.** A unit without a score in one of its cells is left out for all effects, so that all
//! rest on the same units. One unit: effects without an interval.

use std::collections::{BTreeMap, BTreeSet};

use crate::estimate::Estimate;
use crate::moments::mean;
use crate::t_mean::t_mean;

/// The scores of one unit in one cell of the design.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The unit.
    pub unit: usize,
    /// Which parts are on.
    pub on: Vec<bool>,
    /// The scores, repeats included; `None` for one that is missing.
    pub scores: Vec<Option<f64>>,
}

/// The effect of one part, or of two together.
#[derive(Clone, Debug, PartialEq)]
pub struct FactorialEffect {
    /// The parts: one for a main effect, two for an interaction.
    pub parts: Vec<usize>,
    /// The effect in the unit of the scores, with its error over units.
    pub effect: Estimate,
}

/// All main effects of `parts` parts, then all interactions of two.
///
/// `None` if a cell does not name as many parts, if no unit has a score in each of the cells that
/// any unit has, or if a part is never both on and off.
#[must_use]
pub fn factorial_within(parts: usize, cells: &[Cell]) -> Option<Vec<FactorialEffect>> {
    if parts == 0 || cells.iter().any(|cell| cell.on.len() != parts) {
        return None;
    }
    let units = complete_units(cells);
    let mains = (0..parts).map(|part| vec![part]);
    let pairs = (0..parts).flat_map(|one| (one + 1..parts).map(move |other| vec![one, other]));
    let effect = |parts: Vec<usize>| {
        let contrast = |unit: &Means| contrast(unit, &parts);
        let contrasts: Vec<f64> = units.iter().map(contrast).collect::<Option<_>>()?;
        Some(FactorialEffect { effect: t_mean(&contrasts)?, parts })
    };
    mains.chain(pairs).map(effect).collect()
}

/// The mean score of each cell of one unit.
type Means<'a> = BTreeMap<&'a [bool], f64>;

/// The mean score of each cell, for every unit that has one in all cells there are.
fn complete_units(cells: &[Cell]) -> Vec<Means<'_>> {
    let mut units: BTreeMap<usize, BTreeMap<&[bool], Vec<f64>>> = BTreeMap::new();
    let mut all: BTreeSet<&[bool]> = BTreeSet::new();
    for cell in cells {
        all.insert(&cell.on);
        let unit = units.entry(cell.unit).or_default();
        unit.entry(&cell.on).or_default().extend(cell.scores.iter().flatten());
    }
    let is_complete = |unit: &Means| unit.len() == all.len();
    units.into_values().map(cell_means).filter(is_complete).collect()
}

/// Cells without a score have no mean.
fn cell_means(unit: BTreeMap<&[bool], Vec<f64>>) -> Means<'_> {
    unit.into_iter().filter_map(|(on, scores)| Some((on, mean(&scores)?))).collect()
}

/// The mean of the cells where the product of the signs of `parts` is positive, less the others'.
fn contrast(unit: &Means, parts: &[usize]) -> Option<f64> {
    let is_positive = |on: &[bool]| parts.iter().filter(|part| !on[**part]).count() % 2 == 0;
    let side = |positive: bool| {
        let of_side =
            |(on, score): (&&[bool], &f64)| (is_positive(on) == positive).then_some(*score);
        mean(&unit.iter().filter_map(of_side).collect::<Vec<_>>())
    };
    Some(side(true)? - side(false)?)
}
