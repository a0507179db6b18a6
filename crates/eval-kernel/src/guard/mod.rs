//! Guardrails: what a call has to pass before it runs, in a fixed order.

mod allowlist;
mod approval;
mod budget;
mod schema;

use eval_harness::{Approval, Guardrails};
use eval_trace::{ErrorClass, Guarded, RailDecision, ToolCall};
use serde_json::Value;

use crate::{Toolbox, nesting};

pub(crate) use approval::{not_approved, yes_by};

/// A call as the model wrote it, its arguments read as far as they go.
pub(crate) struct ProposedCall {
    pub(crate) call: ToolCall,
    /// Why the arguments are no object, if they are not.
    pub(crate) unreadable: Option<String>,
}

/// What the rails say.
pub(crate) enum Verdict {
    /// It may run.
    Allow(Guarded),
    /// It may not. The class is there where it is the agent's error, not a
    /// matter of policy.
    Refuse(Guarded, Option<ErrorClass>),
    /// All rails but the last let it pass; a person has to decide.
    Ask(Guarded),
}

/// What the rails go by.
pub(crate) struct Rules<'a> {
    pub(crate) guardrails: Option<&'a Guardrails>,
    pub(crate) approval: Option<&'a Approval>,
    /// Whether the harness has a tool registry at all.
    pub(crate) has_tools: bool,
    pub(crate) toolbox: &'a Toolbox,
    pub(crate) granted: &'a [String],
    /// How many calls were tried before this one.
    pub(crate) n_tried: u32,
}

/// Asks the rails in order, up to the first refusal. Two of them cannot be
/// switched off: there must be such a tool with readable arguments, and a
/// mutating call needs a yes.
pub(crate) fn guard(proposed: &ProposedCall, rules: &Rules<'_>) -> Verdict {
    let call = &proposed.call;
    let spec = rules.toolbox.set().get(&call.tool).filter(|_| rules.has_tools);
    let mut guarded = Guarded {
        call: call.id.clone(),
        tool: call.tool.clone(),
        arguments: call.arguments.clone(),
        mutating: spec.map(|spec| spec.mutating),
        key: call.key(),
        allow: false,
        rails: Vec::with_capacity(4),
    };
    if let Some(Guardrails::Rails { budget, .. }) = rules.guardrails
        && !pass(&mut guarded, budget::decide(rules.n_tried, *budget))
    {
        return Verdict::Refuse(guarded, None);
    }
    let Some(spec) = spec else {
        guarded.rails.push(allowlist::unknown(&call.tool, rules.toolbox));
        return Verdict::Refuse(guarded, Some(ErrorClass::UnknownTool));
    };
    if let Some(Guardrails::Rails { allowlist: true, .. }) = rules.guardrails
        && !pass(&mut guarded, allowlist::decide(&call.tool, rules.granted))
    {
        return Verdict::Refuse(guarded, None);
    }
    if let Some(decision) = schema::decide(proposed, rules)
        && !pass(&mut guarded, decision)
    {
        return Verdict::Refuse(guarded, Some(ErrorClass::BadArguments));
    }
    let approval::Decision::Known(decision) = approval::decide(spec, rules.approval) else {
        return Verdict::Ask(guarded);
    };
    if !pass(&mut guarded, decision) {
        return Verdict::Refuse(guarded, None);
    }
    guarded.allow = true;
    Verdict::Allow(guarded)
}

fn pass(guarded: &mut Guarded, decision: RailDecision) -> bool {
    let allow = decision.allow;
    guarded.rails.push(decision);
    allow
}

/// Reads the arguments: nothing at all is no arguments.
pub(crate) fn read_arguments(raw: &str) -> Result<Value, String> {
    if raw.trim().is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    match serde_json::from_str::<Value>(raw) {
        Ok(value) if nesting::is_too_deep(&value) => {
            Err(format!("the arguments are nested more than {} deep", nesting::MOST))
        }
        Ok(value) if value.is_object() => Ok(value),
        Ok(_) => Err("the arguments are not a JSON object".to_owned()),
        Err(error) => Err(format!("the arguments are not JSON: {error}")),
    }
}
