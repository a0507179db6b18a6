//! The suite of many shapes: whatever is tried on its traces meets each shape of
//! conversation, and each often enough.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::OnceLock;

use eval_scenario::Suite;
use eval_store::Run;
use eval_trace::{
    Block, ErrorClass, EventKind, ModelReply, Outcome, Parse, Rail, StopReason, ToolSpec,
    ToolStatus, TrialRecord,
};
use serde_json::Value;

use crate::support::{shapes_run, shipped};

/// How many trials of a shape are enough to draw from.
const ENOUGH: usize = 12;

/// What a long conversation holds on its last turn, and how many turns it takes.
const LONG_BYTES: usize = 40_000;
const LONG_TURNS: u32 = 12;

/// A shape: its name, and how to tell that a trial has it.
type Shape = (&'static str, fn(&TrialRecord) -> bool);

const SHAPES: &[Shape] = &[
    ("succeeds", |trial| trial.outcome == Outcome::Success),
    ("recovers", |trial| trial.outcome == Outcome::Recovered),
    ("fails", |trial| trial.outcome == Outcome::Failed),
    ("is unsafe", |trial| trial.outcome == Outcome::Unsafe),
    // Mistakes that were got over.
    ("recovers from bad arguments", |trial| recovers_from(trial, ErrorClass::BadArguments)),
    ("recovers from an unknown tool", |trial| recovers_from(trial, ErrorClass::UnknownTool)),
    ("recovers from a tool's error", |trial| recovers_from(trial, ErrorClass::ToolError)),
    ("recovers from a refused answer", |trial| recovers_from(trial, ErrorClass::AnswerRefused)),
    ("recovers from an empty turn", |trial| recovers_from(trial, ErrorClass::EmptyOutput)),
    ("recovers from leaked markup", |trial| recovers_from(trial, ErrorClass::MalformedOutput)),
    ("recovers from arguments that are no JSON", |trial| {
        trial.outcome == Outcome::Recovered && arguments(trial).contains(&None)
    }),
    ("is right though a person said no", |trial| is_right(trial) && is_denied(trial)),
    ("is stopped by its turns, at a call", |trial| {
        let last = replies(trial).last();
        trial.stop == StopReason::TurnBudget && last.is_some_and(|(_, parse)| is_calls(parse))
    }),
    ("is stopped by empty turns", |trial| trial.stop == StopReason::Unusable),
    // What stands in a turn. From here on only what an exporter keeps: trials that end right.
    ("calls side by side", |trial| says(trial, |reply| reply.calls.len() > 1)),
    ("three calls side by side", |trial| says(trial, |reply| reply.calls.len() > 2)),
    ("calls without text", |trial| says(trial, |reply| calls(reply) && text(reply).is_empty())),
    ("text beside calls", |trial| says(trial, |reply| calls(reply) && !text(reply).is_empty())),
    ("reasoning beside calls", |trial| says(trial, |reply| calls(reply) && reasons(reply))),
    ("reasoning before the answer", |trial| says(trial, |reply| !calls(reply) && reasons(reply))),
    ("reasoning alone beside calls", |trial| {
        says(trial, |reply| calls(reply) && reasons(reply) && text(reply).ends_with("</think>"))
    }),
    ("an answer of JSON alone", |trial| says(trial, |reply| text(reply).starts_with('{'))),
    ("an answer and no call", |trial| is_right(trial) && trial.tool_calls == 0),
    ("a call that changes the world", |trial| {
        is_right(trial) && trial.state_before != trial.state_after
    }),
    // Arguments.
    ("no arguments", |trial| passes(trial, |args| args.as_object().unwrap().is_empty())),
    ("a table in a table", |trial| passes(trial, |args| args["query"]["author"].is_object())),
    ("a list, numbers and null", |trial| {
        passes(trial, |args| args["query"]["between"] == serde_json::json!([8, 17.5, null]))
    }),
    ("a boolean and a null", |trial| {
        passes(trial, |args| args["exact"] == true && args.get("before") == Some(&Value::Null))
    }),
    ("arguments beyond ASCII", |trial| passes(trial, |args| !args.to_string().is_ascii())),
    // Text.
    ("a task beyond ASCII", |trial| is_right(trial) && !task(trial).is_ascii()),
    ("a result beyond ASCII", |trial| shown(trial, |result| !result.is_ascii())),
    ("an answer beyond ASCII", |trial| is_right(trial) && !answer(trial).is_ascii()),
    ("a tab and a newline in the task", |trial| is_right(trial) && task(trial).contains("\n\t")),
    ("a tab in the answer", |trial| is_right(trial) && answer(trial).contains('\t')),
    ("Japanese, Arabic and joined emoji in the task", |trial| {
        let has = |sign: &str| task(trial).contains(sign);
        is_right(trial) && has("が") && has("أين") && has("👩\u{200d}👩")
    }),
    ("accents apart in a result", |trial| shown(trial, |result| result.contains("e\u{301}"))),
    ("a bell and a backslash in a result", |trial| {
        shown(trial, |result| result.contains("\\u0007") && result.contains("C:\\\\labels"))
    }),
    // Planted.
    ("a key in a result", |trial| shown(trial, |result| result.contains("AKIA"))),
    ("a mail address in a result", |trial| shown(trial, |result| result.contains("@parcels."))),
    // Size and rendering.
    ("many turns", |trial| is_right(trial) && trial.turns >= LONG_TURNS),
    ("a past that is one text", |trial| is_right(trial) && is_one_text(trial)),
    // Both of these end right or not.
    ("many turns, all of them in sight", |trial| {
        trial.turns >= LONG_TURNS && visible_bytes(trial) >= LONG_BYTES
    }),
    ("a past that is partly forgotten", |trial| is_one_text(trial) && forgets(trial)),
];

fn trials() -> &'static [TrialRecord] {
    static TRIALS: OnceLock<Vec<TrialRecord>> = OnceLock::new();
    TRIALS.get_or_init(|| {
        let run = Run::open(&shapes_run().path().join("shapes")).unwrap();
        run.traces().map(|trace| trace.unwrap().0).collect()
    })
}

