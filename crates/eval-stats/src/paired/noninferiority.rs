//! Is B at most a margin worse than A? Student's t, one-sided.
//!
//! ```text
//! t = (D + margin) / SE      non-inferior if D - t(df, 1-α) SE > -margin
//! ```
//!
//! **Source.** Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, one side of
//! it.
//!
//! **Assumes** independent units and differences that are not too skewed. For a decision use
//! [`crate::gate`], which guards against differences that hardly vary.
//!
//! **Edges.** Differences that do not vary at all cannot be tested.

use crate::estimate::Estimate;

/// Whether a difference excludes being worse than the margin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noninferiority {
    /// How many standard errors the difference lies above -margin.
    pub t: f64,
    /// Chance of so large a t if B were worse by exactly the margin.
    pub p: f64,
    /// The one-sided lower bound of the difference.
    pub lower: f64,
    /// Whether the bound lies above -margin.
    pub non_inferior: bool,
}

/// Tests `difference` (B - A) against being `margin` worse, at one-sided level `alpha`.
///
/// `None` of a degenerate difference, or if `alpha` does not lie strictly between 0 and 1.
#[must_use]
pub fn noninferiority(difference: Estimate, margin: f64, alpha: f64) -> Option<Noninferiority> {
    let test = difference.test(-margin)?;
    let lower = difference.lower_bound(alpha)?;
    Some(Noninferiority { t: test.t, p: test.p_greater, lower, non_inferior: lower > -margin })
}
