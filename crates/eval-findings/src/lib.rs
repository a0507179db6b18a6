//! The conclusions as plain data, also the `--format json` contract.
//!
//! Today there is one, the summary of a run, with the fold that draws it from
//! the stored trials one by one.
//!
//! What it does not know: where trials are stored and how conclusions are
//! shown. It needs no engine, so that a run can end in its table without one.
//!
//! Entry types: [`RunSummary`], by way of [`Summing`].
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

mod arm_summary;
mod run_summary;
mod summing;

pub use arm_summary::ArmSummary;
pub use run_summary::{RunSummary, Unit};
pub use summing::{CONFIDENCE, Summing};
