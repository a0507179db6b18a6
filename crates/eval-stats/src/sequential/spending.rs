//! Looks at unequal distances: how much of the level may be spent by when.
//!
//! ```text
//! α(t) = 2 (1 - Φ(z_{1-α/2} / √t))      t the share of the information that is in
//! ```
//!
//! **Source.** Lan and `DeMets` (1983), Biometrika 70, with their spending function that is close to
//! O'Brien and Fleming.
//!
//! **Assumes** what O'Brien and Fleming's looks assume; when to look must not depend on what was
//! seen.

use super::brownian::{Uncrossed, meets};
use crate::distribution::{normal_critical_value, normal_survival};

/// How much of the one-sided level `alpha` is spent when `share` of the information is in.
///
/// `None` unless `alpha` lies strictly between 0 and 1 and `share` between 0, excluded, and 1.
#[must_use]
pub fn spent_alpha(share: f64, alpha: f64) -> Option<f64> {
    let z = normal_critical_value(1.0 - alpha)?;
    (0.0 < share && share <= 1.0).then(|| 2.0 * normal_survival(z / share.sqrt()))
}

/// The bound of each look, in standard errors, for looks at growing `shares` of the information.
///
/// `None` unless the shares grow from above 0 to at most 1, and `alpha` lies strictly between 0
/// and 1.
#[must_use]
pub fn spending_bounds(shares: &[f64], alpha: f64) -> Option<Vec<f64>> {
    if !shares.is_sorted_by(|one, other| one < other) {
        return None;
    }
    let mut uncrossed = Uncrossed::start();
    let mut spent = 0.0;
    let mut bounds = Vec::with_capacity(shares.len());
    for share in shares {
        let allowed = spent_alpha(*share, alpha)?;
        let z = meets(allowed - spent, -9.0, 39.0, |z| uncrossed.crosses(*share, z));
        uncrossed = uncrossed.after(*share, z);
        spent = allowed;
        bounds.push(z);
    }
    Some(bounds)
}
