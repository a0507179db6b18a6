//! How likely `McNemar`'s test rejects, exactly.
//!
//! Over every number of discordant units, and every way they may fall, the chance of it is summed
//! where the test rejects.
//!
//! **Source.** Duffy (1984), Biometrics 40; Fagerland, Lydersen and Laake (2013), BMC Medical
//! Research Methodology 13.
//!
//! **Assumes** independent units measured once on each side.
//!
//! **Edges.** Chances that exceed 1 together: nothing.

use crate::distribution::binomial_pmf;
use crate::paired::mcnemar_p_values;

/// The power of both forms of `McNemar`'s test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct McNemarPower {
    /// That of the exact test.
    pub exact: f64,
    /// That of the mid-p test.
    pub mid_p: f64,
}

/// The power over `n` units of which the share `a_only` passes under A only, `b_only` under B only.
///
/// `None` unless both are at least 0 and at most 1 together.
#[must_use]
pub fn mcnemar_power(n: u64, a_only: f64, b_only: f64, alpha: f64) -> Option<McNemarPower> {
    let discordant = a_only + b_only;
    if !(a_only >= 0.0 && b_only >= 0.0 && discordant <= 1.0) {
        return None;
    }
    let share = if discordant > 0.0 { b_only / discordant } else { 0.5 };
    let mut power = McNemarPower { exact: 0.0, mid_p: 0.0 };
    for count in 0..=n {
        let chance = binomial_pmf(count, n, discordant)?;
        for b in 0..=count {
            let chance = chance * binomial_pmf(b, count, share)?;
            let (p_exact, p_mid) = mcnemar_p_values(b.min(count - b), count);
            power.exact += if p_exact <= alpha { chance } else { 0.0 };
            power.mid_p += if p_mid <= alpha { chance } else { 0.0 };
        }
    }
    Some(power)
}
