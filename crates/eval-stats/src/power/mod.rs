//! How much has to be measured to see how small a difference.
//!
//! Start with [`PlannedVariance`] before anything is measured, or [`pilot_variance`] after a pilot
//! of A against A; both lead to [`smallest_difference`], [`power`] and [`units_needed`]. Never
//! report "no difference" without the smallest one that would have been seen.

mod planned_variance;
mod pilot_variance;
mod smallest_difference;
mod paired_power;
mod noninferiority_power;
mod repeats;
mod mcnemar_power;

pub use mcnemar_power::{McNemarPower, mcnemar_power};
pub use noninferiority_power::{noninferiority_power, units_needed_for_noninferiority};
pub use paired_power::{power, units_needed, with_families};
pub use pilot_variance::{PilotVariance, pilot_variance};
pub use planned_variance::PlannedVariance;
pub use repeats::{best_repeats, repeats_that_help};
pub use smallest_difference::{smallest_difference, smallest_difference_normal};
