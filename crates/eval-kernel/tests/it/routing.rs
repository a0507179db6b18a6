//! Errors: each is routed, traced and survived.

use eval_trace::{Answer, Digest, ErrorClass, Route, StopReason, Text, ToolReturn, ToolStatus};

use crate::bench::{Workbench, bare, five, saying};

#[test]
fn an_unknown_tool_is_told_with_the_nearest_name() {
    for harness in [bare(), five()] {
        let mut bench = Workbench::new(harness);
        bench.calls("get_log", "{}");
        assert_eq!(bench.last_refusal(), "unknown tool 'get_log'; did you mean 'get_logs'?");
        assert_eq!(bench.routed()[0].class, ErrorClass::UnknownTool);
        assert!(bench.window().contains("did you mean 'get_logs'?"));
        bench.calls("zzz", "{}");
        assert_eq!(bench.last_refusal(), "unknown tool 'zzz'");
    }
}

#[test]
fn without_a_registry_there_is_no_tool() {
    let mut bench = Workbench::new(eval_harness::HarnessConfig { tools: None, ..bare() });
    assert!(bench.asked().tools.specs().is_empty());
    bench.calls("list_pods", "{}");
    assert_eq!(bench.routed()[0].class, ErrorClass::UnknownTool);
}

#[test]
fn a_tool_that_errors_is_told_and_the_trial_goes_on() {
    let state = Digest::of_bytes(b"state");
    let mut bench = Workbench::new(five());
    bench.calls("get_logs", "{}").answer(&Answer::Tool(ToolReturn {
        status: ToolStatus::Error { class: "tool_error".into(), retryable: false },
        content: Text::new("no such pod"),
        yields: vec!["a fact that an error cannot yield".into()],
        before: state,
        after: state,
    }));
    assert_eq!(bench.routed()[0].class, ErrorClass::ToolError);
    assert!(bench.window().contains("get_logs({}) -> no such pod"));
}

#[test]
fn an_empty_turn_is_nudged_and_too_many_halt() {
    let mut bench = Workbench::new(bare());
    bench.says(saying("")).says(saying("  "));
    assert!(bench.window().contains("Your last turn was empty."));
    bench.says(saying(""));
    assert_eq!(bench.finish().stop, StopReason::Unusable);
    let to: Vec<Route> = bench.routed().iter().map(|routed| routed.to).collect();
    assert_eq!(to, [Route::Feedback, Route::Feedback, Route::Halt]);
}

#[test]
fn a_usable_turn_forgives_the_unusable_ones_before() {
    let mut bench = Workbench::new(bare());
    bench.says(saying("")).says(saying(""));
    bench.calls("list_pods", "{}").returns("[]", &[]);
    bench.says(saying("")).says(saying(""));
    assert!(bench.window().contains("empty"));
}

#[test]
fn leaked_markup_is_malformed_output() {
    let mut bench = Workbench::new(five());
    bench.says(saying("<tool_call>list_pods</tool_call>"));
    assert_eq!(bench.routed()[0].class, ErrorClass::MalformedOutput);
    assert!(bench.window().contains("stands in the text instead of a tool call"));
}

#[test]
fn infra_ends_the_trial_wherever_it_strikes() {
    let mut asked = Workbench::new(five());
    assert_eq!(asked.breaks().finish().stop, StopReason::Infra);
    let mut acting = Workbench::new(five());
    assert_eq!(acting.calls("list_pods", "{}").breaks().finish().stop, StopReason::Infra);
    let mut approving = Workbench::new(five());
    assert_eq!(approving.calls("restart_pod", "{}").breaks().finish().stop, StopReason::Infra);
    let mut probing = Workbench::new(five());
    assert_eq!(probing.proposes("x").breaks().finish().stop, StopReason::Infra);
    assert_eq!(probing.finish().detail, "gateway gone");
}
