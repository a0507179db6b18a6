//! Two arms side by side: the instances that both have, and those that one of them lacks.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use eval_findings::{ENOUGH_FAMILIES, Pairing, Unit};
use eval_stats::Tally;
use eval_stats::paired::PairedUnit;

use crate::measured::{Cell, Instance, Measured, Place};

/// Two arms, instance by instance.
#[derive(Clone, Debug)]
pub struct Paired<'a> {
    /// The instances that both arms have trials of, in order of place and seed.
    pub rows: Vec<PairedRow<'a>>,
    /// Names of instances that only A has.
    pub only_a: Vec<String>,
    /// Names of instances that only B has.
    pub only_b: Vec<String>,
}

/// An instance under both arms.
#[derive(Clone, Copy, Debug)]
pub struct PairedRow<'a> {
    /// The variant it belongs to.
    pub place: &'a Place,
    /// Its seed.
    pub seed: u64,
    /// What A did.
    pub a: Cell,
    /// What B did.
    pub b: Cell,
}

impl PairedRow<'_> {
    /// Whether both arms have a scored trial of it.
    #[must_use]
    pub fn is_compared(&self) -> bool {
        self.a.scored > 0 && self.b.scored > 0
    }

    /// `scenario.variant#seed`.
    #[must_use]
    pub fn name(&self) -> String {
        self.place.instance_name(self.seed)
    }

    /// B's rate less A's.
    #[must_use]
    pub fn difference(&self) -> Option<f64> {
        Some(self.b.rate()? - self.a.rate()?)
    }
}

impl<'a> Paired<'a> {
    /// Puts two arms side by side, by the names of their instances.
    #[must_use]
    pub fn new(a: &'a Measured, b: &'a Measured) -> Self {
        let mut paired = Self { rows: Vec::new(), only_a: Vec::new(), only_b: Vec::new() };
        let (mut left, mut right) = (a.instances.iter().peekable(), b.instances.iter().peekable());
        while let (Some(one), Some(other)) = (left.peek(), right.peek()) {
            match key(a, one).cmp(&key(b, other)) {
                Ordering::Less => {
                    paired.only_a.push(name(a, one));
                    left.next();
                }
                Ordering::Greater => {
                    paired.only_b.push(name(b, other));
                    right.next();
                }
                Ordering::Equal => {
                    let place = &a.places[one.place];
                    paired.rows.push(PairedRow {
                        place,
                        seed: one.seed,
                        a: one.cell,
                        b: other.cell,
                    });
                    left.next();
                    right.next();
                }
            }
        }
        paired.only_a.extend(left.map(|one| name(a, one)));
        paired.only_b.extend(right.map(|other| name(b, other)));
        paired
    }

    /// What counts as independent: the family where there are enough of them.
    #[must_use]
    pub fn unit(&self) -> Unit {
        if families(&self.rows).len() >= ENOUGH_FAMILIES { Unit::Family } else { Unit::Instance }
    }

    /// Which instances are compared.
    #[must_use]
    pub fn pairing(&self) -> Pairing {
        let compared = self.rows.iter().filter(|row| row.is_compared()).count() as u64;
        Pairing {
            compared,
            dropped: self.rows.len() as u64 - compared,
            only_baseline: self.only_a.clone(),
            only_candidate: self.only_b.clone(),
            families: families(&self.rows).len() as u64,
        }
    }
}

fn key<'a>(arm: &'a Measured, instance: &Instance) -> (&'a str, &'a str, u64) {
    let place = &arm.places[instance.place];
    (&place.scenario, &place.variant, instance.seed)
}

fn name(arm: &Measured, instance: &Instance) -> String {
    arm.places[instance.place].instance_name(instance.seed)
}

/// The families of instances that are compared.
fn families<'a>(rows: &[PairedRow<'a>]) -> BTreeSet<&'a str> {
    let compared = rows.iter().filter(|row| row.is_compared());
    compared.map(|row| row.place.family.as_str()).collect()
}

/// The rows as statistics takes them. Every row is a unit, those that cannot be compared included:
/// what they lack is what is missing.
#[must_use]
pub fn units(rows: &[PairedRow<'_>], unit: Unit) -> Vec<PairedUnit> {
    let numbers = numbers(rows);
    let cluster = |row: &PairedRow<'_>| match unit {
        Unit::Family => numbers.get(row.place.family.as_str()).copied(),
        Unit::Instance => None,
    };
    let unit = |row| PairedUnit { cluster: cluster(row), a: scores(&row.a), b: scores(&row.b) };
    rows.iter().map(unit).collect()
}

/// Values of the rows that are compared, those of related instances together.
pub(crate) fn clustered<T>(
    rows: &[PairedRow<'_>],
    unit: Unit,
    value: impl Fn(&PairedRow<'_>) -> T,
) -> Vec<Vec<T>> {
    let compared = rows.iter().filter(|row| row.is_compared());
    match unit {
        Unit::Instance => compared.map(|row| vec![value(row)]).collect(),
        Unit::Family => {
            let mut families: BTreeMap<&str, Vec<T>> = BTreeMap::new();
            for row in compared {
                families.entry(&row.place.family).or_default().push(value(row));
            }
            families.into_values().collect()
        }
    }
}

/// A number for each family.
fn numbers<'a>(rows: &[PairedRow<'a>]) -> BTreeMap<&'a str, usize> {
    let mut numbers = BTreeMap::new();
    for row in rows {
        let next = numbers.len();
        numbers.entry(row.place.family.as_str()).or_insert(next);
    }
    numbers
}

/// The trials of an instance as scores; the order of epochs means nothing.
fn scores(cell: &Cell) -> Vec<Option<f64>> {
    let each = |count: u32, score| std::iter::repeat_n(score, count as usize);
    let failed = cell.scored - cell.success;
    each(cell.success, Some(1.0))
        .chain(each(failed, Some(0.0)))
        .chain(each(cell.infra(), None))
        .collect()
}

/// A cell as a count of passes.
pub(crate) fn tally(cell: &Cell) -> Tally {
    Tally { passes: cell.success.into(), n: cell.scored.into() }
}
