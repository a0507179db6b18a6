//! Trials of every shape: each kind of event, each optional part there or not.

use eval_trace::{
    Block, BlockKind, Digest, Ended, ErrorClass, Event, EventKind, Evicted, Guarded, HumanAnswer,
    Infra, ModelReply, Outcome, Parse, ProbeAnswer, Purpose, Rail, RailDecision, RawCall,
    Recoverability, RequestId, Route, Routed, Started, StopReason, Text, ToolReturn, ToolStatus,
    TrialId, TrialKey, TrialRecord, Usage, WorldVerdict,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Number, Value};

/// How many kinds of event there are.
pub(crate) const KINDS: usize = 16;

/// Some trials with ids of their own.
pub(crate) fn trials() -> impl Strategy<Value = Vec<TrialRecord>> {
    vec(trial(), 0..6).prop_map(|mut trials| {
        for (index, trial) in trials.iter_mut().enumerate() {
            trial.id = TrialId(Digest::of_bytes(&index.to_le_bytes()));
        }
        trials
    })
}

/// Events of every kind, each of its own making.
pub(crate) fn kinds() -> [BoxedStrategy<EventKind>; KINDS] {
    [
        started().prop_map(EventKind::TrialStarted).boxed(),
        model_asked().boxed(),
        model_answered().boxed(),
        guarded().prop_map(EventKind::Guarded).boxed(),
        human_answered().boxed(),
        tool_called().boxed(),
        tool_returned().boxed(),
        routed().prop_map(EventKind::Routed).boxed(),
        (vec(evicted(), 0..3), any::<u32>())
            .prop_map(|(dropped, kept)| EventKind::Compacted { dropped, kept })
            .boxed(),
        (request(), words())
            .prop_map(|(request, claims)| EventKind::WorldProbed {
                request,
                answer: ProbeAnswer::Claims(claims),
            })
            .boxed(),
        (word(), any::<bool>(), word())
            .prop_map(|(name, ok, detail)| EventKind::Verified { name, ok, detail })
            .boxed(),
        (request(), word())
            .prop_map(|(request, cause)| EventKind::InfraFailed { request, infra: Infra { cause } })
            .boxed(),
        Just(EventKind::Cancelled).boxed(),
        Just(EventKind::DeadlinePassed).boxed(),
        terminated().boxed(),
        ended().prop_map(EventKind::TrialEnded).boxed(),
    ]
}

fn trial() -> impl Strategy<Value = TrialRecord> {
    let names = (key(), word(), words(), word(), word());
    let hashes = (digest(), digest(), digest(), digest(), digest());
    let ends = (select(Outcome::ALL), select(Recoverability::ALL), select(StopReason::ALL));
    let verdicts = (option::of(any::<bool>()), words(), words(), option::of(text()));
    let counts = (any::<[u32; 4]>(), any::<[u64; 3]>());
    (names, hashes, ends, verdicts, counts, events()).prop_map(
        |(names, hashes, ends, verdicts, (counts, wide_counts), events)| TrialRecord {
            id: TrialId(hashes.0),
            key: names.0,
            family: names.1,
            tags: names.2,
            model: names.3,
            detail: names.4,
            instance_hash: hashes.0,
            harness_hash: hashes.1,
            model_hash: hashes.2,
            state_before: hashes.3,
            state_after: hashes.4,
            outcome: ends.0,
            recoverability: ends.1,
            stop: ends.2,
            verified: verdicts.0,
            unmet: verdicts.1,
            broken: verdicts.2,
            answer: verdicts.3,
            turns: counts[0],
            tool_calls: counts[1],
            refusals: counts[2],
            errors: counts[3],
            input_tokens: wide_counts[0],
            output_tokens: wide_counts[1],
            virtual_ms: wide_counts[2],
            events,
        },
    )
}

fn key() -> impl Strategy<Value = TrialKey> {
    (word(), word(), word(), any::<u64>(), any::<u32>()).prop_map(
        |(arm, scenario, variant, instance, epoch)| TrialKey {
            arm,
            scenario,
            variant,
            instance,
            epoch,
        },
    )
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let place = (any::<u32>(), any::<u32>(), any::<u64>(), option::of(digest()));
    vec((place, proptest::strategy::Union::new(kinds())), 0..12).prop_map(|events| {
        let event =
            |(seq, ((step, turn, at, effect), kind))| Event { seq, step, turn, at, effect, kind };
        (0..).zip(events).map(event).collect()
    })
}

fn started() -> impl Strategy<Value = Started> {
    (text(), text(), words(), any::<u32>(), any::<u64>()).prop_map(
        |(task, tools, granted, max_turns, seed)| Started { task, tools, granted, max_turns, seed },
    )
}

fn model_asked() -> impl Strategy<Value = EventKind> {
    (request(), vec(block(), 0..4), vec(evicted(), 0..3), words(), any::<u32>()).prop_map(
        |(request, blocks, evicted, tools, tokens)| EventKind::ModelAsked {
            request,
            purpose: Purpose::Act,
            blocks,
            evicted,
            tools,
            tokens,
        },
    )
}

