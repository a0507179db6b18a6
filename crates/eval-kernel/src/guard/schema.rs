//! Arguments must fit what the tool declares.

use eval_harness::Guardrails;
use eval_trace::{Rail, RailDecision};

use super::{ProposedCall, Rules};

/// `None` where the rail is off and the arguments can at least be read.
pub(super) fn decide(proposed: &ProposedCall, rules: &Rules<'_>) -> Option<RailDecision> {
    if let Some(unreadable) = &proposed.unreadable {
        return Some(refuse(unreadable.clone()));
    }
    let Some(Guardrails::Rails { schema: true, .. }) = rules.guardrails else { return None };
    let call = &proposed.call;
    Some(match rules.toolbox.complaint(&call.tool, &call.arguments) {
        Some(complaint) => refuse(format!("bad arguments for '{}': {complaint}", call.tool)),
        None => RailDecision { rail: Rail::Schema, allow: true, reason: "fits".to_owned() },
    })
}

fn refuse(reason: String) -> RailDecision {
    RailDecision { rail: Rail::Schema, allow: false, reason }
}
