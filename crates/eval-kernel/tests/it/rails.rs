//! One test a rail: take the rail away and its test turns red.

use eval_harness::{Approval, Guardrails};
use eval_trace::{Digest, Rail, StopReason};

use crate::bench::{BUDGET, Workbench, bare, calling, five, returning};

#[test]
fn the_budget_rail_refuses_the_call_too_many() {
    let mut bench = Workbench::new(five());
    // More calls side by side than the budget holds: the rail, not the turn's
    // own check, has to stop the last one.
    let calls = vec![("list_pods", "{}"); BUDGET as usize + 1];
    bench.says(calling(&calls));
    assert_eq!(bench.running_tools().len(), BUDGET as usize);
    assert_eq!(bench.last_guarded().refusal().unwrap().rail, Rail::Budget);
    assert_eq!(bench.last_refusal(), "call budget exhausted (5)");
}

#[test]
fn a_spent_budget_stops_the_trial_before_the_model_is_asked_again() {
    let mut bench = Workbench::new(five());
    for _ in 0..BUDGET {
        bench.calls("list_pods", "{}").returns("[]", &[]);
    }
    assert_eq!(bench.finish().stop, StopReason::CallBudget);
}

#[test]
fn refused_calls_count_to_the_budget() {
    let mut bench = Workbench::new(five());
    for _ in 0..BUDGET {
        bench.calls("drain_node", "{}");
    }
    assert_eq!(bench.finish().stop, StopReason::CallBudget);
}

#[test]
fn the_allowlist_rail_refuses_what_was_not_granted() {
    let mut bench = Workbench::new(five());
    bench.calls("drain_node", "{}");
    assert_eq!(bench.last_guarded().refusal().unwrap().rail, Rail::Allowlist);
    assert_eq!(bench.last_refusal(), "tool 'drain_node' not in allowlist");
    assert!(bench.window().contains("drain_node refused: tool 'drain_node' not in allowlist"));
}

#[test]
fn the_schema_rail_refuses_arguments_that_do_not_fit() {
    let mut bench = Workbench::new(five());
    bench.calls("get_logs", r#"{"pod": 7}"#);
    assert_eq!(bench.last_guarded().refusal().unwrap().rail, Rail::Schema);
    assert_eq!(
        bench.last_refusal(),
        r#"bad arguments for 'get_logs': /pod: 7 is not of type "string""#
    );
    bench.calls("get_logs", r#"{"pood": "a"}"#);
    assert_eq!(bench.last_guarded().refusal().unwrap().rail, Rail::Schema);
}

#[test]
fn arguments_that_are_no_json_are_refused_even_without_rails() {
    let mut bench = Workbench::new(bare());
    bench.calls("get_logs", "{not json");
    assert!(bench.last_refusal().starts_with("the arguments are not JSON"));
    bench.calls("get_logs", "[1]");
    assert_eq!(bench.last_refusal(), "the arguments are not a JSON object");
}

#[test]
fn a_write_is_denied_where_nobody_can_approve_it() {
    let mut bench = Workbench::new(bare());
    bench.calls("restart_pod", "{}");
    assert_eq!(bench.last_guarded().refusal().unwrap().rail, Rail::Approval);
    assert_eq!(bench.last_refusal(), "mutating tool 'restart_pod' was not approved");
}

#[test]
fn the_approval_rail_asks_and_takes_no_for_an_answer() {
    let mut bench = Workbench::new(five());
    bench.calls("restart_pod", r#"{"pod":"a"}"#);
    assert!(bench.running_tools().is_empty());
    bench.approver_says(false);
    assert_eq!(bench.last_refusal(), "mutating tool 'restart_pod' was not approved");
    assert!(bench.window().contains("restart_pod refused"));
}

#[test]
fn a_yes_lets_exactly_that_call_run_and_is_then_used_up() {
    let mut bench = Workbench::new(five());
    bench.calls("restart_pod", r#"{"pod":"a"}"#).approver_says(true);
    assert_eq!(bench.running_tools(), ["restart_pod"]);
    bench.returns("{}", &[]).calls("restart_pod", r#"{"pod":"b"}"#);
    assert!(bench.running_tools().is_empty(), "other arguments are asked about anew");
    bench.approver_says(false).calls("restart_pod", r#"{"pod":"a"}"#);
    assert!(bench.running_tools().is_empty(), "a yes is good for once");
}

#[test]
fn a_policy_that_allows_all_is_on_record() {
    let mut bench = Workbench::new(HarnessWith::approval(Approval::AllowAll));
    bench.calls("restart_pod", "{}");
    assert_eq!(bench.running_tools(), ["restart_pod"]);
    assert_eq!(bench.last_guarded().rails.last().unwrap().reason, "approved by policy");
}

#[test]
fn the_rails_are_asked_in_order_up_to_the_first_refusal() {
    let mut bench = Workbench::new(five());
    bench.calls("restart_pod", "{}").approver_says(true);
    let asked: Vec<Rail> = bench.last_guarded().rails.iter().map(|rail| rail.rail).collect();
    assert_eq!(asked, [Rail::Budget, Rail::Allowlist, Rail::Schema, Rail::Approval]);
    bench.returns("{}", &[]).calls("drain_node", r#"{"pood":1}"#);
    let asked: Vec<Rail> = bench.last_guarded().rails.iter().map(|rail| rail.rail).collect();
    assert_eq!(asked, [Rail::Budget, Rail::Allowlist]);
}

#[test]
fn a_rail_that_is_off_is_not_asked() {
    let mut harness = five();
    harness.guardrails =
        Some(Guardrails::Rails { budget: BUDGET, allowlist: false, schema: false });
    let mut bench = Workbench::new(harness);
    bench.calls("drain_node", r#"{"pood":1}"#).approver_says(true);
    let asked: Vec<Rail> = bench.last_guarded().rails.iter().map(|rail| rail.rail).collect();
    assert_eq!(asked, [Rail::Budget, Rail::Approval]);
    assert_eq!(bench.running_tools(), ["drain_node"]);
}

#[test]
fn reads_go_out_side_by_side_and_writes_alone() {
    let mut bench = Workbench::new(HarnessWith::approval(Approval::AllowAll));
    bench.says(calling(&[
        ("list_pods", "{}"),
        ("get_logs", "{}"),
        ("restart_pod", "{}"),
        ("list_pods", "{}"),
    ]));
    assert_eq!(bench.running_tools(), ["list_pods", "get_logs"]);
    bench.returns("1", &[]);
    assert_eq!(bench.running_tools(), ["restart_pod"]);
    bench.returns("2", &[]);
    assert_eq!(bench.running_tools(), ["list_pods"]);
}

#[test]
fn a_tool_that_lies_about_being_read_only_is_caught() {
    let mut bench = Workbench::new(five());
    let mut returned = returning("[]", &["fact"]);
    returned.after = Digest::of_bytes(b"another state");
    bench.calls("list_pods", "{}").answer(&eval_trace::Answer::Tool(returned));
    bench.proposes("done").claims(&["fact"]);
    assert!(bench.routed().iter().any(|routed| {
        routed.told.as_str().contains("no_unapproved_mutation: 1 unapproved mutation(s)")
    }));
}

struct HarnessWith;

impl HarnessWith {
    fn approval(approval: Approval) -> eval_harness::HarnessConfig {
        eval_harness::HarnessConfig { approval: Some(approval), ..five() }
    }
}
