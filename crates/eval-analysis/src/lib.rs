//! From stored facts to conclusions: aggregates, paired comparisons, gates, plans.
//!
//! An arm of a run is read with one scan of one table ([`read_arms`]) and summed up instance by
//! instance ([`Measured`]); everything that is said of one arm or of two is computed from that.
//! The methods are those of `eval-stats`, the unit is the instance or, where there are five of
//! them, the family; never the trial. Trials lost to infra are never zeros and never vanish.
//!
//! | to learn | start with |
//! |---|---|
//! | whether B is better than A, or it is noise | [`compare`](compare()) |
//! | whether B may take A's place | [`gate`](gate()) |
//! | which of many arms is best | [`leaderboard`](leaderboard()) |
//! | how far an arm differs from itself | [`noise`](noise()) |
//! | what a suite could see, before it is run | [`size_plan`](size_plan()) |
//! | what an arm did, from every side | [`profile`](profile()) |
//! | how an arm fared over many runs | [`trend`](trend()) |
//!
//! What it does not know: how trials come about, how conclusions are shown, the clock and the
//! environment. The engine that reads the tables stands in no public signature.
//!
//! Entry types: [`Measured`] and [`CompareSettings`].
//!
//! ```no_run
//! use std::path::Path;
//! use eval_analysis::{CompareSettings, compare, read_arms};
//! use eval_store::Run;
//!
//! let run = Run::open(Path::new("runs/latest"))?;
//! let arms = read_arms(&run, Some(&["bare-loop", "five-components"]))?;
//! let found = compare(&arms[0], &arms[1], &CompareSettings::default())?;
//! println!("{:?}: {:?}", found.success.says, found.success.interval);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![deny(
    clippy::disallowed_methods,
    reason = "conclusions follow from stored facts and settings alone; the time comes in"
)]

mod measured;
mod tables;
mod sums;
mod fold;
mod read_run;
mod paired;
mod prices;
mod compare;
mod gate;
mod baseline;
mod leaderboard;
mod noise;
mod size_plan;
mod profile;
mod trend;

pub use baseline::{ReadBaselineError, bless, read_baseline};
pub use compare::{CompareError, CompareSettings, changes, compare};
pub use gate::{GateError, GateSpec, Quarantine, QuarantineError, Within, alpha_at, gate};
pub use leaderboard::leaderboard;
pub use measured::{Cell, Instance, Measured, Place, Provenance};
pub use noise::{NoiseError, noise};
pub use paired::{Paired, PairedRow, units};
pub use prices::{Price, Prices};
pub use profile::{ProfileSettings, mean_seconds, profile};
pub use read_run::{AnalyseError, read_arms};
pub use size_plan::{Question, assumed_noise, noise_of_floor, noise_of_pilot, size_plan};
pub use trend::trend;
