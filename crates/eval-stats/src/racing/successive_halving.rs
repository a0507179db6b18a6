//! Successive halving: many candidates on little, few on much.
//!
//! After each rung the best 1/η stay and get η times the budget.
//!
//! **Source.** Jamieson and Talwalkar (2016), AISTATS.
//!
//! **Assumes** budgets that are nested random subsets of units, never the easy ones first.

/// One rung of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rung {
    /// How many candidates are on it.
    pub candidates: u64,
    /// What each of them may spend, in the unit of the smallest budget.
    pub budget: u64,
}

/// The rungs from `candidates` at `smallest` up to at most `largest` each, by factors of `eta`.
///
/// Ends where one candidate, or no budget, is left. `None` if `eta` is below 2, or without
/// candidates or a budget.
///
/// ```
/// let rungs = eval_stats::racing::successive_halving(27, 1, 27, 3).unwrap();
/// assert_eq!(rungs.iter().map(|rung| rung.candidates * rung.budget).sum::<u64>(), 108);
/// ```
#[must_use]
pub fn successive_halving(
    candidates: u64,
    smallest: u64,
    largest: u64,
    eta: u64,
) -> Option<Vec<Rung>> {
    if eta < 2 || candidates == 0 || smallest == 0 {
        return None;
    }
    let next = |rung: &Rung| {
        let candidates = rung.candidates / eta;
        let budget = rung.budget.checked_mul(eta)?;
        (candidates > 0 && budget <= largest).then_some(Rung { candidates, budget })
    };
    let first = (smallest <= largest).then_some(Rung { candidates, budget: smallest });
    Some(std::iter::successors(first, next).collect())
}
