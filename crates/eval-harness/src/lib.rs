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
//! ```
//! use std::path::Path;
//! use eval_harness::{HarnessConfig, Override};
//!
//! let folder = std::env::temp_dir().join("eval-harness-doc");
//! std::fs::create_dir_all(&folder)?;
//! std::fs::write(folder.join("bare.toml"), "[loop]\nkind = \"react\"\n")?;
//!
//! let shorter = Override {
//!     key: "loop.max_turns".into(),
//!     value: 8.into(),
//!     origin: "arm `shorter`".into(),
//! };
//! let plain = HarnessConfig::load(&folder.join("bare.toml"), &[])?;
//! let loaded = HarnessConfig::load(&folder.join("bare.toml"), &[shorter])?;
//! assert_eq!(loaded.config.agent_loop.max_turns(), 8);
//! assert_ne!(loaded.config.hash(), plain.config.hash());
//! # Ok::<(), Box<dyn std::error::Error>>(())
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
