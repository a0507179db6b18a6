//! Any sequence of inputs: the kernel ends within its budget, runs nothing
//! unguarded, and its trace replays.

use std::collections::BTreeSet;
use std::sync::Arc;

use eval_harness::{
    Approval, Check, Context, ErrorRouting, Guardrails, HarnessConfig, Memory, OnFail, Tools,
    Verifiers,
};
use eval_kernel::{Effect, Input, Kernel, Toolboxes, replay, retell, retell_under};
use eval_trace::{
    Answer, Digest, Event, EventKind, HumanAnswer, Infra, ProbeAnswer, RequestId, RequestKind,
    Text, ToolCall, ToolReturn, ToolStatus,
};
use proptest::prelude::*;

use crate::bench::{MAX_TURNS, bare, calling, saying, start};

/// An input still to be made: whether it fits is known only when its turn comes.
#[derive(Clone, Debug)]
enum Feed {
    /// One answer for every outstanding request, of these.
    Fitting(Vec<Answer>),
    /// Answers to whatever requests.
    Stray(Vec<(u32, Answer)>),
    Cancelled,
    DeadlinePassed,
}

fn any_reply() -> impl Strategy<Value = Answer> {
    let tool =
        prop::sample::select(vec!["list_pods", "get_logs", "restart_pod", "drain_node", "zz"]);
    let arguments =
        prop::sample::select(vec!["{}", "", r#"{"pod":"a"}"#, r#"{"pod":1}"#, "{", "[]"]);
    let id = prop::sample::select(vec!["", "", "c0", "c1", "call_x"]);
    let calls = prop::collection::vec((tool, arguments, id), 1..4);
    let text =
        prop::sample::select(vec!["", "It is DNS.", "<tool_call>", "```json\n{\"a\":1}\n```"]);
    prop_oneof![
        4 => calls.prop_map(|calls| {
            let pairs: Vec<_> = calls.iter().map(|(tool, arguments, _)| (*tool, *arguments)).collect();
            let mut reply = calling(&pairs);
            for (call, (_, _, id)) in reply.calls.iter_mut().zip(&calls) {
                (*id).clone_into(&mut call.id);
            }
            Answer::Model(reply)
        }),
        2 => text.prop_map(|text| Answer::Model(saying(text))),
    ]
}

fn any_tool_return() -> impl Strategy<Value = Answer> {
    (any::<bool>(), any::<bool>(), "[a-c]").prop_map(|(ok, moved, fact)| {
        let error = ToolStatus::Error { class: "tool_error".into(), retryable: false };
        let before = Digest::of_bytes(b"before");
        Answer::Tool(ToolReturn {
            status: if ok { ToolStatus::Ok } else { error },
            content: Text::new(format!("content {fact}")),
            yields: vec![fact],
            before,
            after: if moved { Digest::of_bytes(b"after") } else { before },
        })
    })
}

fn any_answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        6 => any_reply(),
        6 => any_tool_return(),
        2 => any::<bool>().prop_map(|allow| Answer::Human(HumanAnswer { allow, by: "x".into() })),
        2 => prop::collection::vec("[a-c]", 0..3)
            .prop_map(|facts| Answer::Probe(ProbeAnswer::Claims(facts))),
        1 => Just(Answer::Infra(Infra { cause: "gone".into() })),
    ]
}

/// Mostly inputs that fit what is outstanding; among them late, stray and
/// mismatched ones.
fn any_feed() -> impl Strategy<Value = Feed> {
    prop_oneof![
        40 => prop::collection::vec(any_answer(), 12).prop_map(Feed::Fitting),
        4 => prop::collection::vec((0_u32..20, any_answer()), 0..3).prop_map(Feed::Stray),
        1 => Just(Feed::Cancelled),
        1 => Just(Feed::DeadlinePassed),
    ]
}

