//! What comes out of the kernel.

use eval_trace::{Batch, StopReason, Text};
use serde::Serialize;
use serde_json::Value;

/// What the kernel wants done.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Answer these.
    Request(Batch),
    /// Nothing new: the input changed nothing, what was outstanding still is.
    Wait,
    /// The trial is over.
    Finish(Finish),
}

/// How the loop ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finish {
    /// Why it stopped.
    pub stop: StopReason,
    /// More about it, for people.
    pub detail: String,
    /// The answer let out.
    pub answer: Option<FinalAnswer>,
    /// Whether the verifiers that ran last all held; none when none ran.
    pub verified: Option<bool>,
}

/// An answer the harness let out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FinalAnswer {
    /// What the model said.
    pub text: Text,
    /// The structured part; null where there is none.
    pub structured: Value,
}
