//! What each part contributes to the whole, averaged over all orders of adding them.
//!
//! ```text
//! φᵢ = Σ_S |S|! (n-|S|-1)! / n! · (v(S+i) - v(S))
//! ```
//!
//! Shares add up to v(all) - v(none). The interaction of two parts is the same average of what
//! they do together beyond what each does alone; where it is large there is no single culprit.
//!
//! **Source.** Shapley (1953); the interaction of Grabisch and Roubens (1999), International
//! Journal of Game Theory 28.
//!
//! **Assumes** a value for every combination of parts. It describes these units and says nothing
//! of combinations that were not run.
//!
//! **Edges.** Up to 10 parts are counted out; beyond that see [`super::sampled_shapley`].

use super::coalition::Coalition;
use crate::estimate::Estimate;
use crate::real::size;
use crate::t_mean::t_mean;

/// The most parts that are counted out.
const MOST_EXACT: usize = 10;

/// Shares of all parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Shapley {
    /// The share of each part.
    pub shares: Vec<f64>,
    /// The interaction of each two parts, the first below the second.
    pub interactions: Vec<((usize, usize), f64)>,
    /// All shares together: v(all) - v(none).
    pub total: f64,
    /// What each part adds to all others.
    pub leave_one_out: Vec<f64>,
    /// What each part adds to nothing.
    pub add_one_in: Vec<f64>,
}

/// The shares of `parts` parts; `values` holds the value of every coalition by its index.
///
/// `None` without parts, with more than 10, unless there is a value for each coalition, or if one
/// is not finite.
#[must_use]
pub fn shapley(parts: usize, values: &[f64]) -> Option<Shapley> {
    let is_complete = (1..=MOST_EXACT).contains(&parts) && values.len() == 1 << parts;
    if !is_complete || !values.iter().all(|value| value.is_finite()) {
        return None;
    }
    let value = |coalition: Coalition| values[coalition.index()];
    let all = Coalition::all(parts);
    let pairs = (0..parts).flat_map(|one| (one + 1..parts).map(move |other| (one, other)));
    Some(Shapley {
        shares: (0..parts).map(|part| share(parts, part, &value)).collect(),
        interactions: pairs.map(|pair| (pair, interaction(parts, pair, &value))).collect(),
        total: value(all) - value(Coalition::EMPTY),
        leave_one_out: (0..parts).map(|part| value(all) - value(all.without(part))).collect(),
        add_one_in: (0..parts)
            .map(|part| value(Coalition::EMPTY.with(part)) - value(Coalition::EMPTY))
            .collect(),
    })
}

fn share(parts: usize, part: usize, value: &impl Fn(Coalition) -> f64) -> f64 {
    let without = Coalition::every(parts).filter(|coalition| !coalition.has(part));
    without.map(|rest| weight(rest.len(), parts) * (value(rest.with(part)) - value(rest))).sum()
}

fn interaction(
    parts: usize,
    (one, other): (usize, usize),
    value: &impl Fn(Coalition) -> f64,
) -> f64 {
    let without = Coalition::every(parts).filter(|rest| !rest.has(one) && !rest.has(other));
    let together = |rest: Coalition| {
        value(rest.with(one).with(other)) - value(rest.with(one)) - value(rest.with(other))
            + value(rest)
    };
    // As if the two were one part of one fewer.
    without.map(|rest| weight(rest.len(), parts - 1) * together(rest)).sum()
}

/// |S|! (n-|S|-1)! / n!, that is 1 over n times the number of coalitions of that size.
fn weight(before: usize, parts: usize) -> f64 {
    let mut ways = 1.0;
    for step in 0..before {
        ways *= size(parts - 1 - step) / size(step + 1);
    }
    1.0 / (size(parts) * ways)
}

/// The shares over units, each with its own values, as means with their error over units.
///
/// `None` without units, or where [`shapley`] is undefined for one.
#[must_use]
pub fn shapley_of_units(parts: usize, units: &[Vec<f64>]) -> Option<Vec<Estimate>> {
    let shares: Vec<Vec<f64>> =
        units.iter().map(|values| Some(shapley(parts, values)?.shares)).collect::<Option<_>>()?;
    let over_units =
        |part: usize| t_mean(&shares.iter().map(|unit| unit[part]).collect::<Vec<_>>());
    (0..parts).map(over_units).collect()
}
