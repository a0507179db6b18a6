//! The facts of a run on disk: written once, read by anybody.
//!
//! A run is a folder: a manifest and the tables `trials`, `events`, `contents`
//! and `timings` as Parquet files, cut into parts. Trials may be recorded in any
//! order, from any thread, by a process that is killed and one that goes on: the
//! first three tables come out the same, byte for byte. `docs/trace-schema.md`
//! describes every column, so that other tools can query the files without this
//! crate.
//!
//! What it does not know: how trials come about, what makes one good, and what
//! a plan is beyond each trial's place in it.
//!
//! Entry types: [`RunWriter`] to write a run, [`Run`] to read one.
//!
//! ```
//! # use eval_trace::*;
//! # use eval_store::{Durability, Run, RunWriter};
//! # fn manifest() -> Manifest {
//! #     let hash = Digest::of_bytes(b"plan");
//! #     let source = SourceFile { path: "suite.toml".into(), text: String::new() };
//! #     let suite = SuiteFacts { name: "web".into(), path: "suite.toml".into(), source, max_infra: 0.05, max_turns: 6 };
//! #     Manifest {
//! #         schema_version: SCHEMA_VERSION, run_id: "20261120T220500Z-0a1b2c3d".into(),
//! #         created: "2026-11-20T22:05:00Z".into(), status: RunStatus::Running, plan_hash: hash,
//! #         instances_hash: hash, planned: 1, finished: 0, seed: 0, epochs: 1, selection: vec![],
//! #         shard: None, look: None, generations: vec![],
//! #         suite, arms: vec![], models: vec![], scenarios: vec![], version: "0.1.0".into(),
//! #         git_commit: None, tables: vec![],
//! #     }
//! # }
//! # fn trial() -> TrialRecord {
//! #     let hash = Digest::of_bytes(b"trial");
//! #     let key = TrialKey { arm: "plain".into(), scenario: "search".into(), variant: "base".into(), instance: 7, epoch: 0 };
//! #     let cancelled = Event { seq: 0, step: 0, turn: 0, at: 0, effect: None, kind: EventKind::Cancelled };
//! #     TrialRecord {
//! #         id: TrialId(hash), key, family: "search".into(), tags: vec![], instance_hash: hash,
//! #         harness_hash: hash, model: "null".into(), model_hash: hash, outcome: Outcome::Failed,
//! #         recoverability: Recoverability::Unknown, stop: StopReason::Cancelled, detail: String::new(),
//! #         verified: None, unmet: vec![], broken: vec![], answer: None, turns: 0, tool_calls: 0,
//! #         refusals: 0, errors: 0, input_tokens: 0, output_tokens: 0, virtual_ms: 0,
//! #         state_before: hash, state_after: hash, events: vec![cancelled],
//! #     }
//! # }
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let dir = folder.path().join("run");
//! # let trial = trial();
//! # let timing = Timing { id: trial.id, started_us: 0, wall_us: 80, worker: 0 };
//! let writer = RunWriter::create(&dir, manifest(), Durability::Process)?;
//! writer.record(0, &trial, &timing)?;
//! writer.finish()?;
//!
//! let run = Run::open(&dir)?;
//! let found = run.find("plain/search#7@0")?;
//! let events = run.trace(found[0].id)?;
//! assert_eq!(events[0].kind, EventKind::Cancelled);
//! # Ok(())
//! # }
//! ```

mod run_writer;
mod run_lock;
mod parts;
mod journal;
mod frame;
mod journal_rows;
mod group_commit;
mod seal;
mod table_writer;
mod new_file;
mod recovery;

mod run;
mod trial_rows;
mod traces;
mod briefs;
mod inputs;
mod find;
mod lookup;
mod table_reader;
mod row;

mod verify;

mod manifest_file;
mod manifest_seal;
mod bare_error;
mod trials;
mod events;
mod lifted;
mod contents;
mod timings;

pub use briefs::TrialBrief;
pub use inputs::{Inputs, TrialInputs};
pub use recovery::{Recovered, ResumeRunError};
pub use run::{OpenRunError, Run};
pub use run_lock::is_held as is_being_written;
pub use run_writer::{
    Admission, CreateRunError, Durability, PART_TRIALS, RunWriter, WriteRunError,
};
pub use table_reader::ReadRunError;
pub use traces::Traces;
pub use trial_rows::TrialRows;
pub use verify::{
    Checked, Depth, FileCheck, FileFault, JournalCheck, JournalFault, Leftover, LeftoverKind,
    ManifestFault, PartCheck, PartFault, Verification, verify,
};
