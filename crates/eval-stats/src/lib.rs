//! Numbers in, numbers with their uncertainty out.
//!
//! Each method is one file with its formula, its source, what it takes for granted and what it
//! does at the edges. What cannot be estimated is `None` or says why, never NaN.
//!
//! It does not know what the numbers are about: units are measured under A and under B, and may
//! be related within clusters; no trial, harness or suite is named here. Nothing is read, written,
//! rounded for the eye or decided about what to do. Chance comes in as a seed, and the result is
//! the same on any number of threads.
//!
//! | to learn | start with |
//! |---|---|
//! | how often something passes | [`rate()`] |
//! | how often k tries pass | [`pass_k`] |
//! | whether B is better than A | [`paired::compare`] |
//! | whether B may take A's place | [`gate::gate`], after every unit [`sequential`] |
//! | how much to measure | [`power`] |
//! | what B costs | [`continuous`] |
//! | which part matters | [`ablation`] |
//! | which of many is best | [`racing`] |
//! | whether a judge is to be trusted | [`agreement`] |
//!
//! Differences are always B - A. A value with its error is an [`Estimate`], two bounds are an
//! [`Interval`].
//!
//! ```
//! use eval_stats::{Tally, rate};
//!
//! // Three units, measured four times each, no two of them related.
//! let units = [4, 3, 1].map(|passes| vec![Tally { passes, n: 4 }]);
//! let rate = rate(&units, 0.95);
//! assert!((rate.estimate.unwrap() - 8.0 / 12.0).abs() < 1e-12);
//!
//! // The measurements of one unit tell little of the next one, hence the width.
//! let interval = rate.interval.unwrap();
//! assert!(interval.lower < 0.12 && interval.upper > 0.96);
//! ```

#![deny(clippy::disallowed_methods, reason = "numbers in, numbers out; chance comes in as a seed")]

pub mod rate;
pub mod cluster;
pub mod pass_k;
pub mod paired;
pub mod gate;
pub mod multiplicity;
pub mod sequential;
pub mod power;
pub mod continuous;
pub mod ablation;
pub mod racing;
pub mod agreement;
pub mod resample;
pub mod distribution;

mod estimate;
mod interval;
mod moments;
mod real;
mod t_mean;

pub use cluster::{ClusteredMean, clustered_mean};
pub use distribution::{normal_critical_value, t_critical_value};
pub use estimate::{Estimate, TTest};
pub use interval::{Interval, Rate};
pub use rate::{Tally, effective_n, rate, wilson, wilson_neff};
pub use t_mean::t_mean;
