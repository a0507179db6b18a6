//! Newcombe's interval for the difference of two paired rates: square and add.
//!
//! Wilson's intervals of both rates are joined, with the correlation φ of the two sides:
//!
//! ```text
//! lower  D - √((pB-lB)² - 2φ(pB-lB)(uA-pA) + (uA-pA)²)
//! upper  D + √((uB-pB)² - 2φ(uB-pB)(pA-lA) + (pA-lA)²)
//! ```
//!
//! **Source.** Newcombe (1998), Statistics in Medicine 17, method 8 with the plain φ.
//!
//! **Assumes** one measurement of each unit under each side, and independent units.
//!
//! **Edges.** φ is 0 where a side passed or failed throughout. No unit: no interval.

use crate::interval::Interval;
use crate::paired::PairedTable;
use crate::rate::wilson;
use crate::real::real;

/// A paired difference in closed form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Newcombe {
    /// B's rate less A's.
    pub difference: f64,
    /// The interval of the difference, within -1 and 1.
    pub interval: Interval,
    /// The correlation of the two sides.
    pub phi: f64,
}

/// The interval of the difference B - A.
///
/// `None` without units, or if `confidence` does not lie strictly between 0 and 1.
#[must_use]
pub fn newcombe(table: PairedTable, confidence: f64) -> Option<Newcombe> {
    let a = wilson(table.a_passes(), table.n(), confidence);
    let b = wilson(table.b_passes(), table.n(), confidence);
    let (a_bounds, b_bounds) = (a.interval?, b.interval?);
    let (a, b) = (a.estimate?, b.estimate?);
    let phi = correlation(table);
    let add = |one: f64, other: f64| {
        (one * one - 2.0 * phi * one * other + other * other).max(0.0).sqrt()
    };
    let difference = b - a;
    let lower = difference - add(b - b_bounds.lower, a_bounds.upper - a);
    let upper = difference + add(b_bounds.upper - b, a - a_bounds.lower);
    Some(Newcombe { difference, interval: Interval { lower, upper }.clipped(-1.0, 1.0), phi })
}

fn correlation(table: PairedTable) -> f64 {
    let fails = |passes: u64| real(table.n() - passes);
    let (a, b) = (table.a_passes(), table.b_passes());
    let product = real(a) * fails(a) * real(b) * fails(b);
    let agreement = real(table.both_pass) * real(table.both_fail);
    let disagreement = real(table.a_only) * real(table.b_only);
    if product > 0.0 { (agreement - disagreement) / product.sqrt() } else { 0.0 }
}
