//! Calling tools, and what that does to the stage.

use eval_scenario::Approver;
use eval_trace::{Text, ToolStatus};
use eval_world::Stage;
use serde_json::{Value, json};

use crate::support::{PROGRAMS, call, load, scenario, stage, stage_of_tool, told, triage, variant};

fn content(returned: &eval_trace::ToolReturn) -> Value {
    assert_eq!(returned.status, ToolStatus::Ok, "{}", returned.content.as_str());
    serde_json::from_str(returned.content.as_str()).unwrap()
}

fn pretty<T: serde::Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

#[test]
fn a_read_gives_compact_json_and_leaves_the_state() {
    let mut stage = stage(&triage());
    let returned = stage.call(&call("get_logs", json!({ "pod": "checkout-7f9c" }))).unwrap();
    assert_eq!(returned.content.as_str(), r#"["java.lang.OutOfMemoryError: Java heap space"]"#);
    assert_eq!(returned.yields, ["log:checkout-7f9c"]);
    assert_eq!(returned.before, returned.after);
}

#[test]
fn a_write_moves_the_state_hash_and_the_next_read_sees_it() {
    let mut stage = stage(&triage());
    let returned = stage.call(&call("restart_pod", json!({ "pod": "checkout-7f9c" }))).unwrap();
    assert_ne!(returned.before, returned.after);
    assert_eq!(returned.after, stage.state());
    let pods = content(&stage.call(&call("list_pods", json!({}))).unwrap());
    assert_eq!(
        pods[1],
        json!({ "name": "checkout-7f9c", "restarts": 15, "status": "CrashLoopBackOff" })
    );
}

#[test]
fn the_check_may_ask_for_the_text_of_the_answer() {
    let check = "def check(world, answer):\n    return [world.said() or \"nothing was said\"]";
    let programs = PROGRAMS.replacen("def check(world, answer):\n    return []", check, 1);
    let mut stage = stage(&scenario(&format!("TOOLS = []\n{programs}"), &[]));
    let unmet = |stage: &Stage| stage.judge(&json!(null)).unwrap().unmet;
    assert_eq!(unmet(&stage), ["nothing was said"]);
    stage.hear(&Text::new("It was the heap."));
    assert_eq!(unmet(&stage), ["It was the heap."]);
    assert_eq!(unmet(&stage.continue_from()), ["nothing was said"]);
}

/// The audit of `mutating` is done on hashes; the world does not stop a tool
/// that lies about itself.
#[test]
fn a_write_by_a_tool_declared_read_only_shows_in_the_hashes() {
    let mut stage = stage_of_tool("def tool(world):\n    world.put('counter', 'a', 1)");
    let returned = stage.call(&call("tool", json!({}))).unwrap();
    assert_eq!(returned.status, ToolStatus::Ok);
    assert_ne!(returned.before, returned.after);
}

#[test]
fn what_a_tool_refuses_is_told_to_the_agent_and_rolled_back() {
    let mut stage = stage(&triage());
    let before = stage.state();
    let returned = stage.call(&call("drain", json!({ "pod": "checkout-7f9c" }))).unwrap();
    assert_eq!(told(&returned), ("tool_error", "pod checkout-7f9c has nowhere to go"));
    assert_eq!((returned.before, returned.after), (before, before));
    assert_eq!(stage.state(), before);
    let pods = content(&stage.call(&call("list_pods", json!({}))).unwrap());
    assert_eq!(pods.as_array().unwrap().len(), 2);
}

#[test]
fn arguments_that_do_not_fit_are_named_all_at_once() {
    let mut stage = stage(&triage());
    let arguments = json!({ "lines": "five", "namspace": "default" });
    let returned = stage.call(&call("get_logs", arguments)).unwrap();
    assert_eq!(
        told(&returned),
        (
            "bad_arguments",
            "argument `pod` is missing; argument `lines` must be an integer, not the string \
             \"five\"; there is no argument `namspace` (the tool takes `pod`, `lines`)"
        )
    );
    let returned = stage.call(&call("list_pods", json!({ "namspace": "default" }))).unwrap();
    assert_eq!(
        told(&returned).1,
        "there is no argument `namspace` (the tool takes `namespace`); did you mean `namespace`?"
    );
    let returned = stage.call(&call("list_pods", json!([]))).unwrap();
    assert_eq!(told(&returned).1, "the arguments must be an object, not a list");
}

#[test]
fn a_tool_that_does_not_exist_is_told_with_the_nearest() {
    let returned = stage(&triage()).call(&call("get_log", json!({}))).unwrap();
    assert_eq!(
        told(&returned),
        ("unknown_tool", "there is no tool `get_log`; did you mean `get_logs`?")
    );
}

#[test]
fn json_arrives_as_the_types_that_the_tool_names() {
    let mut stage = stage_of_tool(
        "
def tool(world, share: float, tags: list[str], limits: dict[str, float],
         note: str | None = None, any: typing.Any = None):
    return [type(share), tags, [type(limit) for limit in limits.values()], note, any]
",
    );
    let arguments =
        json!({ "share": 1, "tags": ["a"], "limits": { "x": 2 }, "note": null, "any": [1] });
    let returned = stage.call(&call("tool", arguments)).unwrap();
    assert_eq!(content(&returned), json!(["float", ["a"], ["float"], null, [1]]));

    let wrong = json!({ "share": true, "tags": ["a", 7], "limits": { "x": "y" }, "note": 3 });
    let returned = stage.call(&call("tool", wrong)).unwrap();
    assert_eq!(
        told(&returned).1,
        "argument `share` must be a number, not true; argument `tags[1]` must be a string, not 7; \
         argument `limits.x` must be a number, not the string \"y\"; \
         argument `note` must be a string, not 3"
    );
}

#[test]
fn a_value_that_was_got_is_a_copy() {
    let mut stage = stage_of_tool(
        "
ENTITIES = {'pod': {'a': {'restarts': 1}}}
def tool(world):
    world.get('pod', 'a')['restarts'] = 99
    return world.get('pod', 'a')
",
    );
    let returned = stage.call(&call("tool", json!({}))).unwrap();
    assert_eq!(content(&returned), json!({ "restarts": 1 }));
    assert_eq!(returned.before, returned.after);
}

#[test]
fn the_check_sees_answer_facts_and_calls() {
    let mut stage = stage(&triage());
    let right = json!({ "cause": "oom_heap" });
    assert_eq!(stage.judge(&json!({ "cause": "bad_image" })).unwrap().unmet, ["the cause"]);
    assert_eq!(stage.judge(&right).unwrap().unmet, ["log:checkout-7f9c"], "claimed, never seen");
    stage.call(&call("get_logs", json!({ "pod": "checkout-7f9c" }))).unwrap();
    let verdict = stage.judge(&right).unwrap();
    assert!(verdict.success() && verdict.broken.is_empty());
    assert_eq!(verdict.state, stage.state());
    stage.call(&call("restart_pod", json!({ "pod": "checkout-7f9c" }))).unwrap();
    assert_eq!(stage.judge(&right).unwrap().broken, ["restart_pod was called"]);
}

/// Whatever a model calls an answer must not break the world.
#[test]
fn an_answer_that_is_no_object_reaches_the_world_as_none() {
    let stage = stage(&triage());
    for answer in [json!(null), json!("oom_heap"), json!([1]), json!(3)] {
        assert_eq!(stage.judge(&answer).unwrap().unmet, ["the cause"]);
        assert!(stage.claims(&answer).unwrap().is_empty());
    }
    assert_eq!(stage.claims(&json!({ "cause": "x" })).unwrap(), ["log:checkout-7f9c"]);
}

#[test]
fn a_playing_that_continues_keeps_the_state_and_forgets_the_rest() {
    let mut first = stage(&triage());
    first.call(&call("get_logs", json!({ "pod": "checkout-7f9c" }))).unwrap();
    first.call(&call("restart_pod", json!({ "pod": "checkout-7f9c" }))).unwrap();
    let second = first.continue_from();
    assert_eq!(second.state(), first.state());
    let verdict = second.judge(&json!({ "cause": "oom_heap" })).unwrap();
    assert_eq!(verdict.unmet, ["log:checkout-7f9c"]);
    assert!(verdict.broken.is_empty());
}

#[test]
fn playings_of_an_instance_do_not_see_each_other() {
    let instance = load(&triage()).instance(&variant(json!({})), 7).unwrap();
    let (mut one, other) = (instance.stage(), instance.stage());
    one.call(&call("restart_pod", json!({ "pod": "checkout-7f9c" }))).unwrap();
    assert_ne!(one.state(), other.state());
    assert_eq!(other.state(), instance.state());
}

#[test]
fn the_scripted_approver_says_what_the_variant_says() {
    let world = load(&triage());
    for (approver, allow) in [(Approver::Deny, false), (Approver::Grant, true)] {
        let variant = eval_scenario::Variant { approver, ..variant(json!({})) };
        let stage = world.instance(&variant, 1).unwrap().stage();
        let answer = stage.approve(&call("restart_pod", json!({})));
        assert_eq!((answer.allow, answer.by.as_str()), (allow, "scripted approver"));
    }
}

#[test]
fn the_tools_are_described_as_their_functions_are() {
    let world = load(&triage());
    insta::assert_snapshot!(pretty(&world.tools().specs()[..2]));
    assert_eq!(
        world.tools().specs().iter().map(|spec| spec.mutating).collect::<Vec<_>>(),
        [false, false, true, true]
    );
}

#[test]
fn every_type_that_a_parameter_may_have_has_a_schema() {
    let tool = "
def tool(world, a: str, b: int, c: float, d: bool, e: list[int], f: dict[str, list[str]],
         g: str | None, h: typing.Any, i: list = [1, 'x'], *, j: dict = {'k': None}):
    return None
";
    let text = format!("{tool}TOOLS = [tool]\n{PROGRAMS}");
    let world = load(&scenario(&text, &[("tool", false)]));
    insta::assert_snapshot!(pretty(&world.tools().specs()[0].parameters));
}
