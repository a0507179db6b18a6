//! Writes are denied unless exactly this call was approved.

use eval_harness::Approval;
use eval_trace::{Rail, RailDecision, ToolSpec};

pub(super) enum Decision {
    Known(RailDecision),
    Ask,
}

pub(super) fn decide(spec: &ToolSpec, approval: Option<&Approval>) -> Decision {
    if !spec.mutating {
        return Decision::Known(yes("read-only".to_owned()));
    }
    match approval {
        Some(Approval::Ask) => Decision::Ask,
        Some(Approval::AllowAll) => Decision::Known(yes_by("policy")),
        None => Decision::Known(not_approved(&spec.name)),
    }
}

/// The yes of a person or a policy.
pub(crate) fn yes_by(whom: &str) -> RailDecision {
    yes(format!("approved by {whom}"))
}

/// The no, in the words of the reference harness.
pub(crate) fn not_approved(tool: &str) -> RailDecision {
    RailDecision {
        rail: Rail::Approval,
        allow: false,
        reason: format!("mutating tool '{tool}' was not approved"),
    }
}

fn yes(reason: String) -> RailDecision {
    RailDecision { rail: Rail::Approval, allow: true, reason }
}
