//! Only tools that exist and were granted for this trial.

use eval_trace::{Rail, RailDecision};

use crate::Toolbox;

/// Above this Jaro-Winkler similarity a name is offered as what was meant.
const ALIKE: f64 = 0.8;

pub(super) fn decide(tool: &str, granted: &[String]) -> RailDecision {
    let allow = granted.iter().any(|name| name == tool);
    let reason =
        if allow { "granted".to_owned() } else { format!("tool '{tool}' not in allowlist") };
    RailDecision { rail: Rail::Allowlist, allow, reason }
}

/// There is no such tool. Not a matter of policy: nothing could be run.
pub(super) fn unknown(tool: &str, toolbox: &Toolbox) -> RailDecision {
    let nearest = toolbox
        .set()
        .specs()
        .iter()
        .map(|spec| (strsim::jaro_winkler(&spec.name, tool), &spec.name))
        .filter(|(likeness, _)| *likeness >= ALIKE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other));
    let reason = match nearest {
        Some((_, name)) => format!("unknown tool '{tool}'; did you mean '{name}'?"),
        None => format!("unknown tool '{tool}'"),
    };
    RailDecision { rail: Rail::Allowlist, allow: false, reason }
}
