//! A hard ceiling on calls: a confused agent burns out instead of running on.

use eval_trace::{Rail, RailDecision};

pub(super) fn decide(n_tried: u32, budget: u32) -> RailDecision {
    let allow = n_tried < budget;
    let reason = if allow {
        "within budget".to_owned()
    } else {
        format!("call budget exhausted ({budget})")
    };
    RailDecision { rail: Rail::Budget, allow, reason }
}
