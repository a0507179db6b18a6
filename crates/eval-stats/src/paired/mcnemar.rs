//! `McNemar`'s test: of the units that went differently, did as many go each way?
//!
//! With X binomial over the n discordant units at ½ and m the smaller side of them,
//!
//! ```text
//! exact  2 P(X ≤ m)                mid-p  2 P(X ≤ m) - P(X = m)
//! χ²     (b - a)² / n              corrected  (|b - a| - 1)² / n
//! ```
//!
//! **Source.** `McNemar` (1947), Psychometrika 12; the mid-p as recommended by Fagerland, Lydersen
//! and Laake (2013), BMC Medical Research Methodology 13.
//!
//! **Assumes** one measurement of each unit under each side. Repeats must never be pooled into it.
//! The exact p never rejects too often and mostly too seldom; the mid-p is nearer to its level.
//!
//! **Edges.** No discordant unit: p is 1, and there is no χ².

use crate::distribution::{binomial_cdf, binomial_pmf, chi_squared_survival};
use crate::paired::PairedTable;
use crate::real::real;

/// All forms of `McNemar`'s test, two-sided.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct McNemar {
    /// The exact conditional p.
    pub p_exact: f64,
    /// The mid-p.
    pub p_mid: f64,
    /// χ² and its p; none without discordant units.
    pub asymptotic: Option<ChiSquared>,
    /// The same, corrected for continuity.
    pub corrected: Option<ChiSquared>,
}

/// A value of χ² on one degree of freedom and its p.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChiSquared {
    /// The value of χ².
    pub value: f64,
    /// The chance of one at least as large.
    pub p: f64,
}

/// `McNemar`'s test of `table`.
///
/// ```
/// use eval_stats::paired::{PairedTable, mcnemar};
///
/// let test = mcnemar(PairedTable { both_pass: 1, a_only: 1, b_only: 7, both_fail: 12 });
/// assert!((test.p_exact - 0.0703125).abs() < 1e-12);
/// ```
#[must_use]
pub fn mcnemar(table: PairedTable) -> McNemar {
    let (n, smaller) = (table.discordant(), table.a_only.min(table.b_only));
    let (p_exact, p_mid) = exact(smaller, n);
    let distance = real(table.a_only.abs_diff(table.b_only));
    let chi_squared = |distance: f64| {
        let value = distance.powi(2) / real(n);
        let p = chi_squared_survival(value, 1.0)?;
        (n > 0).then_some(ChiSquared { value, p })
    };
    McNemar {
        p_exact,
        p_mid,
        asymptotic: chi_squared(distance),
        corrected: chi_squared((distance - 1.0).max(0.0)),
    }
}

/// The exact p and the mid-p for `smaller` of `n` discordant units on the smaller side.
pub(crate) fn exact(smaller: u64, n: u64) -> (f64, f64) {
    let tail = binomial_cdf(smaller, n, 0.5).unwrap_or(1.0);
    let point = binomial_pmf(smaller, n, 0.5).unwrap_or(1.0);
    ((2.0 * tail).min(1.0), (2.0 * tail - point).min(1.0))
}
