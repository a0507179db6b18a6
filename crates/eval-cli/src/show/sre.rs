//! A trace in the words of the sre-harness reference: one JSON line an event,
//! `seq` counted anew, and only the kinds that the reference knows.

use eval_trace::{Event, EventKind, Parse};
use serde_json::{Map, Value, json};

/// The projection, a line an event.
pub(crate) fn project(events: &[Event]) -> Vec<Value> {
    let told = events.iter().flat_map(|event| tell(&event.kind));
    told.enumerate().map(|(seq, (kind, rest))| line(seq, kind, rest)).collect()
}

fn line(seq: usize, kind: &str, rest: Value) -> Value {
    let mut line = Map::new();
    line.insert("seq".to_owned(), json!(seq));
    line.insert("kind".to_owned(), json!(kind));
    if let Value::Object(rest) = rest {
        line.extend(rest);
    }
    Value::Object(line)
}

fn tell(kind: &EventKind) -> Vec<(&'static str, Value)> {
    match kind {
        EventKind::TrialStarted(_) => vec![("run_start", json!({}))],
        EventKind::Guarded(guarded) => {
            let mutating = guarded.mutating.unwrap_or(false);
            let call = ("tool_call", json!({ "tool": guarded.tool, "mutating": mutating }));
            let refusal = guarded.refusal().map(|rail| {
                ("tool_refused", json!({ "tool": guarded.tool, "reason": rail.reason }))
            });
            std::iter::once(call).chain(refusal).collect()
        }
        EventKind::ToolReturned { tool, .. } => vec![("tool_result", json!({ "tool": tool }))],
        EventKind::ModelAnswered { parse: Parse::Answer, .. } => vec![("final", json!({}))],
        EventKind::Verified { name, ok, .. } => vec![("verify", json!({ "name": name, "ok": ok }))],
        EventKind::ModelAnswered { .. }
        | EventKind::ModelAsked { .. }
        | EventKind::HumanAsked { .. }
        | EventKind::HumanAnswered { .. }
        | EventKind::ToolCalled { .. }
        | EventKind::Routed(_)
        | EventKind::Compacted { .. }
        | EventKind::WorldProbed { .. }
        | EventKind::InfraFailed { .. }
        | EventKind::Cancelled
        | EventKind::DeadlinePassed
        | EventKind::Terminated { .. }
        | EventKind::TrialEnded(_) => Vec::new(),
    }
}
