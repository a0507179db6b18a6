//! Costs, latencies, tokens: positive numbers with long tails.
//!
//! Default is the ratio of geometric means ([`geometric_ratio`]); for total spend there is
//! [`ratio_of_means`], for values that are no ratios [`hodges_lehmann`], for tails
//! [`quantile_interval`].

mod geometric_ratio;
mod ratio_of_means;
mod ranks;
mod wilcoxon;
mod hodges_lehmann;
mod mann_whitney;
mod quantile;
mod quantile_interval;

pub use geometric_ratio::{
    GeometricRatio, bootstrap_geometric_ratio, geometric_ratio, within_budget,
};
pub use hodges_lehmann::{HodgesLehmann, hodges_lehmann};
pub use mann_whitney::{MannWhitney, mann_whitney};
pub(crate) use quantile::quantile_of_sorted;
pub use quantile::{bootstrap_quantile_difference, quantile};
pub use quantile_interval::{QuantileInterval, quantile_interval};
pub(crate) use ranks::midranks;
pub use ratio_of_means::{bootstrap_ratio_of_sums, ratio_of_means};
pub use wilcoxon::{ExactP, SignedRank, wilcoxon_signed_rank};
