//! How good at k tries, and how reliable over k tries.
//!
//! Both are averages over tasks of what can be said of each without bias. Neither is a power of
//! the pass rate: (c/n)ᵏ and 1 - (1-c/n)ᵏ are both biased.

mod pass_at_k;
mod pass_hat_k;
mod suite;

pub use pass_at_k::pass_at_k;
pub use pass_hat_k::pass_hat_k;
pub use suite::{SuitePassK, bootstrap_pass_k, suite_pass_k};