fn any_harness() -> impl Strategy<Value = HarnessConfig> {
    let guardrails =
        prop::option::of((1_u32..8, any::<bool>(), any::<bool>()).prop_map(
            |(budget, allowlist, schema)| Guardrails::Rails { budget, allowlist, schema },
        ));
    let approval = prop::option::of(prop::sample::select(vec![Approval::Ask, Approval::AllowAll]));
    let memory = prop::option::of((1_u32..4).prop_map(|cap| Memory::Observations { cap }));
    let on_fail = prop::sample::select(vec![OnFail::Surface, OnFail::Feedback, OnFail::Halt]);
    let all = vec![Check::EvidenceRequired, Check::NoUnapprovedMutation, Check::EvidenceRelevant];
    let checks = prop::sample::subsequence(all, 1..=3);
    let verifiers = prop::option::of((checks, on_fail, 0_u32..3).prop_map(
        |(checks, on_fail, max_feedback)| Verifiers::Checks { checks, on_fail, max_feedback },
    ));
    let tools = prop_oneof![
        4 => any::<bool>().prop_map(|granted_only| Some(Tools::Registry { granted_only })),
        1 => Just(None),
    ];
    let context =
        prop::option::of(Just(Context::SystemFirst { system: "You are on call.".into() }));
    let errors =
        prop::option::of((1_u32..4).prop_map(|max_unusable| ErrorRouting::Route { max_unusable }));
    let components = (guardrails, approval, memory, verifiers, tools, context, errors);
    components.prop_map(|(guardrails, approval, memory, verifiers, tools, context, errors)| {
        let agent_loop = bare().agent_loop;
        HarnessConfig {
            agent_loop,
            context,
            tools,
            guardrails,
            approval,
            memory,
            verifiers,
            errors,
        }
    })
}

/// An answer of the kind asked for, if the pool holds one; else whatever comes.
fn fitting(kind: &RequestKind, pool: &[Answer]) -> Answer {
    let fits = |answer: &&Answer| {
        matches!(
            (kind, answer),
            (RequestKind::AskModel(_), Answer::Model(_))
                | (RequestKind::CallTool(_), Answer::Tool(_))
                | (RequestKind::AskHuman(_), Answer::Human(_))
                | (RequestKind::ProbeWorld(_), Answer::Probe(_))
        )
    };
    pool.iter().find(fits).unwrap_or(&pool[0]).clone()
}

/// Runs a kernel over the feeds and returns its diary and whether it ended.
fn run(harness: &HarnessConfig, feeds: &[Feed]) -> (Vec<Event>, bool) {
    let (mut kernel, mut outstanding) = Kernel::start(Arc::new(harness.clone()), start());
    let mut finished = matches!(outstanding, Effect::Finish(_));
    for (at, feed) in (1_u64..).zip(feeds) {
        let input = match (feed, &outstanding) {
            (Feed::Fitting(pool), Effect::Request(batch)) => {
                let answer = |asked: &eval_trace::Request| (asked.id, fitting(&asked.kind, pool));
                Input::Answered { answers: batch.requests.iter().map(answer).collect(), at }
            }
            (Feed::Fitting(_), _) => Input::Answered { answers: vec![], at },
            (Feed::Stray(answers), _) => {
                let named = answers.iter().map(|(id, answer)| (RequestId(*id), answer.clone()));
                Input::Answered { answers: named.collect(), at }
            }
            (Feed::Cancelled, _) => Input::Cancelled { at },
            (Feed::DeadlinePassed, _) => Input::DeadlinePassed { at },
        };
        match kernel.step(input) {
            Effect::Wait => {}
            effect => {
                assert!(!finished, "an effect after the end: {effect:?}");
                finished = matches!(effect, Effect::Finish(_));
                outstanding = effect;
            }
        }
    }
    (kernel.into_diary(), finished)
}

fn guarded_before_called(events: &[Event]) -> bool {
    let mut allowed = BTreeSet::new();
    events.iter().all(|event| match &event.kind {
        EventKind::Guarded(guarded) if guarded.allow => {
            allowed.insert((guarded.call.clone(), guarded.key));
            true
        }
        EventKind::ToolCalled { call, tool, arguments, .. } => {
            let key = Digest::of(&(tool, arguments));
            allowed.remove(&(call.clone(), key))
        }
        _ => true,
    })
}

/// Each mutating call uses up a person's yes to exactly that call.
fn approved_before_mutated(events: &[Event]) -> bool {
    let mut asked = None;
    let mut yes = None;
    events.iter().all(|event| match &event.kind {
        EventKind::HumanAsked { call, .. } => {
            asked = Some(call.clone());
            true
        }
        EventKind::HumanAnswered { answer, .. } => {
            yes = asked.take().filter(|_| answer.allow);
            true
        }
        EventKind::ToolCalled { call, tool, arguments, mutating: true, .. } => {
            let ran =
                ToolCall { id: call.clone(), tool: tool.clone(), arguments: arguments.clone() };
            yes.take() == Some(ran)
        }
        _ => true,
    })
}