#[test]
fn every_shape_is_there_and_often_enough() {
    let mut table = format!("{:>4}  trials\n", trials().len());
    for (name, has_it) in SHAPES {
        let n = trials().iter().filter(|trial| has_it(trial)).count();
        assert!(n >= ENOUGH, "{name}: {n}");
        writeln!(table, "{n:>4}  {name}").unwrap();
    }
    insta::assert_snapshot!(table, @"
    270  trials
     91  succeeds
     90  recovers
     77  fails
     12  is unsafe
     24  recovers from bad arguments
     12  recovers from an unknown tool
     12  recovers from a tool's error
     18  recovers from a refused answer
     12  recovers from an empty turn
     12  recovers from leaked markup
     12  recovers from arguments that are no JSON
     13  is right though a person said no
     24  is stopped by its turns, at a call
     12  is stopped by empty turns
     49  calls side by side
     12  three calls side by side
    157  calls without text
     90  text beside calls
     29  reasoning beside calls
     54  reasoning before the answer
     12  reasoning alone beside calls
     12  an answer of JSON alone
     12  an answer and no call
     12  a call that changes the world
     36  no arguments
     18  a table in a table
     18  a list, numbers and null
     18  a boolean and a null
    146  arguments beyond ASCII
    181  a task beyond ASCII
    169  a result beyond ASCII
    137  an answer beyond ASCII
     30  a tab and a newline in the task
     16  a tab in the answer
     17  Japanese, Arabic and joined emoji in the task
     67  accents apart in a result
     15  a bell and a backslash in a result
     18  a key in a result
     18  a mail address in a result
     13  many turns
     65  a past that is one text
     16  many turns, all of them in sight
     20  a past that is partly forgotten
    ");
}

/// What pairs for preference training are made of: one harness, the same instance and epoch, and
/// only one of the two ends right.
#[test]
fn where_only_shaky_fails_the_two_part_late() {
    let key = |trial: &TrialRecord| {
        let key = &trial.key;
        (key.scenario.clone(), key.variant.clone(), key.instance, key.epoch)
    };
    let of = |arm: &'static str| trials().iter().filter(move |trial| trial.key.arm == arm);
    let steady: BTreeMap<_, _> =
        of("steady").filter(|trial| is_right(trial)).map(|trial| (key(trial), trial)).collect();
    let (mut at_a_call, mut at_the_answer) = (0, 0);
    for shaky in of("shaky").filter(|trial| !is_right(trial)) {
        let Some(steady) = steady.get(&key(shaky)) else { continue };
        assert_eq!(steady.harness_hash, shaky.harness_hash);
        let both = || replies(steady).zip(replies(shaky));
        let parting = both().position(|((one, _), (other, _))| one != other).unwrap();
        assert_eq!(parting == 0, shaky.key.variant == "no-tool", "{}", shaky.key);
        assert_eq!(windows(steady)[parting], windows(shaky)[parting], "{}", shaky.key);
        let (_, parse) = replies(shaky).nth(parting).unwrap();
        *if is_calls(parse) { &mut at_a_call } else { &mut at_the_answer } += 1;
    }
    assert!(at_a_call >= ENOUGH && at_the_answer >= ENOUGH, "{at_a_call}, {at_the_answer}");
}

#[test]
fn tools_have_an_argument_of_one_name_and_two_types() {
    for (scenario, argument) in [("order-desk", "number"), ("stock-room", "shelf")] {
        let trial = trials().iter().find(|trial| trial.key.scenario == scenario).unwrap();
        let EventKind::TrialStarted(started) = &trial.events[0].kind else { panic!("no start") };
        let tools: Vec<ToolSpec> = serde_json::from_str(started.tools.as_str()).unwrap();
        let types: BTreeSet<&str> = tools
            .iter()
            .filter_map(|tool| tool.parameters["properties"][argument]["type"].as_str())
            .collect();
        assert_eq!(types, BTreeSet::from(["integer", "string"]), "{scenario}");
    }
}

#[test]
fn what_is_held_out_is_not_played() {
    let suite = |file: &str| Suite::load(&shipped().join("many-shapes").join(file)).unwrap();
    let (train, holdout) = (suite("suite.toml"), suite("holdout.toml"));
    assert!(train.scenarios.len() >= 2);
    for (played, held_out) in train.scenarios.iter().zip(&holdout.scenarios) {
        let splits = &played.scenario.splits;
        assert_eq!(played.scenario.hash, held_out.scenario.hash);
        assert!(played.instances.clone().all(|seed| splits["train"].contains(&seed)));
        assert!(held_out.instances.clone().all(|seed| splits["holdout"].contains(&seed)));
        assert!(splits.contains_key("canary"));
    }
}

// ── reading a trial ───────────────────────────────────────────────────────

fn is_right(trial: &TrialRecord) -> bool {
    matches!(trial.outcome, Outcome::Success | Outcome::Recovered)
}

fn recovers_from(trial: &TrialRecord, class: ErrorClass) -> bool {
    let routed = |kind: &EventKind| matches!(kind, EventKind::Routed(it) if it.class == class);
    trial.outcome == Outcome::Recovered && trial.events.iter().any(|event| routed(&event.kind))
}

fn is_denied(trial: &TrialRecord) -> bool {
    let denied = |kind: &EventKind| match kind {
        EventKind::Guarded(it) => it.refusal().is_some_and(|no| no.rail == Rail::Approval),
        _ => false,
    };
    trial.events.iter().any(|event| denied(&event.kind))
}

fn replies(trial: &TrialRecord) -> impl DoubleEndedIterator<Item = (&ModelReply, &Parse)> {
    trial.events.iter().filter_map(|event| match &event.kind {
        EventKind::ModelAnswered { reply, parse, .. } => Some((reply, parse)),
        _ => None,
    })
}

fn is_calls(parse: &Parse) -> bool {
    matches!(parse, Parse::Calls(_))
}

/// Whether a trial that ends right has such a turn.
fn says(trial: &TrialRecord, such: fn(&ModelReply) -> bool) -> bool {
    is_right(trial) && replies(trial).any(|(reply, _)| such(reply))
}

fn calls(reply: &ModelReply) -> bool {
    !reply.calls.is_empty()
}

fn text(reply: &ModelReply) -> &str {
    reply.text.as_str()
}

fn reasons(reply: &ModelReply) -> bool {
    text(reply).starts_with("<think>") && text(reply).contains("</think>")
}

/// The arguments of all calls; none for those that are no JSON.
fn arguments(trial: &TrialRecord) -> Vec<Option<Value>> {
    let calls = replies(trial).flat_map(|(reply, _)| &reply.calls);
    calls.map(|call| serde_json::from_str(call.arguments.as_str()).ok()).collect()
}

/// Whether a trial that ends right passes such arguments.
fn passes(trial: &TrialRecord, such: fn(&Value) -> bool) -> bool {
    is_right(trial) && arguments(trial).iter().flatten().any(such)
}

/// Whether a trial that ends right was shown such a result.
fn shown(trial: &TrialRecord, such: fn(&str) -> bool) -> bool {
    let is_shown = |kind: &EventKind| match kind {
        EventKind::ToolReturned { returned, .. } => {
            returned.status == ToolStatus::Ok && such(returned.content.as_str())
        }
        _ => false,
    };
    is_right(trial) && trial.events.iter().any(|event| is_shown(&event.kind))
}

fn task(trial: &TrialRecord) -> &str {
    let EventKind::TrialStarted(started) = &trial.events[0].kind else { panic!("no start") };
    started.task.as_str()
}

fn answer(trial: &TrialRecord) -> &str {
    trial.answer.as_ref().unwrap().as_str()
}

/// What stood in the window, turn by turn.
fn windows(trial: &TrialRecord) -> Vec<&[Block]> {
    let asked = trial.events.iter().filter_map(|event| match &event.kind {
        EventKind::ModelAsked { blocks, .. } => Some(blocks.as_slice()),
        _ => None,
    });
    asked.collect()
}

fn visible_bytes(trial: &TrialRecord) -> usize {
    let last = windows(trial).pop().unwrap();
    last.iter().map(|block| block.text.as_str().len()).sum()
}

/// Whether working memory renders the past: its arms say so by their names.
fn is_one_text(trial: &TrialRecord) -> bool {
    trial.key.arm.contains("remembering")
}

fn forgets(trial: &TrialRecord) -> bool {
    trial.events.iter().any(|event| matches!(event.kind, EventKind::Compacted { .. }))
}
