//! The facts of an agent trial as plain data.
//!
//! Everything that the kernel decides, a model says, a world does and the
//! store keeps is spelled with the types of this crate: requests and their
//! answers, the [`Event`]s of a trace, outcomes, and the run's [`Manifest`].
//!
//! What it does not know: how any of it comes about. There is no loop, no file
//! and no clock in here, and nothing that scores.
//!
//! Entry types: [`Event`] for a trace, [`TrialRecord`] for a finished trial.
//!
//! ```
//! use eval_trace::{Digest, Text};
//!
//! let text = Text::new("Container exceeded memory limit");
//! assert_eq!(text.hash(), Digest::of_bytes(b"Container exceeded memory limit"));
//! // A text is stored by its hash; its body goes to the `contents` table.
//! assert_eq!(serde_json::to_value(&text).unwrap(), serde_json::json!(text.hash()));
//! ```

mod digest;
mod text;
mod tool;
mod message;
mod request;
mod answer;
mod context;
mod event;
mod outcome;
mod trial;
mod manifest;
mod run_event;

pub use answer::{
    Answer, HumanAnswer, Infra, ModelReply, ProbeAnswer, RawCall, ToolReturn, ToolStatus, Usage,
};
pub use context::{Block, BlockKind, Evicted};
pub use digest::{Digest, Hex};
pub use event::{
    Ended, ErrorClass, Event, EventKind, Guarded, Parse, Rail, RailDecision, Route, Routed, Started,
};
pub use manifest::{
    ArmFacts, Generation, Manifest, ModelFacts, PlannedLook, RunStatus, ScenarioFacts, Shard,
    SourceFile, SuiteFacts, TableFile,
};
pub use message::{Message, Role};
pub use outcome::{Outcome, Recoverability, StopReason, WorldVerdict};
pub use request::{
    Batch, HumanQuestion, ModelRequest, Probe, Purpose, Request, RequestId, RequestKind,
};
pub use run_event::RunEvent;
pub use text::Text;
pub use tool::{ToolCall, ToolSet, ToolSpec};
pub use trial::{Timing, TrialId, TrialKey, TrialRecord};

/// Version of the tables, of the manifest and of every JSON object printed.
pub const SCHEMA_VERSION: u32 = 2;

/// Milliseconds of virtual time since the trial began. Wall-clock time never
/// stands in a trace: it would make two equal runs differ.
pub type VirtualMillis = u64;
