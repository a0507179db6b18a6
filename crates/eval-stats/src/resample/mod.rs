//! Resampling: distributions of a statistic from the data alone.
//!
//! Everything drawn by chance comes from a `ChaCha8` stream that is keyed by the seed and the number
//! of the replicate, so results are the same on any number of threads.

mod streams;
mod sums;
mod bootstrap;
mod percentile;
mod jackknife;
mod bca;

pub use bca::{Bca, bca};
pub use bootstrap::{Bootstrap, bootstrap, bootstrap_mean, cluster_bootstrap};
pub use jackknife::{Jackknife, jackknife};
pub use percentile::{ExactBootstrap, exact_bootstrap_of_mean};
pub use streams::{Stream, Streams};
pub(crate) use sums::Sums;
