//! Plans a run, drives its trials, tells of them.
//!
//! A [`Plan`] is every trial in order, arms interleaved; [`run`] drives the
//! trials on worker threads and hands each [`eval_trace::TrialRecord`] to a
//! [`Sink`]; [`prove_scenario`] shows that an instance can be solved and not guessed.
//!
//! What it does not know: where records end up, what is shown of them, and
//! what they mean. It never prints.
//!
//! Entry types: [`Plan`] and [`run`].

mod bench;
mod plan;
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

pub use bench::{Bench, SetUpError, harness_of};
pub use facts::RunFacts;
pub use plan::{Plan, PlanError};
pub use proof::{Disproof, Proof, prove_scenario};
pub use run::{RunError, Settings, Sink, run};
pub use selection::{Selection, SelectionError};
pub use trial_plan::TrialPlan;
