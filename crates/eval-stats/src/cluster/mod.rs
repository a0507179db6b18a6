//! Means of values that are related within clusters, and how strongly they are.
//!
//! The unit of inference is never the single measurement: repeats of a unit resemble each other,
//! and so do units of a family.

mod mean;
mod cr2;
mod miller;
mod icc;
mod design_effect;
mod fixed_suite;

pub use cr2::cr2_mean;
pub use design_effect::{DesignEffect, design_effect};
pub use fixed_suite::{FixedSuite, fixed_suite, fixed_suite_difference};
pub use icc::{VarianceComponents, variance_components};
pub use mean::{ClusteredMean, clustered_mean};
pub use miller::{MillerErrors, miller_errors};
