//! Compiling scenarios, and what is told of those that do not compile.

use std::path::Path;

use eval_scenario::Scenario;
use eval_trace::SourceFile;
use serde_json::json;

use crate::support::{PROGRAMS, call, load_error, scenario, stage, triage};

fn with_file(mut scenario: Scenario, path: &str, text: &str) -> Scenario {
    scenario.files.push(SourceFile { path: path.to_owned(), text: text.to_owned() });
    scenario
}

fn world_error(text: &str) -> String {
    load_error(&scenario(text, &[])).to_string()
}

#[test]
fn a_tool_can_come_from_a_file_that_scenarios_share() {
    let text = format!("load(\"../triage.star\", \"ping\", \"PORTS\")\nTOOLS = [ping]\n{PROGRAMS}");
    let scenario = scenario(&text, &[("ping", false)]);
    let shared =
        "load(\"ports.star\", \"PORTS\")\ndef ping(world, host: str):\n    return [host, PORTS]\n";
    let scenario = with_file(scenario, "../triage.star", shared);
    let scenario = with_file(scenario, "../ports.star", "PORTS = [80]");
    let returned = stage(&scenario).call(&call("ping", json!({ "host": "a" }))).unwrap();
    assert_eq!(returned.content.as_str(), r#"["a",[80]]"#);
}

#[test]
fn the_programs_of_a_world_can_come_from_a_shared_file_too() {
    let text = "load(\"../shared.star\", \"next_action\", \"greedy_action\", check = \"check_all\")\nTOOLS = []\n";
    let shared = PROGRAMS.replacen("def check", "def check_all", 1);
    let stage = stage(&with_file(scenario(text, &[]), "../shared.star", &shared));
    assert!(stage.judge(&json!(null)).unwrap().success());
    assert!(stage.oracle_move(&[]).is_ok());
}

#[test]
fn a_file_that_the_scenario_lacks_is_named_with_the_nearest() {
    let scenario = scenario("load(\"../triag.star\", \"ping\")\n", &[]);
    let error = load_error(&with_file(scenario, "../triage.star", ""));
    insta::assert_snapshot!(error.render_in(Path::new("scenarios/pods"), false), @r#"
    error: the scenario has no file `../triag.star`; did you mean `../triage.star`?
     --> scenarios/pods/world.star:1:6
      |
    1 | load("../triag.star", "ping")
      |      ^^^^^^^^^^^^^^^
    "#);
}

#[test]
fn files_that_load_each_other_are_refused() {
    let scenario = scenario("load(\"a.star\", \"x\")\n", &[]);
    let scenario = with_file(scenario, "a.star", "load(\"b.star\", \"x\")\n");
    let scenario = with_file(scenario, "b.star", "load(\"a.star\", \"x\")\n");
    insta::assert_snapshot!(load_error(&scenario), @"b.star:1: files load each other in a circle: a.star loads b.star loads a.star");
}

#[test]
fn a_syntax_error_is_shown_with_its_line() {
    let error =
        load_error(&scenario("TOOLS = []\n\ndef check(world, answer:\n    return []\n", &[]));
    insta::assert_snapshot!(error.render_in(Path::new("scenarios/pods"), false), @r#"
    error: Parse error: unexpected keyword 'return', expected expression
     --> scenarios/pods/world.star:4:5
      |
    4 |     return []
      |     ^^^^^^
    "#);
}

#[test]
fn a_name_that_does_not_exist_is_told_at_once() {
    insta::assert_snapshot!(world_error("TOOLS = []\ndef check(world, answer):\n    return wrld.list('x')\n"), @"world.star:3: Variable `wrld` not found, did you mean `world`?");
}

#[test]
fn a_file_that_fails_or_runs_away_while_it_is_loaded_is_told() {
    let runaway = "for a in range(100000):\n    for b in range(100000):\n        pass\n";
    insta::assert_snapshot!(world_error("TOOLS = [1 // 0]\n"), @"world.star:1: Floor division by zero: 1 // 0");
    insta::assert_snapshot!(world_error(runaway), @"world.star:2: this takes more than 1000000 function calls and loop rounds");
}

#[test]
fn what_every_world_has_is_missed() {
    let without = |name: &str, instead: &str| {
        let programs = PROGRAMS.replacen(&format!("def {name}"), &format!("def {instead}"), 1);
        world_error(&format!("TOOLS = []\n{programs}"))
    };
    insta::assert_snapshot!(world_error(""), @"world.star has no list `TOOLS = [...]` of its tools");
    insta::assert_snapshot!(world_error("TOOLS = ()"), @"world.star:1: TOOLS is of type tuple, not a list");
    insta::assert_snapshot!(without("check", "success"), @"world.star has no function `check(world, answer)`");
    insta::assert_snapshot!(without("next_action", "next_acton"), @"world.star has no function `next_action(world, history)`; did you mean `next_acton`?");
    insta::assert_snapshot!(without("greedy_action", "greedy"), @"world.star has no function `greedy_action(world, history)`");
    let no_function = PROGRAMS.replacen("def check", "check = 3\ndef verify", 1);
    insta::assert_snapshot!(world_error(&format!("TOOLS = []{no_function}")), @"world.star:2: `check` is not a function; `check(world, answer)` is wanted");
    let no_files = Scenario { files: Vec::new(), ..scenario("", &[]) };
    insta::assert_snapshot!(load_error(&no_files), @"scenario `triage` has no world.star");
}

#[test]
fn functions_with_other_parameters_than_theirs_are_refused() {
    let text = format!("TOOLS = []\ndef setup(world, draw): return {{}}\n{PROGRAMS}");
    insta::assert_snapshot!(load_error(&scenario(&text, &[])).render_in(Path::new("scenarios/pods"), false), @r#"
    error: `setup(world, draw)` should be `setup(world, params, draw)`
     --> scenarios/pods/world.star:2:5
      |
    2 | def setup(world, draw): return {}
      |     ^^^^^
    "#);
}

#[test]
fn tools_that_a_model_could_not_call_are_refused() {
    let tools = [
        "def tool(): pass",
        "def tool(w): pass",
        "def tool(world,\n    pod): pass",
        "def tool(world, pod: tuple): pass",
        "def tool(world, pod: int | str): pass",
        "def tool(world, **rest): pass",
        "def tool(world, *pods: str): pass",
        "tool = lambda world: 1",
        "tool = 'pods'",
        "tool = len",
    ];
    let refused = tools.map(|tool| world_error(&format!("{tool}\nTOOLS = [tool]\n{PROGRAMS}")));
    insta::assert_snapshot!(refused.join("\n"), @r#"
    world.star:1: the first parameter of tool `tool` must be `world`; it has none
    world.star:1: the first parameter of tool `tool` must be `world`, not `w`
    world.star:2: parameter `pod` of tool `tool` has no type; write `name: str`, for example
    world.star:1: parameter `pod` of tool `tool` has a type that JSON cannot carry; a parameter may be str, int, float, bool, list[T], dict[str, T], T | None or typing.Any
    world.star:1: parameter `pod` of tool `tool` has a type that JSON cannot carry; a parameter may be str, int, float, bool, list[T], dict[str, T], T | None or typing.Any
    world.star:1: tool `tool` takes any number of arguments as `rest`; a tool must name each one
    world.star:1: tool `tool` takes any number of arguments as `pods`; a tool must name each one
    world.star:2: TOOLS names world.star.lambda, which is not a function defined by `def` at the top level of a file
    world.star:2: TOOLS names "pods", which is not a function defined by `def` at the top level of a file
    world.star:2: TOOLS names len, which is not a function defined by `def` at the top level of a file
    "#);
    let twice = format!("def tool(world): pass\nTOOLS = [tool, tool]\n{PROGRAMS}");
    insta::assert_snapshot!(world_error(&twice), @"world.star:2: TOOLS names `tool` twice");
}

#[test]
fn both_files_have_to_name_the_same_tools() {
    let mut undeclared = triage();
    undeclared.tools.remove("get_logs");
    insta::assert_snapshot!(load_error(&undeclared), @"tool `get_logs` has no `[tools.get_logs] mutating = …` in scenario.toml");

    let mut unknown = triage();
    let declaration = unknown.tools["get_logs"];
    unknown.tools.insert("get_log".to_owned(), declaration);
    insta::assert_snapshot!(load_error(&unknown), @"`[tools.get_log]` in scenario.toml, but no `get_log` in TOOLS; did you mean `get_logs`?");

    let mut granted = triage();
    for variant in granted.variants.values_mut() {
        variant.grant = Some(vec!["list_pod".to_owned()]);
    }
    insta::assert_snapshot!(load_error(&granted), @"variant `base` grants `list_pod`, but no `list_pod` in TOOLS; did you mean `list_pods`?");
}

#[test]
fn entities_have_to_be_plain_data_by_kind_and_id() {
    let refused = ["[]", "{'pod': [1]}", "{'pod': {'a': len}}"]
        .map(|entities| world_error(&format!("TOOLS = []\nENTITIES = {entities}\n{PROGRAMS}")));
    insta::assert_snapshot!(refused.join("\n"), @r#"
    world.star:2: ENTITIES must map each kind to a dict of its entities by id
    world.star:2: ENTITIES must map each kind to a dict of its entities by id
    world.star:2: ENTITIES does not fit in JSON: a value of type function has no JSON form at ["pod"]["a"]
    "#);
}
