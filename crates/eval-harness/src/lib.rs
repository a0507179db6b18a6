//! The harness as a typed TOML file: one table a component, absent means off.
//!
//! ```toml
//! extends = "./bare.toml"          # tables merge, arrays replace
//!
//! [guardrails]
//! kind = "rails"
//! budget = 12
//!
//! [verifiers]
//! kind = "checks"
//! checks = ["evidence_required", "no_unapproved_mutation"]
//! on_fail = "feedback"
//! ```
//!
//! What it does not know: what a component does when it runs (`eval-kernel`),
//! which model or scenario it meets, and which arm it belongs to.
//!
//! Entry type: [`HarnessConfig`], by [`HarnessConfig::load`].

mod config;
mod load;

pub use config::{
    Approval, Check, Context, ErrorRouting, Guardrails, HarnessConfig, Loop, Memory, OnFail, Tools,
    Verifiers,
};
pub use load::{LoadHarnessError, LoadedHarness, Override};
