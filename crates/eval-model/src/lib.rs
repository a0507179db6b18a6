//! The model seam, and models that need no network.
//!
//! A [`Model`] gets the rendered view and luck, and says one thing. Some
//! models here are *played*: they say what a program of the scenario would do,
//! handed to them as a [`Move`](eval_scenario::Move). They prove that the
//! machinery works; they say nothing about how a real model behaves.
//!
//! What it does not know: the harness, the arm, the world. There is no handle
//! to a tool in here, so a model cannot run one.
//!
//! Entry type: [`Model`]; [`offline`] makes one from a suite's table.
//!
//! ```
//! use eval_model::{Luck, Program, offline};
//! use eval_scenario::ModelKind;
//! use eval_trace::{Answer, Digest, ModelRequest, Purpose, ToolSet};
//!
//! let null = offline(&ModelKind::Null);
//! let request = ModelRequest {
//!     purpose: Purpose::Act, turn: 0, proposals: 0,
//!     messages: vec![], tools: ToolSet::new(vec![]),
//! };
//! let luck = Luck::new(Digest::of_bytes(b"a trial"));
//! assert_eq!(null.wants(&request, &luck), Program::Nothing);
//! assert!(matches!(null.answer(&request, None, &luck), Answer::Model(_)));
//! ```
#![deny(
    clippy::disallowed_methods,
    reason = "same seed, same bytes: luck comes in, nothing else does"
)]

mod model;
mod offline;
mod luck;
mod played;
mod flaky;
mod null;
mod random;
mod reply;

pub use luck::Luck;
pub use model::{Model, Program};
pub use offline::offline;
