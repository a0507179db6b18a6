//! The odds ratio of matched pairs: how many units only B passed for each that only A passed.
//!
//! The exact interval of b/(a + b), turned into odds.
//!
//! **Source.** Breslow and Day (1980), Statistical Methods in Cancer Research 1, section 5.2, with
//! the interval of Clopper and Pearson (1934).
//!
//! **Assumes** one measurement of each unit under each side, and independent units.
//!
//! **Edges.** Infinite if no unit passed under A only. No discordant unit: no ratio, and an
//! interval from 0 to infinity.

use crate::interval::Interval;
use crate::paired::PairedTable;
use crate::rate::clopper_pearson;
use crate::real::real;

/// A matched odds ratio; above 1 if B is better.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MatchedOdds {
    /// The ratio, which may be infinite; none without discordant units.
    pub ratio: Option<f64>,
    /// Its exact interval, whose upper bound may be infinite.
    pub interval: Interval,
}

/// The matched odds ratio B to A.
///
/// `None` if `confidence` does not lie strictly between 0 and 1, or beyond 10,000 discordant units.
#[must_use]
pub fn matched_odds(table: PairedTable, confidence: f64) -> Option<MatchedOdds> {
    let bounds = clopper_pearson(table.b_only, table.discordant(), confidence)?;
    let odds = |share: f64| if share < 1.0 { share / (1.0 - share) } else { f64::INFINITY };
    let ratio = (table.discordant() > 0).then(|| real(table.b_only) / real(table.a_only));
    Some(MatchedOdds { ratio, interval: bounds.map(odds) })
}
