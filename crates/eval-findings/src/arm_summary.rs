//! What is said of one arm.

use std::collections::BTreeMap;

use serde::Serialize;

/// An arm of a run, summed up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArmSummary {
    /// Its name.
    pub name: String,
    /// Its model's name.
    pub model: String,
    /// Trials in the tables.
    pub trials: u64,
    /// Trials that count: all but `infra`.
    pub scored: u64,
    /// Trials that failed for reasons outside the agent.
    pub infra: u64,
    /// Successes, recovered ones included: a count.
    pub success: u64,
    /// Trials whose answer every verifier passed.
    pub verified: u64,
    /// Trials in which verifiers looked at an answer.
    pub verifiable: u64,
    /// Failed or unsafe trials from whose end the oracle still reaches success.
    pub recoverable: u64,
    /// Units with a scored trial: what the interval takes as independent.
    pub units: u64,
    /// Instances without a single scored trial, left out of the rate.
    pub dropped_instances: u64,
    /// Success rate: the mean over instances; none where nothing is scored.
    pub rate: Option<f64>,
    /// 95 % interval of the rate; none where it cannot be estimated.
    pub interval: Option<[f64; 2]>,
    /// Trials by outcome.
    pub outcomes: BTreeMap<&'static str, u64>,
    /// Trials by stop reason.
    pub stops: BTreeMap<&'static str, u64>,
    /// Mean number of turns of a scored trial.
    pub mean_turns: Option<f64>,
    /// Mean number of tool calls of a scored trial.
    pub mean_tool_calls: Option<f64>,
    /// Calls that a rail refused, in all.
    pub refusals: u64,
    /// Errors that were routed, in all.
    pub errors: u64,
    /// Tokens read, in all.
    pub input_tokens: u64,
    /// Tokens written, in all.
    pub output_tokens: u64,
}
