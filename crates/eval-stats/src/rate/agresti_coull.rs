//! The interval of Agresti and Coull.
//!
//! z² measurements are added, half of them passes; around the rate that then comes out stands the
//! plain normal interval.
//!
//! **Source.** Agresti and Coull (1998), The American Statistician 52.
//!
//! **Assumes** independent measurements that pass with the same probability. A little wider than
//! Wilson's interval, around the same centre.
//!
//! **Edges.** Clipped to the range from 0 to 1. Nothing measured: from 0 to 1.

use crate::distribution::normal_critical_value;
use crate::interval::Interval;
use crate::real::real;

/// The interval of Agresti and Coull for `passes` of `n`.
///
/// `None` if there are more passes than measurements, or if `confidence` does not lie strictly
/// between 0 and 1.
#[must_use]
pub fn agresti_coull(passes: u64, n: u64, confidence: f64) -> Option<Interval> {
    let z = normal_critical_value(confidence)?;
    if passes > n {
        return None;
    }
    if n == 0 {
        return Some(Interval::ANYWHERE);
    }
    let more = real(n) + z * z;
    let centre = (real(passes) + z * z / 2.0) / more;
    let reach = z * (centre * (1.0 - centre) / more).sqrt();
    Some(Interval { lower: centre - reach, upper: centre + reach }.clipped(0.0, 1.0))
}
