//! A finished trial.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Digest, Event, Outcome, Recoverability, StopReason, Text};

/// Names a trial by what it is made of: instance, effective harness, model,
/// limits, run seed, stream and epoch. Never the arm's name, the suite file or the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TrialId(pub Digest);

impl fmt::Display for TrialId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a trial stands in its run, by names that people use. Written
/// `arm/scenario#instance@epoch`, the scenario as `name.variant`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TrialKey {
    /// The arm.
    pub arm: String,
    /// The scenario.
    pub scenario: String,
    /// Its variant, `base` where the scenario has none.
    pub variant: String,
    /// The instance seed.
    pub instance: u64,
    /// The repeat index.
    pub epoch: u32,
}

impl fmt::Display for TrialKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { arm, scenario, variant, instance, epoch } = self;
        write!(f, "{arm}/{scenario}.{variant}#{instance}@{epoch}")
    }
}

/// A trial as the store keeps it: one row of `trials` and its events.
#[derive(Clone, Debug, PartialEq)]
pub struct TrialRecord {
    /// Its identity.
    pub id: TrialId,
    /// Its place by name.
    pub key: TrialKey,
    /// The family of its scenario: the cluster of statistics.
    pub family: String,
    /// The scenario's tags.
    pub tags: Vec<String>,
    /// Hash of the instance: prompt, tools, initial state, parameters.
    pub instance_hash: Digest,
    /// Hash of the effective harness.
    pub harness_hash: Digest,
    /// The model's name in the suite.
    pub model: String,
    /// Hash of the model's settings.
    pub model_hash: Digest,
    /// How it ended.
    pub outcome: Outcome,
    /// Whether it was still to be saved.
    pub recoverability: Recoverability,
    /// Why the loop stopped.
    pub stop: StopReason,
    /// More about the stop, for people; the cause where infra failed.
    pub detail: String,
    /// What the verifiers said of the answer let out; none when none ran.
    pub verified: Option<bool>,
    /// What the success check found missing.
    pub unmet: Vec<String>,
    /// The invariants that broke, those of the harness included.
    pub broken: Vec<String>,
    /// The answer let out.
    pub answer: Option<Text>,
    /// How many times the model was asked.
    pub turns: u32,
    /// How many calls ran.
    pub tool_calls: u32,
    /// How many calls a rail refused.
    pub refusals: u32,
    /// How many errors were routed.
    pub errors: u32,
    /// Tokens read by the model.
    pub input_tokens: u64,
    /// Tokens written by the model.
    pub output_tokens: u64,
    /// Virtual time from start to end.
    pub virtual_ms: u64,
    /// Hash of the world's state at the start.
    pub state_before: Digest,
    /// Hash of the world's state at the end.
    pub state_after: Digest,
    /// The trace.
    pub events: Vec<Event>,
}

/// Wall-clock facts of a trial. A table of its own, outside the promise that
/// equal plans give equal bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timing {
    /// The trial.
    pub id: TrialId,
    /// Microseconds since the run began.
    pub started_us: u64,
    /// Microseconds from start to end.
    pub wall_us: u64,
    /// The worker thread that ran it.
    pub worker: u32,
}
