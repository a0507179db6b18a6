//! Numbers in, numbers with their uncertainty out.
//!
//! Each method is one function in one file, with its formula, its source, what it takes for
//! granted and what it does at the edges. What cannot be estimated is `None`, never NaN.
//!
//! It does not know what the numbers are about: no trial, arm or suite is named here, and nothing
//! is read, written, drawn at random or rounded.
//!
//! Start with [`rate`], which chooses the interval that fits the data:
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

mod clustered;
mod quantile;
mod rate;
mod wilson;
mod wilson_neff;

mod interval;
mod real;

pub use clustered::{ClusteredMean, clustered_mean};
pub use interval::{Interval, Rate};
pub use quantile::{normal_critical_value, t_critical_value};
pub use rate::{Tally, rate};
pub use wilson::wilson;
pub use wilson_neff::{effective_n, wilson_neff};
