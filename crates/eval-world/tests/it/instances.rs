//! Drawing instances, and what they depend on.

use std::sync::Arc;

use eval_scenario::Variant;
use eval_trace::ToolReturn;
use eval_world::Instance;
use serde_json::json;

use crate::support::{PROGRAMS, call, load, scenario, triage, variant};

#[test]
fn the_same_seed_gives_the_same_instance() {
    let (one, other) = (load(&triage()), load(&triage()));
    for seed in 0..20 {
        let one = one.instance(&variant(json!({})), seed).unwrap();
        let other = other.instance(&variant(json!({})), seed).unwrap();
        assert_eq!(one.hash(), other.hash());
        assert_eq!(one.prompt().as_str(), other.prompt().as_str());
    }
}

#[test]
fn another_seed_or_variant_gives_another_instance() {
    let world = load(&triage());
    let base = world.instance(&variant(json!({})), 1).unwrap();
    let seed = world.instance(&variant(json!({})), 2).unwrap();
    let named = Variant { name: "other".to_owned(), ..variant(json!({})) };
    let named = world.instance(&named, 1).unwrap();
    assert_ne!(base.hash(), seed.hash());
    assert_ne!(base.hash(), named.hash());
    assert_eq!(base.prompt(), named.prompt(), "what is drawn does not depend on the variant");
}

/// What an instance of a released scenario holds must never change: stored
/// runs name it by its hash.
#[test]
fn what_is_drawn_stays_the_same_from_version_to_version() {
    let instance = load(&triage()).instance(&variant(json!({})), 1).unwrap();
    insta::assert_snapshot!(instance.prompt().as_str(), @"checkout-7f9c (340 MiB) is flapping. Why?");
    insta::assert_snapshot!(instance.hash(), @"ad6cf8e31890bf93b1ba0f260280ae66");
    insta::assert_snapshot!(instance.state(), @"57db13ce332e0d5a1d266ee4fd4563d2");
}

#[test]
fn params_reach_setup() {
    let world = load(&triage());
    for cause in ["oom_heap", "bad_image"] {
        let stage = world.instance(&variant(json!({ "cause": cause })), 1).unwrap().stage();
        let unmet = stage.judge(&json!({ "cause": cause })).unwrap().unmet;
        assert_eq!(unmet, ["log:checkout-7f9c"]);
    }
}

#[test]
fn a_variant_grants_tools_in_the_order_of_the_world() {
    let world = load(&triage());
    let grant = Some(vec!["restart_pod".to_owned(), "list_pods".to_owned()]);
    let some = Variant { grant, ..variant(json!({})) };
    assert_eq!(world.instance(&some, 1).unwrap().granted(), ["list_pods", "restart_pod"]);
    let all = world.instance(&variant(json!({})), 1).unwrap().granted();
    assert_eq!(all, ["list_pods", "get_logs", "restart_pod", "drain"]);
}

#[test]
fn every_way_to_draw_keeps_its_promise() {
    let setup = "
TOOLS = []
def setup(world, params, draw):
    items = list(range(10))
    return {
        'integers': [draw.integer(-2, 2) for _ in range(200)],
        'choice': draw.choice(['a']),
        'sample': draw.sample(items, 4),
        'shuffled': draw.shuffle(items),
        'items': items,
        'never': [draw.chance(0) for _ in range(50)],
        'always': [draw.chance(1.0) for _ in range(50)],
        'wide': draw.integer(-9223372036854775807, 9223372036854775807),
    }
def check(world, answer):
    case = world.case
    return [
        str(sorted({i: None for i in case['integers']}.keys())),
        case['choice'],
        str(len({i: None for i in case['sample']})),
        str(sorted(case['shuffled']) == case['items'] and case['shuffled'] != case['items']),
        str(any(case['never'])),
        str(all(case['always'])),
    ]
";
    let programs = PROGRAMS.replacen("def check", "def unused_check", 1);
    let world = load(&scenario(&format!("{setup}{programs}"), &[]));
    let stage = world.instance(&variant(json!({})), 3).unwrap().stage();
    let told = stage.judge(&json!(null)).unwrap().unmet;
    assert_eq!(told, ["[-2, -1, 0, 1, 2]", "a", "4", "True", "False", "True"]);
}

#[test]
fn a_draw_that_cannot_be_made_is_a_fault() {
    for (draw, problem) in [
        ("draw.integer(2, 1)", "there is no integer from 2 to 1"),
        ("draw.choice([])", "there is nothing to choose from"),
        ("draw.sample([1], 2)", "cannot sample 2 of 1 items"),
        ("draw.chance(1.5)", "a chance lies between 0 and 1, not at 1.5"),
    ] {
        let text = format!("TOOLS = []\ndef setup(world, params, draw):\n    {draw}\n{PROGRAMS}");
        let fault = load(&scenario(&text, &[])).instance(&variant(json!({})), 1).unwrap_err();
        assert_eq!(fault.to_string(), format!("world.star:3: {problem}"));
    }
}

#[test]
fn a_case_that_cannot_fill_the_prompt_is_a_fault() {
    let mut scenario = triage();
    scenario.prompt = "{prod} is flapping".to_owned();
    let fault = load(&scenario).instance(&variant(json!({})), 1).unwrap_err();
    insta::assert_snapshot!(fault, @"the prompt names `{prod}`, which `setup` does not put in the case; did you mean `pod`?");
}

/// Everything that three rounds of calls tell.
fn play(instance: &Instance) -> Vec<(ToolReturn, String)> {
    let mut stage = instance.stage();
    let pod = json!({ "pod": "checkout-7f9c" });
    let tools = ["get_logs", "restart_pod", "drain"].map(|tool| call(tool, pod.clone()));
    let round = [&call("list_pods", json!({})), &tools[0], &tools[1], &tools[2]];
    let told = round.into_iter().cycle().take(12).map(|call| {
        let returned = stage.call(call).unwrap();
        let content = returned.content.as_str().to_owned();
        (returned, content)
    });
    told.collect()
}

#[test]
fn two_threads_that_play_the_same_instance_agree() {
    let instance = load(&triage()).instance(&variant(json!({})), 5).unwrap();
    let (one, other) = std::thread::scope(|scope| {
        let (one, other) = (scope.spawn(|| play(&instance)), scope.spawn(|| play(&instance)));
        (one.join().unwrap(), other.join().unwrap())
    });
    assert_eq!(one, other);
}

#[test]
fn another_run_tells_the_same_bytes() {
    let run = || play(&load(&triage()).instance(&variant(json!({})), 5).unwrap());
    assert_eq!(run(), run());
}

#[test]
fn worlds_and_instances_are_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    fn moved<T: Send>(_: &T) {}
    let world = load(&triage());
    let instance = Arc::clone(&world).instance(&variant(json!({})), 1).unwrap();
    shared(&world);
    shared(&instance);
    moved(&instance.stage());
}
