//! The harness as a pure state machine.
//!
//! [`Kernel::start`] takes a harness and a task, [`Kernel::step`] takes an
//! [`Input`] and returns an [`Effect`]: requests for the outside to answer, or
//! the end. Everything it decides it writes into its own diary of
//! [`eval_trace::Event`]s, from which [`replay`] can make every effect again.
//!
//! What it does not know: no clock, no random source, no file, no thread, no
//! world, no model, no arm. Time comes in with the input, chance as a seed.
//!
//! The order within a turn is fixed: budget, context assembly, model, parse,
//! guards (budget, allowlist, schema, approval), dispatch, memory, verifiers,
//! termination.
//!
//! ```
//! use std::sync::Arc;
//! use eval_harness::{HarnessConfig, Loop};
//! use eval_kernel::{Effect, Kernel, Start, Toolbox};
//! use eval_trace::{RequestKind, Text, ToolSet};
//!
//! let bare = HarnessConfig {
//!     agent_loop: Loop::React { max_turns: 8 },
//!     context: None, tools: None, guardrails: None, approval: None,
//!     memory: None, verifiers: None, errors: None,
//! };
//! let start = Start {
//!     task: Text::new("What is wrong with checkout-7f9c?"),
//!     toolbox: Arc::new(Toolbox::new(ToolSet::new(vec![])).unwrap()),
//!     granted: vec![],
//!     max_turns: 8,
//!     seed: 0,
//! };
//! let (_kernel, effect) = Kernel::start(Arc::new(bare), start);
//! let Effect::Request(batch) = effect else { panic!("the model is asked first") };
//! assert!(matches!(batch.requests[0].kind, RequestKind::AskModel(_)));
//! ```
#![deny(
    clippy::disallowed_methods,
    reason = "the kernel is pure: no clock, chance, file or environment"
)]

mod kernel;
mod input;
mod effect;
mod state;
mod diary;
mod window;
mod parse;
mod nesting;
mod guard;
mod verify;
mod toolbox;
mod replay;
mod retell;

pub use effect::{Effect, FinalAnswer, Finish};
pub use input::{Input, Start};
pub use kernel::Kernel;
pub use replay::{ReplayMismatch, replay};
pub use retell::{RetellError, Retelling, Toolboxes, retell, retell_under};
pub use toolbox::{SchemaError, Toolbox};
pub use window::TOKEN_COUNTER;