fn block() -> impl Strategy<Value = Block> {
    use BlockKind::{Feedback, Notice, Observation, Remark, System, Task};
    let kind = select(vec![System, Task, Remark, Observation, Feedback, Notice]);
    (any::<u32>(), kind, any::<u32>(), any::<u32>(), text())
        .prop_map(|(id, kind, source, tokens, text)| Block { id, kind, source, tokens, text })
}

fn evicted() -> impl Strategy<Value = Evicted> {
    (any::<u32>(), word()).prop_map(|(block, why)| Evicted { block, why })
}

fn model_answered() -> impl Strategy<Value = EventKind> {
    let usage = (any::<u64>(), any::<u64>()).prop_map(|(input, output)| Usage { input, output });
    let reply = (text(), vec(raw_call(), 0..3), usage)
        .prop_map(|(text, calls, usage)| ModelReply { text, calls, usage });
    let parse = prop_oneof![
        any::<u32>().prop_map(Parse::Calls),
        Just(Parse::Answer),
        Just(Parse::Empty),
        word().prop_map(Parse::Malformed),
    ];
    (request(), reply, parse).prop_map(|(request, reply, parse)| EventKind::ModelAnswered {
        request,
        reply,
        parse,
    })
}

fn raw_call() -> impl Strategy<Value = RawCall> {
    (word(), word(), text()).prop_map(|(id, tool, arguments)| RawCall { id, tool, arguments })
}

fn guarded() -> impl Strategy<Value = Guarded> {
    let rail = select(vec![Rail::Budget, Rail::Allowlist, Rail::Schema, Rail::Approval]);
    let decision = (rail, any::<bool>(), word()).prop_map(|(rail, allow, reason)| RailDecision {
        rail,
        allow,
        reason,
    });
    let call = (word(), word(), value(), option::of(any::<bool>()));
    (call, digest(), any::<bool>(), vec(decision, 0..4)).prop_map(
        |((call, tool, arguments, mutating), key, allow, rails)| Guarded {
            call,
            tool,
            arguments,
            mutating,
            key,
            allow,
            rails,
        },
    )
}

fn human_answered() -> impl Strategy<Value = EventKind> {
    (request(), any::<bool>(), word()).prop_map(|(request, allow, by)| EventKind::HumanAnswered {
        request,
        answer: HumanAnswer { allow, by },
    })
}

fn tool_called() -> impl Strategy<Value = EventKind> {
    (request(), word(), word(), value(), any::<bool>()).prop_map(
        |(request, call, tool, arguments, mutating)| EventKind::ToolCalled {
            request,
            call,
            tool,
            arguments,
            mutating,
        },
    )
}

fn tool_returned() -> impl Strategy<Value = EventKind> {
    let status = prop_oneof![
        Just(ToolStatus::Ok),
        (word(), any::<bool>())
            .prop_map(|(class, retryable)| ToolStatus::Error { class, retryable }),
    ];
    let returned = (status, text(), words(), digest(), digest()).prop_map(
        |(status, content, yields, before, after)| ToolReturn {
            status,
            content,
            yields,
            before,
            after,
        },
    );
    (request(), word(), word(), any::<bool>(), any::<bool>(), returned).prop_map(
        |(request, call, tool, mutating, undeclared_mutation, returned)| EventKind::ToolReturned {
            request,
            call,
            tool,
            mutating,
            undeclared_mutation,
            returned,
        },
    )
}

fn routed() -> impl Strategy<Value = Routed> {
    let route = select(vec![Route::Feedback, Route::Halt]);
    (select(ErrorClass::ALL), route, any::<u32>(), text())
        .prop_map(|(class, to, attempt, told)| Routed { class, to, attempt, told })
}

fn terminated() -> impl Strategy<Value = EventKind> {
    let verified = option::of(any::<bool>());
    (select(StopReason::ALL), word(), any::<bool>(), verified, option::of(text()), value())
        .prop_map(|(stop, detail, claimed_done, verified, answer, structured)| {
            EventKind::Terminated { stop, detail, claimed_done, verified, answer, structured }
        })
}

fn ended() -> impl Strategy<Value = Ended> {
    let verdict = (words(), words(), digest()).prop_map(|(unmet, broken, state)| WorldVerdict {
        unmet,
        broken,
        state,
    });
    (select(Outcome::ALL), select(Recoverability::ALL), option::of(verdict))
        .prop_map(|(outcome, recoverability, verdict)| Ended { outcome, recoverability, verdict })
}

fn request() -> impl Strategy<Value = RequestId> {
    any::<u32>().prop_map(RequestId)
}

fn digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 16]>().prop_map(Digest::from_bytes)
}

fn word() -> impl Strategy<Value = String> {
    any::<String>()
}

fn words() -> impl Strategy<Value = Vec<String>> {
    vec(word(), 0..3)
}

/// Few enough different bodies that some are referred to twice.
fn text() -> impl Strategy<Value = Text> {
    prop_oneof!["[a-c]{0,2}".prop_map(Text::new), word().prop_map(Text::new)]
}

fn value() -> impl Strategy<Value = Value> {
    let finite = any::<f64>().prop_filter_map("JSON has no such number", Number::from_f64);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        finite.prop_map(Value::Number),
        word().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(word(), inner, 0..4)
                .prop_map(|entries| Value::Object(Map::from_iter(entries))),
        ]
    })
}
