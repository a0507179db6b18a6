//! Is B within a margin of A, either way? Two one-sided tests.
//!
//! **Source.** Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15.
//!
//! **Assumes** independent units and differences that are not too skewed.
//!
//! **Edges.** Differences that do not vary at all cannot be tested.

use crate::estimate::Estimate;

/// Whether a difference excludes both being worse and being better than the margin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Equivalence {
    /// The larger of the two p-values below.
    pub p: f64,
    /// Chance of such a difference if B were worse by exactly the margin.
    pub p_lower: f64,
    /// Chance of such a difference if B were better by exactly the margin.
    pub p_upper: f64,
    /// Whether both are excluded at level alpha.
    pub equivalent: bool,
}

/// Tests `difference` (B - A) against being `margin` away, each side at level `alpha`.
///
/// `None` of a degenerate difference.
#[must_use]
pub fn equivalence(difference: Estimate, margin: f64, alpha: f64) -> Option<Equivalence> {
    let p_lower = difference.test(-margin)?.p_greater;
    let p_upper = difference.test(margin)?.p_less;
    let p = p_lower.max(p_upper);
    Some(Equivalence { p, p_lower, p_upper, equivalent: p < alpha })
}
