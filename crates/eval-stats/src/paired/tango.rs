//! Tango's score interval for the difference of two paired rates.
//!
//! It holds every difference Δ that a score test does not reject: with a and b the discordant
//! counts and q the most likely chance of "A only" under that Δ,
//!
//! ```text
//! z(Δ) = (b - a - nΔ) / √(n (2q + Δ(1 - Δ)))
//! ```
//!
//! The bounds are where z(Δ) meets the critical value, found by halving.
//!
//! **Source.** Tango (1998), Statistics in Medicine 17; checked by its author's successors against
//! a closed form, Yang, Sun and Hardin (2013), Statistics in Medicine 32.
//!
//! **Assumes** one measurement of each unit under each side, and independent units.
//!
//! **Edges.** Without discordant units it is still wide: ±z²/(n + z²). No unit: no interval.

use crate::distribution::{normal_critical_value, normal_survival};
use crate::interval::Interval;
use crate::paired::PairedTable;
use crate::real::{is_level, real};

/// Steps of halving: the range of 2 comes down to 10⁻¹⁸.
const HALVINGS: u32 = 61;

/// The interval of the difference B - A.
///
/// `None` without units, or if `confidence` does not lie strictly between 0 and 1.
#[must_use]
pub fn tango(table: PairedTable, confidence: f64) -> Option<Interval> {
    let critical_value = normal_critical_value(confidence)?;
    let difference = table.difference()?;
    let lower = boundary(-1.0, difference, |delta| score(table, delta) > critical_value);
    let upper = boundary(difference, 1.0, |delta| score(table, delta) >= -critical_value);
    Some(Interval { lower: lower.min(difference), upper: upper.max(difference) })
}

/// Tests whether B is at most `margin` worse: z and its one-sided p.
///
/// `None` without units, or unless `margin` lies strictly between 0 and 1.
#[must_use]
pub fn tango_noninferiority(table: PairedTable, margin: f64) -> Option<(f64, f64)> {
    let is_usable = table.n() > 0 && is_level(margin);
    let z = is_usable.then(|| score(table, -margin))?;
    Some((z, normal_survival(z)))
}

/// z(Δ), which falls as Δ grows.
fn score(table: PairedTable, delta: f64) -> f64 {
    let (n, a, b) = (real(table.n()), real(table.a_only), real(table.b_only));
    let linear = (2.0 * n - b + a) * delta - a - b;
    let constant = -a * delta * (1.0 - delta);
    let root = (linear * linear - 8.0 * n * constant).max(0.0).sqrt();
    let chance = (root - linear) / (4.0 * n);
    let distance = b - a - n * delta;
    let variance = n * (2.0 * chance + delta * (1.0 - delta));
    if variance > 0.0 {
        distance / variance.sqrt()
    } else if distance == 0.0 {
        0.0
    } else {
        f64::INFINITY.copysign(distance)
    }
}

/// Where `holds`, true at `from` and false at `to`, turns over; `from` if it holds nowhere.
fn boundary(from: f64, to: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut inside, mut outside) = (from, to);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(inside, outside);
        if holds(middle) { inside = middle } else { outside = middle }
    }
    inside
}
