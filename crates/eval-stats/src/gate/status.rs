//! Single units: stable or flaky, and which seem newly broken. Advice, never a verdict.
//!
//! That a unit which passed now fails happens all the time by chance. The list of newly broken
//! units therefore takes Fisher's one-sided test of each, adjusted for their number.
//!
//! **Source.** Fisher (1935), JRSS 98; Benjamini and Hochberg (1995), JRSS B 57.
//!
//! **Assumes** independent repeats of each unit; three or more for the status to mean anything.

use super::fisher::fisher_worse;
use crate::multiplicity::benjamini_hochberg;
use crate::rate::Tally;

/// How one unit behaves under one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Passed every time.
    StablePass,
    /// Passed some of the time.
    Flaky,
    /// Failed every time.
    StableFail,
}

impl Status {
    /// Its name in lower case, words joined by underscores.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::StablePass => "stable_pass",
            Self::Flaky => "flaky",
            Self::StableFail => "stable_fail",
        }
    }
}

/// The status of a unit; `None` without measurements, or with more passes than those.
#[must_use]
pub fn status(tally: Tally) -> Option<Status> {
    match tally {
        Tally { n: 0, .. } => None,
        Tally { passes, n } if passes > n => None,
        Tally { passes: 0, .. } => Some(Status::StableFail),
        Tally { passes, n } if passes == n => Some(Status::StablePass),
        Tally { .. } => Some(Status::Flaky),
    }
}

/// The places of the units, A's tally and B's, that seem to pass less often under B.
///
/// At most `share` of those named are expected to be false. Units with more passes than
/// measurements are never named.
#[must_use]
pub fn newly_broken(units: &[(Tally, Tally)], share: f64) -> Vec<usize> {
    let p_value =
        |(a, b): &(Tally, Tally)| fisher_worse(a.passes, a.n, b.passes, b.n).unwrap_or(1.0);
    let adjusted = benjamini_hochberg(&units.iter().map(p_value).collect::<Vec<_>>());
    (0..units.len()).filter(|unit| adjusted[*unit] <= share).collect()
}
