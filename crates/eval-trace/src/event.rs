//! The events of a trace.
//!
//! A trace is the kernel's own diary. Every input the kernel took is an event
//! of its own kind, stored losslessly ([`EventKind::is_input`]); every effect
//! it returned is there by hash ([`Event::effect`]). So a trace can be
//! replayed: feed the inputs back in and each effect must hash as recorded.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    Block, Digest, Evicted, HumanAnswer, Infra, ModelReply, Outcome, ProbeAnswer, Purpose,
    Recoverability, RequestId, StopReason, Text, ToolCall, ToolReturn, VirtualMillis, WorldVerdict,
};

/// One event of a trial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its place in the trial, from 0 without gaps.
    pub seq: u32,
    /// The kernel step it belongs to, from 0.
    pub step: u32,
    /// The turn it belongs to: how many times the model had been asked,
    /// counting this turn's; 0 before the first.
    pub turn: u32,
    /// Virtual time.
    pub at: VirtualMillis,
    /// On the last event of a kernel step: the hash of the effect that the
    /// step returned.
    pub effect: Option<Digest>,
    /// What happened.
    pub kind: EventKind,
}

/// What happened. Variants are past tense; the name in tables is
/// [`EventKind::name`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// Input: the trial began.
    TrialStarted(Started),
    /// The model was asked; the record of what it could see.
    ModelAsked {
        /// The request's name.
        request: RequestId,
        /// Why it was asked.
        purpose: Purpose,
        /// The window, in order.
        blocks: Vec<Block>,
        /// What left the window since the turn before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        evicted: Vec<Evicted>,
        /// The names of the tools on offer.
        tools: Vec<String>,
        /// Size of the window by the harness's token counter.
        tokens: u32,
    },
    /// Input: the model answered; what it said and how that was read.
    ModelAnswered {
        /// The request answered.
        request: RequestId,
        /// What it said.
        reply: ModelReply,
        /// How it was read.
        parse: Parse,
    },
    /// The rails decided on a call.
    Guarded(Guarded),
    /// A person was asked whether a call may run that every other rail passed.
    HumanAsked {
        /// The request made.
        request: RequestId,
        /// The call.
        call: ToolCall,
    },
    /// Input: a person answered.
    HumanAnswered {
        /// The request answered.
        request: RequestId,
        /// The decision.
        answer: HumanAnswer,
    },
    /// A tool was called.
    ToolCalled {
        /// The request made.
        request: RequestId,
        /// The call's name.
        call: String,
        /// The tool.
        tool: String,
        /// Its arguments.
        arguments: Value,
        /// Whether it is declared to change the world.
        mutating: bool,
    },
    /// Input: a tool returned.
    ToolReturned {
        /// The request answered.
        request: RequestId,
        /// The call's name.
        call: String,
        /// The tool.
        tool: String,
        /// Whether it is declared to change the world.
        mutating: bool,
        /// Whether the state moved although the tool is declared read-only.
        undeclared_mutation: bool,
        /// What came back.
        returned: ToolReturn,
    },
    /// An error was routed.
    Routed(Routed),
    /// Working memory dropped blocks.
    Compacted {
        /// What was dropped and why.
        dropped: Vec<Evicted>,
        /// How many observations are kept.
        kept: u32,
    },
    /// Input: the world was probed.
    WorldProbed {
        /// The request answered.
        request: RequestId,
        /// What was found.
        answer: ProbeAnswer,
    },
    /// A verifier looked at a proposed answer.
    Verified {
        /// The verifier.
        name: String,
        /// Whether it holds.
        ok: bool,
        /// What it saw.
        detail: String,
    },
    /// Input: nobody answered a request, through no fault of the agent.
    InfraFailed {
        /// The request.
        request: RequestId,
        /// What happened.
        infra: Infra,
    },
    /// Input: the run was cancelled.
    Cancelled,
    /// Input: the trial's deadline passed.
    DeadlinePassed,
    /// The loop stopped.
    Terminated {
        /// Why.
        stop: StopReason,
        /// More about it, for people.
        detail: String,
        /// Whether the agent claimed to be done.
        claimed_done: bool,
        /// Whether the verifiers that ran last all held; none when none ran.
        verified: Option<bool>,
        /// The text of the answer let out.
        answer: Option<Text>,
        /// Its structured part.
        structured: Value,
    },
    /// The trial was judged. The runner's event, not the kernel's.
    TrialEnded(Ended),
}

