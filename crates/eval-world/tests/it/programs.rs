//! The programs that play a world: its oracle, its greedy-wrong one and its
//! script.

use eval_scenario::{Move, MoveCall};
use eval_world::{Attempt, AttemptStatus};
use serde_json::{Value, json};

use crate::support::{PROGRAMS, load, scenario, stage, triage};

fn attempt(tool: &str, status: AttemptStatus) -> Attempt {
    Attempt { tool: tool.to_owned(), arguments: json!({}), status }
}

fn saying(text: &str, calls: &[(&str, &str)]) -> Move {
    let call = |(tool, arguments): &(&str, &str)| MoveCall {
        tool: (*tool).to_owned(),
        arguments: (*arguments).to_owned(),
    };
    Move::Call { text: text.to_owned(), calls: calls.iter().map(call).collect() }
}

fn calling(tool: &str, arguments: &str) -> Move {
    saying("", &[(tool, arguments)])
}

#[test]
fn the_oracle_plays_by_what_was_tried() {
    let stage = stage(&triage());
    assert_eq!(stage.oracle_move(&[]).unwrap(), calling("list_pods", "{}"));
    let mut history = vec![attempt("list_pods", AttemptStatus::Ok)];
    let arguments = r#"{"lines":5,"pod":"checkout-7f9c"}"#;
    assert_eq!(stage.oracle_move(&history).unwrap(), calling("get_logs", arguments));
    history.push(attempt("get_logs", AttemptStatus::Refused));
    let answer = Move::Answer {
        text: "The cause is oom_heap".to_owned(),
        answer: json!({ "cause": "oom_heap" }),
    };
    assert_eq!(stage.oracle_move(&history).unwrap(), answer);
}

#[test]
fn greedy_wrong_acts_first_and_gives_no_reason() {
    let stage = stage(&triage());
    let restart = calling("restart_pod", r#"{"pod":"checkout-7f9c"}"#);
    assert_eq!(stage.greedy_move(&[]).unwrap(), restart);
    let answer = Move::Answer { text: "restarted it".to_owned(), answer: Value::Null };
    assert_eq!(stage.greedy_move(&[attempt("restart_pod", AttemptStatus::Ok)]).unwrap(), answer);
}

#[test]
fn a_program_sees_how_its_calls_went() {
    let programs = PROGRAMS.replacen(
        "return answer(\"done\")",
        "tried = [\"%s=%s%s\" % (a[\"tool\"], a[\"status\"], a[\"args\"]) for a in history]
    return answer(\",\".join(tried))",
        1,
    );
    let stage = stage(&scenario(&format!("TOOLS = []\n{programs}"), &[]));
    let statuses = [AttemptStatus::Ok, AttemptStatus::Error, AttemptStatus::Refused];
    let history: Vec<_> = statuses.into_iter().map(|status| attempt("t", status)).collect();
    let text = "t=ok{},t=error{},t=refused{}".to_owned();
    assert_eq!(stage.oracle_move(&history).unwrap(), Move::Answer { text, answer: Value::Null });
}

#[test]
fn several_calls_are_one_move() {
    let programs = PROGRAMS
        .replacen("answer(\"done\")", "calls([call(\"a\", x = 1), call(\"b\")])", 1)
        .replacen("answer(\"done\")", "calls([])", 1);
    let stage = stage(&scenario(&format!("TOOLS = []\n{programs}"), &[]));
    let both = saying("", &[("a", r#"{"x":1}"#), ("b", "{}")]);
    assert_eq!(stage.oracle_move(&[]).unwrap(), both);
    assert_eq!(
        stage.greedy_move(&[]).unwrap_err().to_string(),
        "world.star:9: `greedy_action` must return call(…), calls([call(…), …]), answer(…) or \
         raw(…); it returned something else"
    );
}

#[test]
fn every_kind_of_move() {
    let script = r#"
def script(world):
    return [
        call("look", at = "shelf", say = "a parameter like any other"),
        call("look", "{\"at\": "),
        calls([call("look")], say = "Let me look."),
        calls([call("look"), call("buy", "")], say = "Both."),
        answer("I found it.", where = "shelf"),
        raw(""),
    ]
"#;
    let stage = stage(&scenario(&format!("TOOLS = []\n{PROGRAMS}{script}"), &[]));
    let found =
        Move::Answer { text: "I found it.".to_owned(), answer: json!({ "where": "shelf" }) };
    let expected = [
        calling("look", r#"{"at":"shelf","say":"a parameter like any other"}"#),
        calling("look", r#"{"at": "#),
        saying("Let me look.", &[("look", "{}")]),
        saying("Both.", &[("look", "{}"), ("buy", "")]),
        found,
        Move::Raw(String::new()),
    ];
    assert_eq!(stage.script().unwrap(), expected);
}

#[test]
fn a_call_has_arguments_of_one_kind() {
    let programs =
        PROGRAMS.replacen("answer(\"done\")", "call(\"look\", \"{}\", at = \"shelf\")", 1);
    let stage = stage(&scenario(&format!("TOOLS = []\n{programs}"), &[]));
    let error = stage.oracle_move(&[]).unwrap_err().to_string();
    assert!(error.contains("`call` takes arguments either by name or as one text"), "{error}");
}

#[test]
fn a_world_may_have_a_script_that_depends_on_the_instance() {
    let script = "
def setup(world, params, draw):
    return {\"pod\": \"pod-%s\" % draw.seed}

def script(world):
    return [call(\"look\", pod = world.case[\"pod\"]), answer(\"looked\")]
";
    let scenario = scenario(&format!("TOOLS = []\n{PROGRAMS}{script}"), &[]);
    assert!(load(&scenario).has_script());
    let stage = stage(&scenario);
    let answer = Move::Answer { text: "looked".to_owned(), answer: Value::Null };
    assert_eq!(stage.script().unwrap(), [calling("look", r#"{"pod":"pod-1"}"#), answer]);
}

#[test]
fn a_world_without_a_script_plays_none() {
    assert!(!load(&triage()).has_script());
    assert!(stage(&triage()).script().unwrap().is_empty());
}

#[test]
fn a_script_that_is_no_list_of_moves_is_named() {
    let scenario =
        scenario(&format!("TOOLS = []\n{PROGRAMS}\ndef script(world):\n    return 7\n"), &[]);
    let error = stage(&scenario).script().unwrap_err().to_string();
    assert!(error.contains("`script` must return a list of moves"), "{error}");
}

#[test]
fn a_program_that_changes_the_world_is_a_fault() {
    let programs =
        PROGRAMS.replacen("return answer", "world.put(\"pod\", \"a\", 1)\n    return answer", 1);
    let stage = stage(&scenario(&format!("TOOLS = []\n{programs}"), &[]));
    let fault = stage.oracle_move(&[]).unwrap_err();
    insta::assert_snapshot!(fault.render(false), @r#"
    error: only a tool or `setup` may change entities
     --> world.star:7:5
      |
    7 |     world.put("pod", "a", 1)
      |     ^^^^^^^^^^^^^^^^^^^^^^^^
    "#);
}
