//! Shares of many parts, from random orders of adding them.
//!
//! Each order is taken forwards and backwards, which cancels much of the noise.
//!
//! **Source.** Castro, Gómez and Tejada (2009), Computers and Operations Research 36; antithetic
//! orders as in Mitchell, Cooper, Frank and Holmes (2022), JMLR 23.
//!
//! **Assumes** that any combination of parts can be asked for its value.
//!
//! **Edges.** One pair of orders shows no error.

use super::coalition::Coalition;
use crate::estimate::Estimate;
use crate::resample::Streams;
use crate::t_mean::t_mean;

/// The shares of `parts` parts from `pairs` pairs of orders under `seed`; their errors are those
/// of drawing orders, and say nothing of how sure the values are.
///
/// `None` without parts or pairs, with more than 32 parts, or if a value is not finite.
pub fn sampled_shapley(
    parts: usize,
    value: impl Fn(Coalition) -> f64 + Sync,
    pairs: u64,
    seed: u64,
) -> Option<Vec<Estimate>> {
    if !(1..=Coalition::MOST_PARTS).contains(&parts) {
        return None;
    }
    let drawn = Streams::new(seed).replicates(pairs, |stream| {
        let mut order: Vec<usize> = (0..parts).collect();
        stream.shuffle(&mut order);
        let mut shares = vec![0.0; parts];
        add_along(&order, &value, &mut shares);
        order.reverse();
        add_along(&order, &value, &mut shares);
        shares
    });
    let of_part =
        |part: usize| t_mean(&drawn.iter().map(|shares| shares[part]).collect::<Vec<_>>());
    (0..parts).map(of_part).collect()
}

/// Adds half of what each part adds along `order`.
fn add_along(order: &[usize], value: &impl Fn(Coalition) -> f64, shares: &mut [f64]) {
    let mut coalition = Coalition::EMPTY;
    let mut before = value(coalition);
    for part in order {
        coalition = coalition.with(*part);
        let after = value(coalition);
        shares[*part] += (after - before) / 2.0;
        before = after;
    }
}