/// The input a trial starts with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Started {
    /// The task.
    pub task: Text,
    /// All registered tools: a JSON array of [`crate::ToolSpec`].
    pub tools: Text,
    /// The tools granted for this trial, by name.
    pub granted: Vec<String>,
    /// How many times the model may be asked, whatever the harness allows.
    pub max_turns: u32,
    /// The chance the harness may draw on.
    pub seed: u64,
}

/// How a reply was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parse {
    /// As this many tool calls.
    Calls(u32),
    /// As a proposed answer.
    Answer,
    /// As nothing at all.
    Empty,
    /// As something that is neither call nor answer.
    Malformed(String),
}

/// What all rails together said of one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guarded {
    /// The call's name.
    pub call: String,
    /// The tool asked for.
    pub tool: String,
    /// The arguments, as far as they could be read.
    pub arguments: Value,
    /// What the tool declares; none where there is no such tool.
    pub mutating: Option<bool>,
    /// Hash of tool and arguments: what an approval is given for.
    pub key: Digest,
    /// Whether the call may run.
    pub allow: bool,
    /// Every rail that was asked, in order, up to the first refusal.
    pub rails: Vec<RailDecision>,
}

impl Guarded {
    /// The refusal, if there is one.
    #[must_use]
    pub fn refusal(&self) -> Option<&RailDecision> {
        self.rails.iter().find(|rail| !rail.allow)
    }
}

/// The rails, in the order in which they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rail {
    /// Is a call left?
    Budget,
    /// Is there such a tool, and is it granted?
    Allowlist,
    /// Do the arguments fit the declared schema?
    Schema,
    /// Has exactly this mutating call been approved?
    Approval,
}

impl Rail {
    /// The rail as it is written in traces.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Allowlist => "allowlist",
            Self::Schema => "schema",
            Self::Approval => "approval",
        }
    }
}

/// One rail's decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RailDecision {
    /// The rail.
    pub rail: Rail,
    /// Yes or no.
    pub allow: bool,
    /// Why, for the agent and for people.
    pub reason: String,
}

/// An error and where it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routed {
    /// The class of error.
    pub class: ErrorClass,
    /// Where it went.
    pub to: Route,
    /// Which attempt it ended: the unusable turns in a row, or the answers
    /// given back so far; 1 for everything else.
    pub attempt: u32,
    /// What the agent is told.
    pub told: Text,
}

crate::outcome::named! {
    /// The classes of error that the kernel routes.
    ErrorClass {
        /// No such tool.
        UnknownTool = "unknown_tool",
        /// Arguments that do not fit, or are no JSON.
        BadArguments = "bad_arguments",
        /// The tool itself failed.
        ToolError = "tool_error",
        /// The model said nothing.
        EmptyOutput = "empty_output",
        /// The model said something that is neither call nor answer.
        MalformedOutput = "malformed_output",
        /// A verifier turned the answer down.
        AnswerRefused = "answer_refused",
    }
}

/// Where an error goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Route {
    /// Back to the model.
    Feedback,
    /// To the end of the trial.
    Halt,
}

/// The judgement of a trial.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ended {
    /// How it ended.
    pub outcome: Outcome,
    /// Whether the oracle could still have made it.
    pub recoverability: Recoverability,
    /// What the world says; none where infra ended the trial.
    pub verdict: Option<WorldVerdict>,
}

