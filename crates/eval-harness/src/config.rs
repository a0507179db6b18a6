//! The components and their settings.

use eval_trace::Digest;
use serde::{Deserialize, Serialize};

/// A harness, every value effective. Its canonical form, and so its hash,
/// holds only the components that are on: a component added in a later version
/// changes no harness that does not use it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HarnessConfig {
    /// The loop; always on.
    #[serde(rename = "loop")]
    pub agent_loop: Loop,
    /// Standing instructions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Context>,
    /// The tool registry; without it the agent has no tools.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tools: Option<Tools>,
    /// Budget, allowlist and schema rails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guardrails: Option<Guardrails>,
    /// Who may say yes to a mutating call; without it nobody can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approval: Option<Approval>,
    /// Working memory; without it the window holds everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<Memory>,
    /// Checks on a proposed answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verifiers: Option<Verifiers>,
    /// Where errors go; without it they go back to the model, up to the default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<ErrorRouting>,
}

impl HarnessConfig {
    /// Hash of the effective values.
    #[must_use]
    pub fn hash(&self) -> Digest {
        Digest::of(self)
    }
}

/// `[loop]`: how turns follow one another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Loop {
    /// Ask, act, observe, again.
    React {
        /// How many times the model may be asked.
        max_turns: u32,
    },
}

impl Loop {
    /// How many times the model may be asked.
    #[must_use]
    pub fn max_turns(&self) -> u32 {
        match self {
            Self::React { max_turns } => *max_turns,
        }
    }
}

/// `[context]`: what stands in the window besides the task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Context {
    /// A system prompt first, then the task, then what happened.
    SystemFirst {
        /// The system prompt.
        system: String,
    },
}

/// `[tools]`: the registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Tools {
    /// All tools of the scenario are registered.
    Registry {
        /// Whether the model is shown only the tools granted for the trial,
        /// or all that are registered.
        granted_only: bool,
    },
}

/// `[guardrails]`: what is asked before any tool runs, in this order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Guardrails {
    /// Budget, allowlist, schema; approval has a table of its own.
    Rails {
        /// How many calls may be tried; refused ones count.
        budget: u32,
        /// Whether only tools granted for the trial may be called.
        allowlist: bool,
        /// Whether arguments must fit the declared schema.
        schema: bool,
    },
}

/// `[approval]`: who is asked about a mutating call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Approval {
    /// A person, call by call; a yes holds for that tool with exactly those
    /// arguments, once.
    Ask,
    /// Nobody: every mutating call is let through, and recorded as approved
    /// by policy.
    AllowAll,
}

/// `[memory]`: what of the past stands in the window.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Memory {
    /// Task and observations as one text, the oldest observations dropped.
    Observations {
        /// How many observations are kept.
        cap: u32,
    },
}

/// `[verifiers]`: what a proposed answer has to stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Verifiers {
    /// All of these, in this order.
    Checks {
        /// The checks.
        checks: Vec<Check>,
        /// What follows a failed one.
        on_fail: OnFail,
        /// How many times a failed answer is given back before it is let out
        /// as it is.
        max_feedback: u32,
    },
}

/// A check of `[verifiers]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// A read tool must have returned before the answer.
    EvidenceRequired,
    /// No mutation may have run without a yes for exactly that call.
    NoUnapprovedMutation,
    /// The facts that the answer rests on must have been yielded by a tool in
    /// this trial.
    EvidenceRelevant,
}

impl Check {
    /// The checks and their words in files and traces.
    pub const NAMES: &'static [(&'static str, Self)] = &[
        ("evidence_required", Self::EvidenceRequired),
        ("no_unapproved_mutation", Self::NoUnapprovedMutation),
        ("evidence_relevant", Self::EvidenceRelevant),
    ];

    /// The check's word in files and traces.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EvidenceRequired => "evidence_required",
            Self::NoUnapprovedMutation => "no_unapproved_mutation",
            Self::EvidenceRelevant => "evidence_relevant",
        }
    }
}

/// What follows a failed verifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnFail {
    /// The answer is let out, marked as not verified.
    Surface,
    /// The answer is given back with the reasons.
    Feedback,
    /// The trial stops without an answer.
    Halt,
}

/// `[errors]`: how errors are routed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ErrorRouting {
    /// Back to the model, and to the end after too many unusable turns.
    Route {
        /// How many turns in a row may be unusable (empty or malformed)
        /// before the trial halts.
        max_unusable: u32,
    },
}

impl ErrorRouting {
    /// What holds where the table is absent.
    pub const DEFAULT_MAX_UNUSABLE: u32 = 3;

    /// How many turns in a row may be unusable.
    #[must_use]
    pub fn max_unusable(routing: Option<&Self>) -> u32 {
        match routing {
            Some(Self::Route { max_unusable }) => *max_unusable,
            None => Self::DEFAULT_MAX_UNUSABLE,
        }
    }
}
