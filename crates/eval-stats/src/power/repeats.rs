//! How often to repeat each unit.
//!
//! ```text
//! k* = √((cost of a unit / cost of a repeat) · (within / between))
//! ```
//!
//! **Source.** Cochran (1977), Sampling Techniques, section 10.6.
//!
//! **Assumes** that units may be added at their cost. Where they are fixed, repeat until the noise
//! falls below half of what lies between units ([`repeats_that_help`]); past that only units help.
//!
//! **Edges.** Units that cost nothing extra: never repeat. No variance between them: the more
//! repeats the better, without end.

use crate::real::whole_up;

/// The number of repeats that gives the smallest error for its cost; at least 1, may be infinite.
///
/// `None` if a cost or a variance is negative, or a repeat costs nothing.
#[must_use]
pub fn best_repeats(unit_cost: f64, repeat_cost: f64, within: f64, between: f64) -> Option<f64> {
    let is_usable = unit_cost >= 0.0 && repeat_cost > 0.0 && within >= 0.0 && between >= 0.0;
    if !is_usable {
        return None;
    }
    let gain = unit_cost / repeat_cost * within;
    let best = if gain == 0.0 { 0.0 } else { (gain / between).sqrt() };
    Some(best.max(1.0))
}

/// From how many repeats on the noise is at most half of the variance between units.
///
/// `None` if a variance is negative, or if nothing lies between units.
#[must_use]
pub fn repeats_that_help(within: f64, between: f64) -> Option<u64> {
    let is_usable = within >= 0.0 && between > 0.0;
    let repeats = is_usable.then(|| whole_up(2.0 * within / between))?;
    repeats.map(|repeats| repeats.max(1))
}
