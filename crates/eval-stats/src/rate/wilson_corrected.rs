//! Wilson's interval with a correction for continuity.
//!
//! ```text
//! lower  (2np + z² - 1 - z √(z² - 2 - 1/n + 4p(nq + 1))) / 2(n + z²)
//! upper  (2np + z² + 1 + z √(z² + 2 - 1/n + 4p(nq - 1))) / 2(n + z²)
//! ```
//!
//! **Source.** Newcombe (1998), Statistics in Medicine 17, method 4.
//!
//! **Assumes** n independent measurements that pass with the same probability. Wider than Wilson's
//! own interval, to cover at least as much as promised for almost every rate.
//!
//! **Edges.** No pass: the lower bound is 0. No failure: the upper one is 1. Nothing measured: from
//! 0 to 1.

use crate::distribution::normal_critical_value;
use crate::interval::Interval;
use crate::real::real;

/// Wilson's interval for `passes` of `n`, corrected for continuity.
///
/// `None` if there are more passes than measurements, or if `confidence` does not lie strictly
/// between 0 and 1.
#[must_use]
pub fn wilson_corrected(passes: u64, n: u64, confidence: f64) -> Option<Interval> {
    let z = normal_critical_value(confidence)?;
    let failures = n.checked_sub(passes)?;
    if n == 0 {
        return Some(Interval::ANYWHERE);
    }
    let (n, square) = (real(n), z * z);
    let (p, q) = (real(passes) / n, real(failures) / n);
    let centre = 2.0 * n * p + square;
    let below = z * (square - 2.0 - 1.0 / n + 4.0 * p * (n * q + 1.0)).max(0.0).sqrt();
    let above = z * (square + 2.0 - 1.0 / n + 4.0 * p * (n * q - 1.0)).max(0.0).sqrt();
    let scale = 2.0 * (n + square);
    let lower = if passes == 0 { 0.0 } else { (centre - 1.0 - below) / scale };
    let upper = if failures == 0 { 1.0 } else { (centre + 1.0 + above) / scale };
    Some(Interval { lower, upper }.clipped(0.0, 1.0))
}
