//! From stored facts to conclusions.
mod measured;
mod tables;
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
pub use profile::{mean_seconds, profile};
pub use read_run::{AnalyseError, read_arms};
pub use size_plan::{Question, assumed_noise, noise_of_floor, noise_of_pilot, size_plan};
pub use trend::trend;
