//! Worlds that are broken or do not come to an end.

use eval_trace::ToolStatus;
use serde_json::json;

use crate::support::{PROGRAMS, call, scenario, stage, stage_of_tool};

/// The faults of calling tools with these bodies, one a line.
fn faults<const N: usize>(bodies: [&str; N]) -> String {
    bodies.map(fault).join("\n")
}

fn fault(body: &str) -> String {
    let mut stage = stage_of_tool(&format!("def tool(world):\n    {body}\n"));
    let before = stage.state();
    let fault = stage.call(&call("tool", json!({}))).unwrap_err();
    assert_eq!(stage.state(), before, "a fault leaves the stage alone");
    fault.to_string()
}

/// What the agent is told when its call makes the tool break.
fn crash(world: &str) -> String {
    let mut stage = stage_of_tool(world);
    let before = stage.state();
    let returned = stage.call(&call("tool", json!({}))).unwrap();
    assert_eq!(stage.state(), before, "a crash leaves the stage alone");
    let class = eval_world::TOOL_CRASHED.to_owned();
    assert_eq!(returned.status, ToolStatus::Error { class, retryable: false });
    returned.content.as_str().strip_prefix("the tool crashed: ").unwrap().to_owned()
}

#[test]
fn a_loop_that_takes_too_long_is_a_fault() {
    insta::assert_snapshot!(faults([
        "for a in range(100000):\n        for b in range(100000):\n            pass",
        "return [None for a in range(100000) for b in range(100000)]",
    ]), @r#"
    world.star:3: this takes more than 1000000 function calls and loop rounds
    world.star:2: this takes more than 1000000 function calls and loop rounds
    "#);
}

#[test]
fn recursion_without_end_is_a_fault() {
    insta::assert_snapshot!(fault("return tool(world)"), @"world.star:2: Starlark call stack overflow");
}

#[test]
fn values_that_keep_doubling_are_a_fault() {
    insta::assert_snapshot!(faults([
        "s = 'x'\n    for _ in range(100):\n        s += s\n    return s",
        "l = [1]\n    for _ in range(100):\n        l.extend(l)\n    return l",
        "l = [1]\n    for _ in range(100):\n        l = l + l\n    return l",
    ]), @r#"
    world.star:4: the values held here fill more than 64 MiB
    world.star:3: the values held here fill more than 64 MiB
    world.star:4: the values held here fill more than 64 MiB
    "#);
}

/// One operation can ask for more memory than there is, before any limit on
/// what is held has a say.
#[test]
fn one_operation_that_makes_too_much_is_a_fault() {
    insta::assert_snapshot!(faults([
        "return 'a' * 1000000000",
        "return 2000000000 * [0]",
        "return len(list(range(1000000000)))",
    ]), @r#"
    world.star:2: this would make 1000000000 items; at most 1000000 are allowed
    world.star:2: this would make 2000000000 items; at most 1000000 are allowed
    world.star:2: this would make 1000000000 items; at most 1000000 are allowed
    "#);
}

#[test]
fn products_that_fit_are_as_ever() {
    let body = "def tool(world):
    products = [3 * 4, 2.5 * 2, 'ab' * 2, 2 * [1], (1,) * 2, -1 * 10000000, 'a' * -1]
    return products + [x * x for x in range(5, 0, -2)]
";
    let returned = stage_of_tool(body).call(&call("tool", json!({}))).unwrap();
    let products = "[12,5.0,\"abab\",[1,1],[1,1],-10000000,\"\",25,9,1]";
    assert_eq!(returned.content.as_str(), products);
}

#[test]
fn a_result_that_is_no_json_or_too_large_is_a_crash() {
    let bodies = [
        "return {'pods': [1, world.get]}",
        "return {1: 2}",
        "return 9223372036854775807 + 1",
        "return float('inf')",
        "l = []\n    l.append(l)\n    return l",
        "return ['x' * 1000] * 2000",
    ];
    let told = bodies.map(|body| crash(&format!("def tool(world):\n    {body}\n")));
    insta::assert_snapshot!(told.join("\n"), @r#"
    world.star:1: `tool` returned what does not fit in JSON: a value of type function has no JSON form at ["pods"][1]
    world.star:1: `tool` returned what does not fit in JSON: a key is of type int, not a string
    world.star:1: `tool` returned what does not fit in JSON: an integer does not fit in 64 bits
    world.star:1: `tool` returned what does not fit in JSON: +inf is no JSON number
    world.star:1: `tool` returned what does not fit in JSON: it is nested more than 64 deep at [0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]…
    world.star:1: `tool` returned what does not fit in JSON: it is larger than 1048576 bytes at [1045]
    "#);
}

#[test]
fn broken_code_is_shown_with_its_line() {
    let half = "def half(x):\n    y = x + 1\n    return y // 0\n\nTOOLS = []\n";
    let text = format!("{half}{}", PROGRAMS.replacen("return []", "return half(1)", 1));
    let fault = stage(&scenario(&text, &[])).judge(&json!(null)).unwrap_err();
    insta::assert_snapshot!(fault.render(false), @r#"
    error: Floor division by zero: 2 // 0
     --> world.star:3:12
      |
    3 |     return y // 0
      |            ^^^^^^
      |
      = note: `half` was called at world.star:8
    "#);
    assert_ne!(fault.render(true), fault.render(false));
}

#[test]
fn a_check_that_gives_no_list_of_strings_is_a_fault() {
    let text = format!("TOOLS = []\n{}", PROGRAMS.replacen("return []", "return True", 1));
    let fault = stage(&scenario(&text, &[])).judge(&json!(null)).unwrap_err();
    insta::assert_snapshot!(fault, @"world.star:3: `check` must return a list of strings; it returned something else");
}

#[test]
fn a_check_that_fails_is_a_fault_and_not_told_to_the_agent() {
    let text = format!("TOOLS = []\n{}", PROGRAMS.replacen("return []", "fail('no gold')", 1));
    let fault = stage(&scenario(&text, &[])).judge(&json!(null)).unwrap_err();
    insta::assert_snapshot!(fault, @"world.star:3: `check` failed: no gold");
}

#[test]
fn fixtures_and_the_case_cannot_be_changed() {
    let fixtures = "SEEN = []\ndef tool(world):\n    SEEN.append(1)\n";
    let case = "def setup(world, params, draw): return {'seen': []}
def tool(world):
    world.case['seen'].append(1)
";
    let told = [fixtures, case].map(crash);
    insta::assert_snapshot!(told.join("\n"), @r#"
    world.star:3: Immutable
    world.star:3: Immutable
    "#);
}
