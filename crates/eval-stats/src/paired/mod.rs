//! Is B better than A? Differences over units measured under both.
//!
//! Differences are always B - A, so a positive one says that B is better. Start with [`compare`];
//! for units that pass or fail once there is [`PairedTable`] with the methods beside it.

mod unit;
mod comparison;
mod sign_flip;
mod noninferiority;
mod equivalence;
mod effect_size;

mod table;
mod mcnemar;
mod tango;
mod newcombe;
mod agresti_min;
mod matched_odds;
mod cohens_h;

mod superiority;
mod welch;
mod missing;

pub use agresti_min::{AgrestiMin, agresti_min};
pub use cohens_h::cohens_h;
pub use comparison::{Comparison, Tallied, compare};
pub use effect_size::{EffectSize, effect_size};
pub use equivalence::{Equivalence, equivalence};
pub use matched_odds::{MatchedOdds, matched_odds};
pub(crate) use mcnemar::exact as mcnemar_p_values;
pub use mcnemar::{ChiSquared, McNemar, mcnemar};
pub use missing::{Missing, missing, worst_for_a, worst_for_b};
pub use newcombe::{Newcombe, newcombe};
pub use noninferiority::{Noninferiority, noninferiority};
pub use sign_flip::{
    SignFlip, sign_flip, sign_flip_monte_carlo, sign_flip_or_monte_carlo, smallest_p_of_sign_flip,
};
pub use superiority::{Superiority, superiority};
pub use table::PairedTable;
pub use tango::{tango, tango_noninferiority};
pub(crate) use unit::valid;
pub use unit::{PairedDifferences, PairedUnit, paired_differences};
pub use welch::welch;
