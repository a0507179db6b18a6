//! Do two raters agree, is a judge to be trusted, does a finger point at the right thing?
//!
//! Report raw agreement and Gwet's AC1 beside kappa, which collapses where one category is rare.

mod ratings;
mod cohen_kappa;
mod weighted_kappa;
mod gwet;
mod fleiss_kappa;
mod krippendorff;
mod ranking;
mod tied_top;
mod judge;

pub use cohen_kappa::{CohenKappa, cohen_kappa};
pub use fleiss_kappa::fleiss_kappa;
pub use gwet::gwet_ac1;
pub use judge::{JudgeError, corrected_rate, corrected_rate_interval};
pub use krippendorff::krippendorff_alpha;
pub use ranking::{Ranking, ranking};
pub use ratings::Ratings;
pub use tied_top::top_with_ties;
pub use weighted_kappa::{Weights, weighted_kappa};
