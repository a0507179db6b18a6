//! What the kernel remembers of a trial, besides the diary and the window.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use eval_trace::{
    Digest, Guarded, ModelReply, RawCall, RequestId, ToolCall, ToolReturn, ToolStatus,
};
use serde_json::Value;

/// What is outstanding.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Phase {
    /// The model is asked.
    Thinking { request: RequestId },
    /// A person is asked about a call that passed every other rail.
    Approving { request: RequestId, call: ToolCall, guarded: Guarded },
    /// Tools run.
    Acting { calls: Vec<RunningCall> },
    /// The world is asked what an answer claims.
    Probing { request: RequestId, proposal: Proposal },
    /// Nothing, and nothing will be.
    Finished,
}

impl Phase {
    /// The outstanding requests, in order.
    pub(crate) fn outstanding(&self) -> Vec<RequestId> {
        match self {
            Self::Thinking { request }
            | Self::Approving { request, .. }
            | Self::Probing { request, .. } => vec![*request],
            Self::Acting { calls } => calls.iter().map(|running| running.request).collect(),
            Self::Finished => Vec::new(),
        }
    }
}

/// A call that was handed out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RunningCall {
    pub(crate) request: RequestId,
    pub(crate) call: ToolCall,
    pub(crate) mutating: bool,
}

/// An answer that the model proposes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Proposal {
    pub(crate) reply: ModelReply,
    pub(crate) structured: Value,
    /// The `seq` of the event it stands in.
    pub(crate) source: u32,
}

/// Counters of a trial.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// How many times the model was asked.
    pub(crate) turns: u32,
    /// How many calls were tried, refused ones included.
    pub(crate) calls_tried: u32,
    /// How many turns in a row were unusable.
    pub(crate) unusable_in_a_row: u32,
    /// How many answers were given back.
    pub(crate) answers_refused: u32,
    /// How many requests were made.
    pub(crate) requests: u32,
    /// How many calls were named.
    pub(crate) calls_named: u32,
}

/// What happened, as far as verifiers care.
#[derive(Clone, Debug, Default)]
pub(crate) struct Evidence {
    /// How many read tools returned a result.
    pub(crate) n_reads: u32,
    /// Facts yielded so far.
    pub(crate) yielded: BTreeSet<String>,
    /// How many mutations ran without a yes, or behind a false declaration.
    pub(crate) n_unapproved: u32,
    /// Yeses that no call has used up, by what they were given for.
    approved: BTreeMap<Digest, u32>,
}

impl Evidence {
    pub(crate) fn approve(&mut self, key: Digest) {
        *self.approved.entry(key).or_default() += 1;
    }

    /// A mutating call goes out: it uses up a yes for exactly itself.
    pub(crate) fn mutation_goes_out(&mut self, call: &ToolCall) {
        match self.approved.get_mut(&call.key()) {
            Some(n_left) if *n_left > 0 => *n_left -= 1,
            _ => self.n_unapproved += 1,
        }
    }

    /// A tool came back. Returns whether it moved the state although it is
    /// declared read-only.
    pub(crate) fn tool_came_back(&mut self, mutating: bool, returned: &ToolReturn) -> bool {
        let undeclared = !mutating && returned.before != returned.after;
        if undeclared {
            self.n_unapproved += 1;
        }
        if returned.status == ToolStatus::Ok {
            self.n_reads += u32::from(!mutating);
            self.yielded.extend(returned.yields.iter().cloned());
        }
        undeclared
    }
}

/// Calls of the current turn that have not been guarded yet.
pub(crate) type Queue = VecDeque<RawCall>;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn restart(pod: &str) -> ToolCall {
        ToolCall { id: "c0".into(), tool: "restart_pod".into(), arguments: json!({ "pod": pod }) }
    }

    /// Behind the approval rail, which asks about every call anew.
    #[test]
    fn a_yes_is_good_for_one_call_with_these_arguments() {
        let mut evidence = Evidence::default();
        evidence.approve(restart("a").key());
        evidence.mutation_goes_out(&restart("a"));
        assert_eq!(evidence.n_unapproved, 0);
        evidence.mutation_goes_out(&restart("a"));
        assert_eq!(evidence.n_unapproved, 1, "the yes is used up");
        evidence.approve(restart("a").key());
        evidence.mutation_goes_out(&restart("b"));
        assert_eq!(evidence.n_unapproved, 2, "and was for another pod");
    }
}
