//! The conclusions as plain data, also the `--format json` contract.
//!
//! Each is a struct that serialises to what `--format json` prints, and derives
//! its JSON Schema. The summary of a run stands here with the fold that draws it
//! from the stored trials one by one, so that a run can end in its table without
//! an engine; all others are drawn by `eval-analysis`.
//!
//! What it does not know: where trials are stored, how conclusions are drawn from
//! them and how they are shown.
//!
//! Entry types: [`RunSummary`], by way of [`Summing`]; [`Comparison`] and
//! [`GateReport`].
//!
//! ```no_run
//! use eval_findings::{RunSummary, Summing};
//! use eval_trace::{Manifest, TrialRecord};
//!
//! fn sum_up(manifest: &Manifest, trials: &[TrialRecord]) -> RunSummary {
//!     let mut summing = Summing::new(manifest);
//!     for trial in trials {
//!         summing.add(trial);
//!     }
//!     summing.finish(manifest, "runs/latest")
//! }
//! ```

mod run_summary;
mod arm_summary;
mod summing;
mod compared;
mod side;
mod flips;
mod ratio;
mod gate_report;
mod baseline;
mod noise;
mod size_plan;
mod leaderboard;
mod profile;

pub use arm_summary::ArmSummary;
pub use baseline::{Baseline, BaselineResults};
pub use compared::{
    Comparison, Difference, Estimand, IntervalMethod, Missing, PMethod, Says, Volume,
};
pub use flips::{Flip, Flips, SliceBy, SliceRow};
pub use gate_report::{Check, CheckOf, Demanded, GateReport, Look, Policy, Quarantined, Verdict};
pub use leaderboard::{Leaderboard, Ranked};
pub use noise::{NaiveGate, NoiseFloor, NoiseNote};
pub use profile::{
    ArmProfile, Distribution, HorizonStep, InstanceProfile, NamedProfile, Point, RunProfile,
    Series, SliceProfile, Stability, Steadiness, TimeSplit, Trend, Tries,
};
pub use ratio::{Metric, Ratio, Safety, SafetyEvents};
pub use run_summary::{RunSummary, Unit};
pub use side::{ConfigChange, Configured, Pairing, Side};
pub use size_plan::{PerTrial, PlannedNoise, SizePlan, Sized};
pub use summing::{CONFIDENCE, ENOUGH_FAMILIES, Summing};

/// The version of the conclusions' JSON. It rises when a reader that knows only the older version
/// would go wrong; new fields alone do not raise it.
pub const FINDINGS_VERSION: u32 = 1;
