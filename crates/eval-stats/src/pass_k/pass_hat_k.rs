//! pass^k: the chance that all of k tries pass.
//!
//! ```text
//! C(c, k) / C(n, k) = Π (c - i) / (n - i),  i from 0 to k - 1
//! ```
//!
//! **Source.** Yao, Shinn, Razavi and Narasimhan (2024), tau-bench, arXiv 2406.12045: unbiased for
//! a task with n tries, c passed.
//!
//! **Assumes** independent tries of the same task. Needs n of at least k, and 2k to say how much
//! it varies.
//!
//! **Edges.** More tries asked for than there are: nothing, and never a smaller k instead.

use crate::real::real;

/// pass^k of a task that passed `c` of `n` tries.
///
/// `None` if `k` is 0 or above `n`, or `c` above `n`.
#[must_use]
pub fn pass_hat_k(n: u64, c: u64, k: u64) -> Option<f64> {
    if k == 0 || k > n || c > n {
        return None;
    }
    let share = |i: u64| real(c.saturating_sub(i)) / real(n - i);
    Some((0..k).map(share).product())
}
