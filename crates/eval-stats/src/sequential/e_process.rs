//! Evidence that may be looked at after every value: a mixture of bets.
//!
//! Eight gamblers bet a fixed fraction f of their wealth on each value lying on one side of m, and
//! E is the mean of their wealth:
//!
//! ```text
//! greater  E = mean over f of Π (1 + f/m · (x - m))
//! less     E = mean over f of Π (1 - f/(1-m) · (x - m))
//! ```
//!
//! If the mean is m or on the other side, no strategy is expected to gain, and E ever reaches 1/α
//! with probability at most α (Ville's inequality). So one may stop whenever it does.
//!
//! **Source.** Ville (1939); Waudby-Smith and Ramdas (2024), JRSS B 86; Ramdas, Grünwald, Vovk and
//! Shafer (2023), Statistical Science 38.
//!
//! **Assumes** values between 0 and 1 whose mean, given those before, is the same throughout: so
//! in random order. Order by family or difficulty breaks it.
//!
//! **Edges.** Wealth of 0 is a logarithm of minus infinity, which no later value mends.

use crate::real::is_level;

/// The fractions bet by default.
pub const FRACTIONS: [f64; 8] = [0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.95];

/// On which side of the null mean the alternative lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The mean is larger.
    Greater,
    /// The mean is smaller.
    Less,
}

/// The evidence after each value.
#[derive(Clone, Debug, PartialEq)]
pub struct EProcess {
    /// The natural logarithm of E after each value.
    pub log_e: Vec<f64>,
}

/// The evidence of `values` that their mean lies beyond `null_mean` in `direction`.
///
/// `None` unless all values lie between 0 and 1, `null_mean` strictly between, and there is a
/// fraction and all of them lie from 0 to just below 1.
#[must_use]
pub fn mixture_e_process(
    values: &[f64],
    null_mean: f64,
    direction: Direction,
    fractions: &[f64],
) -> Option<EProcess> {
    let are_values = values.iter().all(|value| (0.0..=1.0).contains(value));
    let are_fractions = fractions.iter().all(|fraction| (0.0..1.0).contains(fraction));
    let is_mean = is_level(null_mean);
    if !are_values || !are_fractions || !is_mean || fractions.is_empty() {
        return None;
    }
    let slope = match direction {
        Direction::Greater => 1.0 / null_mean,
        Direction::Less => -1.0 / (1.0 - null_mean),
    };
    let mut wealth = vec![0.0; fractions.len()];
    let after = |value: &f64| {
        for (wealth, fraction) in wealth.iter_mut().zip(fractions) {
            *wealth += (fraction * slope * (value - null_mean)).ln_1p();
        }
        log_mean(&wealth)
    };
    Some(EProcess { log_e: values.iter().map(after).collect() })
}

impl EProcess {
    /// After how many values E first reaches 1/`alpha`; none if it never does.
    #[must_use]
    pub fn stops_at(&self, alpha: f64) -> Option<usize> {
        let enough = -alpha.ln();
        self.log_e.iter().position(|log_e| *log_e >= enough).map(|place| place + 1)
    }

    /// A p-value that holds whenever one looks: 1 over the largest E so far, at most 1.
    #[must_use]
    pub fn anytime_p(&self) -> f64 {
        let largest = self.log_e.iter().copied().fold(0.0, f64::max);
        (-largest).exp()
    }
}

/// The logarithm of the mean of what these are logarithms of.
fn log_mean(logs: &[f64]) -> f64 {
    let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest == f64::NEG_INFINITY {
        return largest;
    }
    let sum: f64 = logs.iter().map(|log| (log - largest).exp()).sum();
    largest + (sum / crate::real::size(logs.len())).ln()
}