/// Where the texts of an event stand: written once, for looking and for changing.
macro_rules! visit_texts {
    ($kind:expr, $visit:ident, $iter:ident, [$($borrow:tt)+]) => {
        match $kind {
            Self::TrialStarted(started) => {
                $visit($($borrow)+ started.task);
                $visit($($borrow)+ started.tools);
            }
            Self::ModelAsked { blocks, .. } => {
                for block in blocks.$iter() {
                    $visit($($borrow)+ block.text);
                }
            }
            Self::ModelAnswered { reply, .. } => {
                $visit($($borrow)+ reply.text);
                for call in reply.calls.$iter() {
                    $visit($($borrow)+ call.arguments);
                }
            }
            Self::ToolReturned { returned, .. } => $visit($($borrow)+ returned.content),
            Self::Routed(routed) => $visit($($borrow)+ routed.told),
            Self::Terminated { answer: Some(answer), .. } => $visit(answer),
            Self::Terminated { answer: None, .. }
            | Self::Guarded(_)
            | Self::HumanAsked { .. }
            | Self::HumanAnswered { .. }
            | Self::ToolCalled { .. }
            | Self::Compacted { .. }
            | Self::WorldProbed { .. }
            | Self::Verified { .. }
            | Self::InfraFailed { .. }
            | Self::Cancelled
            | Self::DeadlinePassed
            | Self::TrialEnded(_) => {}
        }
    };
}

impl EventKind {
    /// The kind's word in tables.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::TrialStarted(_) => "trial_started",
            Self::ModelAsked { .. } => "model_asked",
            Self::ModelAnswered { .. } => "model_answered",
            Self::Guarded(_) => "guarded",
            Self::HumanAsked { .. } => "human_asked",
            Self::HumanAnswered { .. } => "human_answered",
            Self::ToolCalled { .. } => "tool_called",
            Self::ToolReturned { .. } => "tool_returned",
            Self::Routed(_) => "routed",
            Self::Compacted { .. } => "compacted",
            Self::WorldProbed { .. } => "world_probed",
            Self::Verified { .. } => "verified",
            Self::InfraFailed { .. } => "infra_failed",
            Self::Cancelled => "cancelled",
            Self::DeadlinePassed => "deadline_passed",
            Self::Terminated { .. } => "terminated",
            Self::TrialEnded(_) => "trial_ended",
        }
    }

    /// Whether this event records an input of the kernel.
    #[must_use]
    pub fn is_input(&self) -> bool {
        match self {
            Self::TrialStarted(_)
            | Self::ModelAnswered { .. }
            | Self::HumanAnswered { .. }
            | Self::ToolReturned { .. }
            | Self::WorldProbed { .. }
            | Self::InfraFailed { .. }
            | Self::Cancelled
            | Self::DeadlinePassed => true,
            Self::ModelAsked { .. }
            | Self::Guarded(_)
            | Self::HumanAsked { .. }
            | Self::ToolCalled { .. }
            | Self::Routed(_)
            | Self::Compacted { .. }
            | Self::Verified { .. }
            | Self::Terminated { .. }
            | Self::TrialEnded(_) => false,
        }
    }

    /// Whether events of this name record inputs of the kernel.
    #[must_use]
    pub fn names_an_input(name: &str) -> bool {
        const INPUTS: [&str; 8] = [
            "trial_started",
            "model_answered",
            "human_answered",
            "tool_returned",
            "world_probed",
            "infra_failed",
            "cancelled",
            "deadline_passed",
        ];
        INPUTS.contains(&name)
    }

    /// Shows every body of text that the event refers to.
    pub fn for_each_text(&self, mut show: impl FnMut(&Text)) {
        visit_texts!(self, show, iter, [&]);
    }

    /// Hands out every text that [`EventKind::for_each_text`] shows, for
    /// [`Text::attach`].
    pub fn for_each_text_mut(&mut self, mut attach: impl FnMut(&mut Text)) {
        visit_texts!(self, attach, iter_mut, [&mut]);
    }
}