fn count(events: &[Event], name: &str) -> usize {
    events.iter().filter(|event| event.kind.name() == name).count()
}

proptest! {
    #[test]
    fn it_ends_in_bounds_guards_every_call_and_replays(
        harness in any_harness(),
        feeds in prop::collection::vec(any_feed(), 0..=200),
    ) {
        let (events, finished) = run(&harness, &feeds);

        prop_assert!(count(&events, "model_asked") <= MAX_TURNS as usize);
        if let Some(Guardrails::Rails { budget, .. }) = harness.guardrails {
            prop_assert!(count(&events, "tool_called") <= budget as usize);
        }
        prop_assert!(guarded_before_called(&events), "a tool ran without an allow before it");
        if harness.approval == Some(Approval::Ask) {
            prop_assert!(approved_before_mutated(&events), "a write ran without a yes before it");
        }
        if let Some(Guardrails::Rails { allowlist: true, .. }) = harness.guardrails {
            let drained = |event: &Event| matches!(
                &event.kind, EventKind::ToolCalled { tool, .. } if tool == "drain_node"
            );
            prop_assert!(!events.iter().any(drained), "a tool ran that was not granted");
        }
        if harness.tools.is_none() {
            prop_assert_eq!(count(&events, "tool_called"), 0);
        }
        let called: Vec<&String> = events.iter().filter_map(|event| match &event.kind {
            EventKind::ToolCalled { call, .. } => Some(call),
            _ => None,
        }).collect();
        let distinct: BTreeSet<&&String> = called.iter().collect();
        prop_assert_eq!(distinct.len(), called.len(), "two calls of one name");
        prop_assert_eq!(count(&events, "terminated"), usize::from(finished));
        for (seq, event) in (0_u32..).zip(&events) {
            prop_assert_eq!(event.seq, seq);
        }
        if harness.approval.is_none() {
            let mutated = |event: &Event| matches!(event.kind, EventKind::ToolCalled { mutating: true, .. });
            prop_assert!(!events.iter().any(mutated), "a write without anybody to approve it");
        }
        prop_assert!(replay(Arc::new(harness), &events).is_ok());
    }

    /// Fed nothing but fitting answers, the kernel ends by itself.
    #[test]
    fn it_ends_by_itself(
        harness in any_harness(),
        pool in prop::collection::vec(any_answer(), 12),
    ) {
        // A turn takes at most four steps for each of its three calls, two for
        // the answer; so this many inputs are enough for every turn there is.
        let enough = MAX_TURNS as usize * 14;
        let (_, finished) = run(&harness, &vec![Feed::Fitting(pool); enough]);
        prop_assert!(finished);
    }

    #[test]
    fn a_changed_trace_does_not_replay(
        harness in any_harness(),
        feeds in prop::collection::vec(any_feed(), 1..50),
    ) {
        let (mut events, _) = run(&harness, &feeds);
        let last = events.len() - 1;
        events[last].effect = Some(Digest::of_bytes(b"something else"));
        prop_assert!(replay(Arc::new(harness), &events).is_err());
    }

    /// The inputs make all of it again, what the model was shown included.
    #[test]
    fn what_was_asked_is_told_again_from_the_inputs_alone(
        harness in any_harness(),
        feeds in prop::collection::vec(any_feed(), 0..=100),
    ) {
        let (events, _) = run(&harness, &feeds);
        for event in &events {
            let by_name = EventKind::names_an_input(event.kind.name());
            prop_assert_eq!(by_name, event.kind.is_input());
        }
        let inputs: Vec<Event> =
            events.iter().filter(|event| event.kind.is_input()).cloned().collect();
        let mut effects: Vec<Digest> = events.iter().filter_map(|event| event.effect).collect();
        let (harness, mut toolboxes) = (Arc::new(harness), Toolboxes::default());

        let told = retell(&harness, &mut toolboxes, &inputs, &effects).unwrap();
        prop_assert_eq!(&told.diary, &events);
        prop_assert_eq!(told.requests.len(), count(&events, "model_asked"));

        // As its own student it is shown what it was shown, unless it was cut short from outside.
        if let Ok(again) = retell_under(&harness, &mut toolboxes, &told) {
            prop_assert_eq!(again.requests, told.requests);
        }
        let last = effects.len() - 1;
        effects[last] = Digest::of_bytes(b"something else");
        prop_assert!(retell(&harness, &mut toolboxes, &inputs, &effects).is_err());
    }
}
