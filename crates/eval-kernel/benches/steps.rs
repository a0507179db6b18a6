//! Measures kernel steps per second: whole trials of six turns and five calls under the
//! harness of `bench-incident`, with every answer ready beforehand.
#![expect(clippy::unwrap_used, reason = "a bench that cannot set its scene up should fail there")]

use std::path::Path;
use std::sync::Arc;

use criterion::{Criterion, Throughput};
use eval_harness::HarnessConfig;
use eval_kernel::{Effect, Input, Kernel, Start, Toolbox};
use eval_trace::{
    Answer, Digest, ModelReply, ProbeAnswer, RawCall, RequestKind, Text, ToolReturn, ToolSet,
    ToolSpec, ToolStatus, Usage,
};
use serde_json::json;

const CALLS: usize = 5;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../scenarios/bench-incident/harness/everything-on.toml");
    let harness = Arc::new(HarnessConfig::load(&file, &[]).unwrap().config);
    let (start, canned) = (start(), canned());
    let mut group = criterion.benchmark_group("kernel");
    group.throughput(Throughput::Elements(play(&harness, &start, &canned)));
    group.bench_function("steps", |bencher| bencher.iter(|| play(&harness, &start, &canned)));
    group.finish();
    criterion.final_summary();
}

/// Plays a trial to its end and returns how many steps it took, the start among them.
fn play(harness: &Arc<HarnessConfig>, start: &Start, canned: &Canned) -> u64 {
    let (mut kernel, mut effect) = Kernel::start(Arc::clone(harness), start.clone());
    let (mut steps, mut turns) = (1, 0);
    while let Effect::Request(batch) = effect {
        let mut answer = |kind: &RequestKind| match kind {
            RequestKind::AskModel(_) => {
                turns += 1;
                Answer::Model(canned.replies[turns - 1].clone())
            }
            RequestKind::CallTool(_) => Answer::Tool(canned.returned.clone()),
            RequestKind::ProbeWorld(_) => Answer::Probe(canned.claims.clone()),
            RequestKind::AskHuman(question) => panic!("a read needs no approval: {question:?}"),
        };
        let answers = batch.requests.iter().map(|asked| (asked.id, answer(&asked.kind))).collect();
        effect = kernel.step(Input::Answered { answers, at: steps });
        steps += 1;
    }
    assert_eq!(turns, CALLS + 1, "the trial took another way: {effect:?}");
    steps
}

/// What model, tool and world say.
struct Canned {
    replies: Vec<ModelReply>,
    returned: ToolReturn,
    claims: ProbeAnswer,
}

fn canned() -> Canned {
    let arguments = Text::new(r#"{"service":"svc-007"}"#);
    let call = RawCall { id: String::new(), tool: "get_logs".to_owned(), arguments };
    let usage = Usage { input: 350, output: 40 };
    let calling = ModelReply { text: Text::new(""), calls: vec![call], usage };
    let text = Text::new("ROOT_CAUSE=disk_full");
    let mut replies = vec![calling; CALLS];
    replies.push(ModelReply { text, calls: Vec::new(), usage });

    let content = Text::new("svc-007 disk_full in 31ms\n".repeat(20));
    let (facts, state) = (vec!["logs:disk_full".to_owned()], Digest::of_bytes(b"state"));
    let (yields, status) = (facts.clone(), ToolStatus::Ok);
    let returned = ToolReturn { status, content, yields, before: state, after: state };
    Canned { replies, returned, claims: ProbeAnswer::Claims(facts) }
}

fn start() -> Start {
    let get_logs = ToolSpec {
        name: "get_logs".to_owned(),
        description: "The newest log lines of one service.".to_owned(),
        parameters: json!({ "type": "object", "properties": { "service": { "type": "string" } } }),
        mutating: false,
    };
    Start {
        task: Text::new("Users report errors since 03:00. Find the root cause."),
        toolbox: Arc::new(Toolbox::new(ToolSet::new(vec![get_logs])).unwrap()),
        granted: vec!["get_logs".to_owned()],
        max_turns: 8,
        seed: 0,
    }
}
