//! pass@k: the chance that at least one of k tries passes.
//!
//! ```text
//! 1 - C(n-c, k) / C(n, k)
//! ```
//!
//! **Source.** Chen et al. (2021), arXiv 2107.03374: unbiased for a task with n tries, c passed.
//!
//! **Assumes** independent tries of the same task.
//!
//! **Edges.** More tries asked for than there are: nothing, and never a smaller k instead.

use super::pass_hat_k::pass_hat_k;

/// pass@k of a task that passed `c` of `n` tries.
///
/// `None` if `k` is 0 or above `n`, or `c` above `n`.
///
/// ```
/// let chance = eval_stats::pass_k::pass_at_k(10, 3, 5).unwrap();
/// assert!((chance - 11.0 / 12.0).abs() < 1e-12);
/// assert_eq!(eval_stats::pass_k::pass_at_k(3, 2, 5), None);
/// ```
#[must_use]
pub fn pass_at_k(n: u64, c: u64, k: u64) -> Option<f64> {
    // That all of k tries fail is the same thing with failures for passes.
    let failures = n.checked_sub(c)?;
    Some(1.0 - pass_hat_k(n, failures, k)?)
}
