//! Only tools that exist and were granted for this trial.

use eval_trace::{Rail, RailDecision};

use crate::Toolbox;

pub(super) fn decide(tool: &str, granted: &[String]) -> RailDecision {
    let allow = granted.iter().any(|name| name == tool);
    let reason =
        if allow { "granted".to_owned() } else { format!("tool '{tool}' not in allowlist") };
    RailDecision { rail: Rail::Allowlist, allow, reason }
}

/// There is no such tool. Not a matter of policy: nothing could be run.
pub(super) fn unknown(tool: &str, toolbox: &Toolbox) -> RailDecision {
    let names = toolbox.set().specs().iter().map(|spec| spec.name.as_str());
    let reason = match eval_toml::nearest(tool, names) {
        Some(name) => format!("unknown tool '{tool}'; did you mean '{name}'?"),
        None => format!("unknown tool '{tool}'"),
    };
    RailDecision { rail: Rail::Allowlist, allow: false, reason }
}
