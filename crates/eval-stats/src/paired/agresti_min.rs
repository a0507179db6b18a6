//! The interval of Agresti and Min for a paired difference: half a unit more in each cell.
//!
//! **Source.** Agresti and Min (2005), Statistics in Medicine 24.
//!
//! **Assumes** one measurement of each unit under each side, and independent units. Simple and
//! good enough for quick tables.
//!
//! **Edges.** Clipped to the range from -1 to 1. It stands around the shrunken difference.

use crate::distribution::normal_critical_value;
use crate::interval::Interval;
use crate::paired::PairedTable;
use crate::real::real;

/// A shrunken paired difference with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AgrestiMin {
    /// The difference B - A with half a unit more in each cell.
    pub centre: f64,
    /// The interval around it.
    pub interval: Interval,
}

/// The interval of the difference B - A.
///
/// `None` if `confidence` does not lie strictly between 0 and 1.
#[must_use]
pub fn agresti_min(table: PairedTable, confidence: f64) -> Option<AgrestiMin> {
    let z = normal_critical_value(confidence)?;
    let n = real(table.n()) + 2.0;
    let distance = real(table.b_only) - real(table.a_only);
    let discordant = real(table.discordant()) + 1.0;
    let centre = distance / n;
    let reach = z * (discordant - distance.powi(2) / n).sqrt() / n;
    let interval = Interval { lower: centre - reach, upper: centre + reach }.clipped(-1.0, 1.0);
    Some(AgrestiMin { centre, interval })
}
