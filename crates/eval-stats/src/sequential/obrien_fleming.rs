//! Planned looks after O'Brien and Fleming: strict early, almost the full level at the end.
//!
//! With K looks at equal distances the j-th bound is c √(K/j), and c is such that all looks
//! together cross with probability α if there is nothing to find.
//!
//! **Source.** O'Brien and Fleming (1979), Biometrics 35, one-sided; Jennison and Turnbull (2000),
//! Group Sequential Methods.
//!
//! **Assumes** independent units, looks planned beforehand, and scores that are about normal: on
//! small samples bring the bounds to the scale of t ([`z_to_t`]).
//!
//! **Edges.** One look: the plain one-sided test. Extending an inconclusive run is a second look
//! and has to be planned as such.

use super::brownian::Uncrossed;
use crate::distribution::{normal_quantile, normal_survival, t_quantile};
use crate::real::real;

/// The bounds of all looks.
#[derive(Clone, Debug, PartialEq)]
pub struct OBrienFleming {
    /// The bound at the last look, from which all follow.
    pub constant: f64,
    /// The bound of each look, in standard errors; cross one and stop.
    pub z_bounds: Vec<f64>,
}

/// The bounds of `looks` looks at one-sided level `alpha`.
///
/// `None` without looks, beyond 100, or unless `alpha` lies strictly between 0 and ½.
#[must_use]
pub fn obrien_fleming(looks: u64, alpha: f64) -> Option<OBrienFleming> {
    let is_usable = (1..=100).contains(&looks) && 0.0 < alpha && alpha < 0.5;
    if !is_usable {
        return None;
    }
    let bounds = |constant: f64| -> Vec<f64> {
        (1..=looks).map(|look| constant * (real(looks) / real(look)).sqrt()).collect()
    };
    // A single look would cross at the lower end, and looks that never cross together at the upper.
    let (one, all) = (normal_quantile(1.0 - alpha)?, normal_quantile(1.0 - alpha / real(looks))?);
    let excess = |constant: f64| (crosses_ever(&bounds(constant)) / alpha).ln();
    let constant = if looks == 1 { one } else { root(one, all, excess) };
    Some(OBrienFleming { constant, z_bounds: bounds(constant) })
}

/// The chance to cross any of `bounds`, at looks at equal distances.
fn crosses_ever(bounds: &[f64]) -> f64 {
    let mut uncrossed = Uncrossed::start();
    let mut chance = 0.0;
    for (look, z) in (1..).zip(bounds) {
        chance += uncrossed.crosses(real(look), *z);
        uncrossed = uncrossed.after(real(look), *z);
    }
    chance
}

/// Where `function`, positive at `low` and negative at `high`, is 0: the Illinois method.
fn root(mut low: f64, mut high: f64, function: impl Fn(f64) -> f64) -> f64 {
    let (mut at_low, mut at_high) = (function(low), function(high));
    for _ in 0..60 {
        let middle = (low * at_high - high * at_low) / (at_high - at_low);
        let at_middle = function(middle);
        if at_middle.abs() < 1e-10 {
            return middle;
        }
        // The end that stays counts half the next time, so that both ends come in.
        if at_middle > 0.0 {
            (low, at_low, at_high) = (middle, at_middle, at_high / 2.0);
        } else {
            (high, at_high, at_low) = (middle, at_middle, at_low / 2.0);
        }
    }
    f64::midpoint(low, high)
}

/// A bound in standard errors on the scale of t: the value with the same one-sided p.
///
/// `None` unless `degrees_of_freedom` is above 0.
#[must_use]
pub fn z_to_t(z: f64, degrees_of_freedom: f64) -> Option<f64> {
    Some(-t_quantile(normal_survival(z), degrees_of_freedom)?)
}
