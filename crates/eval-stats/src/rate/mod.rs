//! Intervals for one proportion.
//!
//! [`rate()`] chooses between the first two. The others are for special wants: never to cover less
//! than promised ([`clopper_pearson`], [`korn_graubard`]), a Bayesian reading ([`jeffreys`]), and
//! events that must not happen at all ([`upper_bound_of_rate`]). Wald's interval is left out, as it may
//! cover 41 % where it promises 95 %.

mod weighted;
mod wilson;
mod wilson_neff;
mod wilson_corrected;
mod clopper_pearson;
mod korn_graubard;
mod jeffreys;
mod agresti_coull;
mod rare_events;

pub use agresti_coull::agresti_coull;
pub use clopper_pearson::clopper_pearson;
pub use jeffreys::jeffreys;
pub use korn_graubard::korn_graubard;
pub use rare_events::{n_without_events, rule_of_three, upper_bound_of_rate};
pub use weighted::{Tally, rate};
pub use wilson::wilson;
pub use wilson_corrected::wilson_corrected;
pub use wilson_neff::{effective_n, wilson_neff};
