//! The order of a turn, and the record of what was visible.

use eval_kernel::{Effect, Input};
use eval_trace::{BlockKind, EventKind, StopReason};

use crate::bench::{MAX_TURNS, Workbench, bare, five, saying};

#[test]
fn a_trial_leaves_its_events_in_order() {
    let mut bench = Workbench::new(five());
    bench.calls("get_logs", "{}").returns("[]", &["oom"]).proposes("oom").claims(&["oom"]);
    let expected = [
        "trial_started",
        "model_asked",
        "model_answered",
        "guarded",
        "tool_called",
        "tool_returned",
        "model_asked",
        "model_answered",
        "world_probed",
        "verified",
        "verified",
        "verified",
        "terminated",
    ];
    assert_eq!(bench.kinds(), expected);
}

#[test]
fn six_turns_and_five_calls_stay_under_forty_events() {
    let mut harness = five();
    harness.guardrails = None;
    let mut bench = Workbench::new(harness);
    for _ in 0..5 {
        bench.calls("get_logs", "{}").returns("[]", &["oom"]);
    }
    bench.proposes("oom").claims(&["oom"]);
    // One more is the runner's `trial_ended`.
    assert!(bench.events().len() < 40, "{} events", bench.events().len());
}

#[test]
fn what_working_memory_dropped_is_gone_from_the_window_and_on_record() {
    let mut bench = Workbench::new(five());
    for content in ["first", "second", "third", "fourth"] {
        bench.calls("get_logs", "{}").returns(content, &[]);
    }
    let window = bench.window();
    assert!(!window.contains("first") && window.contains("fourth"));
    assert!(window.contains("[1 earlier observation(s) compacted away]"));
    let EventKind::ModelAsked { blocks, evicted, .. } = &bench.events().last().unwrap().kind else {
        panic!("the model is asked");
    };
    assert_eq!(evicted.len(), 1);
    assert!(blocks.iter().all(|block| block.id != evicted[0].block));
    let dropped = bench.events().iter().find_map(|event| match &event.kind {
        EventKind::Compacted { dropped, .. } => Some(dropped),
        _ => None,
    });
    assert_eq!(dropped, Some(evicted), "every evicted block stands in a compaction event");
}

#[test]
fn every_visible_block_names_the_event_it_came_from() {
    let mut bench = Workbench::new(bare());
    bench.calls("get_logs", "{}").returns("content", &[]);
    let EventKind::ModelAsked { blocks, .. } = &bench.events().last().unwrap().kind else {
        panic!("the model is asked");
    };
    let observation = blocks.iter().find(|block| block.kind == BlockKind::Observation).unwrap();
    let source = &bench.events()[observation.source as usize].kind;
    assert_eq!(source.name(), "tool_returned");
    assert_eq!(observation.text.as_str(), "content");
}

#[test]
fn the_model_is_asked_no_more_often_than_the_loop_allows() {
    let mut bench = Workbench::new(bare());
    for _ in 0..MAX_TURNS {
        bench.calls("list_pods", "{}").returns("[]", &[]);
    }
    assert_eq!(bench.finish().stop, StopReason::TurnBudget);
}

#[test]
fn cancelling_ends_the_trial_with_a_termination() {
    let mut bench = Workbench::new(five());
    bench.effect = bench.kernel.step(Input::Cancelled { at: 9 });
    assert_eq!(bench.finish().stop, StopReason::Cancelled);
    assert_eq!(bench.kinds()[2..], ["cancelled", "terminated"]);
}

#[test]
fn late_and_half_answers_are_dropped() {
    let mut bench = Workbench::new(five());
    let before = bench.events().len();
    let late = Input::Answered { answers: vec![], at: 3 };
    assert_eq!(bench.kernel.step(late), Effect::Wait);
    assert_eq!(bench.events().len(), before, "what changed nothing is not in the diary");
    bench.says(saying("x"));
}
