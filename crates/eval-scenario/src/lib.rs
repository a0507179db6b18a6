//! What is asked of an agent and what counts as success: scenarios, their
//! variants and splits, and the suites that name them.
//!
//! What it does not know: how a world acts a scenario out (`eval-world` reads
//! the Starlark beside it), how a model plays, and what is in a harness file.
//! A suite names harness files and leaves reading them to others.
//!
//! Entry types: [`Suite`] and [`Scenario`], each with a `load`.
//!
//! ```no_run
//! use std::path::Path;
//! use eval_scenario::Suite;
//!
//! let suite = Suite::load(Path::new("scenarios/sre-triage/suite.toml"))?;
//! println!("{}: {} arms", suite.name, suite.arms.len());
//! # Ok::<(), eval_scenario::LoadSuiteError>(())
//! ```

mod suite;
mod load_suite;
mod scenario;
mod load_scenario;
mod scenario_files;
mod model_spec;
mod moves;

pub use load_scenario::LoadScenarioError;
pub use load_suite::LoadSuiteError;
pub use model_spec::{ModelKind, ModelSpec};
pub use moves::{Move, MoveCall};
pub use scenario::{Approver, BASE_VARIANT, Scenario, ToolDeclaration, Variant};
pub use suite::{Arm, Limits, Suite, SuiteScenario};
