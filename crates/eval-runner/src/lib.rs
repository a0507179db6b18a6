//! Plans a run, drives its trials, tells of them.
//!
//! A [`Plan`] is every trial in order, arms interleaved; [`run`] drives the
//! trials of a [`Slice`] of it on worker threads and hands each
//! [`eval_trace::TrialRecord`] to a [`Sink`]; [`prove_scenario`] shows that an instance can be solved and not guessed;
//! [`rerun`](rerun()) runs a stored trial again from the run's manifest alone.
//!
//! What it does not know: where records end up, what is shown of them, and
//! what they mean. It never prints.
//!
//! Entry types: [`Plan`] and [`run`].
//!
//! ```no_run
//! use std::path::Path;
//! use eval_runner::{Bench, Plan, Selection};
//! use eval_scenario::Suite;
//!
//! let suite = Suite::load(Path::new("scenarios/sre-triage/suite.toml"))?;
//! let bench = Bench::set_up(suite)?;
//! let plan = Plan::new(&bench, &Selection::default())?;
//! println!("{} trials", plan.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod bench;
mod plan;
mod slice;
mod block;
mod trial_plan;
mod selection;
mod facts;
mod run;
mod trial;
mod drive;
mod judge;
mod record;
mod proof;
mod reference;
mod rerun;
mod difference;

pub use bench::{Bench, SetUpError, harness_of};
pub use difference::{Difference, first_difference};
pub use facts::RunFacts;
pub use plan::{Plan, PlanError};
pub use proof::{Disproof, Proof, prove_scenario};
pub use rerun::{RerunError, rerun};
pub use run::{RunError, Settings, Sink, run};
pub use selection::{Selection, SelectionError};
pub use slice::Slice;
pub use trial_plan::TrialPlan;
