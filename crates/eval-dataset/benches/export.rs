//! Measures trials exported per second: told again, redacted, written with card and provenance.
//! A run of trials of six turns and five calls under the harness of `bench-incident`.
#![expect(clippy::unwrap_used, reason = "a bench that cannot set its scene up should fail there")]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, Throughput};
use eval_dataset::{Export, NearDuplicates, Recipe};
use eval_formats::Format;
use eval_harness::HarnessConfig;
use eval_kernel::{Effect, Input, Kernel, Start, Toolbox};
use eval_store::{Durability, RunWriter};
use eval_trace::{
    Answer, ArmFacts, Digest, Ended, Event, EventKind, Manifest, ModelFacts, ModelReply, Outcome,
    ProbeAnswer, RawCall, Recoverability, RequestKind, RunStatus, SCHEMA_VERSION, ScenarioFacts,
    SourceFile, StopReason, SuiteFacts, Text, Timing, ToolReturn, ToolSet, ToolSpec, ToolStatus,
    TrialId, TrialKey, TrialRecord, Usage,
};
use serde_json::json;

const TRIALS: u64 = 500;
const CALLS: usize = 5;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let folder = tempfile::tempdir().unwrap();
    let run = folder.path().join("run");
    write_run(&run);
    let mut group = criterion.benchmark_group("export");
    group.sample_size(10).throughput(Throughput::Elements(TRIALS));
    let looks = [("rows", NearDuplicates::Off), ("rows and likeness", NearDuplicates::Report)];
    for (name, near_duplicates) in looks {
        group.bench_function(name, |bencher| {
            let export_into = |folder: tempfile::TempDir| {
                let mut recipe = Recipe::plain(Format::OpenaiSft);
                recipe.allow_simulated = true;
                recipe.clean.near_duplicates = near_duplicates;
                let (out, program) = (folder.path().join("out"), "bench".to_owned());
                let export = Export { runs: vec![run.clone()], recipe, out, program, threads: 1 };
                assert_eq!(export.make(|_| {}).unwrap().manifest.rows.train, TRIALS);
                folder
            };
            let folder = || tempfile::tempdir().unwrap();
            bencher.iter_batched(folder, export_into, BatchSize::PerIteration);
        });
    }
    group.finish();
    criterion.final_summary();
}

fn write_run(dir: &Path) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../scenarios/bench-incident/harness/everything-on.toml");
    let harness = Arc::new(HarnessConfig::load(&file, &[]).unwrap().config);
    let set = ToolSet::new(["get_metrics", "get_logs", "describe"].map(tool).into());
    let toolbox = Arc::new(Toolbox::new(set).unwrap());
    let writer = RunWriter::create(dir, manifest(&harness), Durability::Process).unwrap();
    for number in 0..TRIALS {
        let trial = trial(number, play(&harness, &toolbox, number), harness.hash());
        let timing = Timing { id: trial.id, started_us: 0, wall_us: 0, worker: 0 };
        writer.record(number, &trial, &timing).unwrap();
    }
    writer.finish().unwrap();
}

fn tool(name: &str) -> ToolSpec {
    ToolSpec {
        name: name.to_owned(),
        description: "Looks at one service.".to_owned(),
        parameters: json!({
            "type": "object",
            "properties": { "service": { "type": "string" } },
            "required": ["service"],
            "additionalProperties": false,
        }),
        mutating: false,
    }
}

fn play(harness: &Arc<HarnessConfig>, toolbox: &Arc<Toolbox>, number: u64) -> Vec<Event> {
    let start = Start {
        task: Text::new(format!("INCIDENT svc-{number:03}: find the root cause.")),
        toolbox: Arc::clone(toolbox),
        granted: toolbox.set().specs().iter().map(|spec| spec.name.clone()).collect(),
        max_turns: 8,
        seed: 0,
    };
    let state = Digest::of_bytes(b"state");
    let (mut kernel, mut effect) = Kernel::start(Arc::clone(harness), start);
    let (mut at, mut turns) = (1, 0);
    while let Effect::Request(batch) = effect {
        let mut answer = |kind: &RequestKind| match kind {
            RequestKind::AskModel(_) => {
                turns += 1;
                Answer::Model(reply(number, turns))
            }
            RequestKind::CallTool(_) => Answer::Tool(ToolReturn {
                status: ToolStatus::Ok,
                content: Text::new(format!(
                    "{{\"turn\":{turns},\"lines\":\"{}\"}}",
                    LINE.repeat(8)
                )),
                yields: vec!["fact".to_owned()],
                before: state,
                after: state,
            }),
            RequestKind::ProbeWorld(_) => {
                Answer::Probe(ProbeAnswer::Claims(vec!["fact".to_owned()]))
            }
            RequestKind::AskHuman(question) => panic!("a read needs no approval: {question:?}"),
        };
        let answers = batch.requests.iter().map(|asked| (asked.id, answer(&asked.kind))).collect();
        effect = kernel.step(Input::Answered { answers, at });
        at += 1;
    }
    kernel.into_diary()
}

const LINE: &str = "2026-01-02T03:04:05Z WARN svc-007 req=0a1b2c3d handled in 84ms ";

fn reply(number: u64, turn: usize) -> ModelReply {
    let usage = Usage { input: 0, output: 0 };
    if turn > CALLS {
        let text = Text::new(format!("It is svc-{number:03}. ROOT_CAUSE=oom_kill"));
        return ModelReply { text, calls: Vec::new(), usage };
    }
    let arguments = Text::new(format!("{{\"service\":\"svc-{number:03}\"}}"));
    let call = RawCall { id: String::new(), tool: "get_logs".to_owned(), arguments };
    ModelReply { text: Text::new(""), calls: vec![call], usage }
}

fn trial(number: u64, mut events: Vec<Event>, harness_hash: Digest) -> TrialRecord {
    let hash = Digest::of(&number);
    let ended =
        Ended { outcome: Outcome::Success, recoverability: Recoverability::Unknown, verdict: None };
    let last = events.last().unwrap();
    let ended = Event {
        seq: last.seq + 1,
        effect: None,
        kind: EventKind::TrialEnded(ended),
        ..last.clone()
    };
    events.push(ended);
    TrialRecord {
        id: TrialId(hash),
        key: TrialKey {
            arm: "everything-on".to_owned(),
            scenario: "root-cause".to_owned(),
            variant: "base".to_owned(),
            instance: number,
            epoch: 0,
        },
        family: "bench".to_owned(),
        tags: Vec::new(),
        instance_hash: hash,
        harness_hash,
        model: "scripted".to_owned(),
        model_hash: hash,
        outcome: Outcome::Success,
        recoverability: Recoverability::Unknown,
        stop: StopReason::Answered,
        detail: String::new(),
        verified: Some(true),
        unmet: Vec::new(),
        broken: Vec::new(),
        answer: None,
        turns: 6,
        tool_calls: 5,
        refusals: 0,
        errors: 0,
        input_tokens: 0,
        output_tokens: 0,
        virtual_ms: 0,
        state_before: hash,
        state_after: hash,
        events,
    }
}

fn manifest(harness: &HarnessConfig) -> Manifest {
    let hash = Digest::of_bytes(b"bench");
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.to_owned() };
    let files = vec![
        file("scenario.toml", "name = 'root-cause'\nprompt = 'Find the cause.'\n"),
        file("world.star", ""),
    ];
    Manifest {
        schema_version: SCHEMA_VERSION,
        run_id: "20260102T030405Z-0a1b2c3d".to_owned(),
        created: "2026-01-02T03:04:05Z".to_owned(),
        status: RunStatus::Running,
        plan_hash: hash,
        instances_hash: hash,
        planned: TRIALS,
        finished: 0,
        seed: 0,
        epochs: 1,
        selection: Vec::new(),
        shard: None,
        look: None,
        generations: Vec::new(),
        suite: SuiteFacts {
            name: "bench".to_owned(),
            path: "suite.toml".to_owned(),
            source: file("suite.toml", ""),
            max_infra: 0.0,
            max_turns: 8,
        },
        arms: vec![ArmFacts {
            name: "everything-on".to_owned(),
            harness: "everything-on.toml".to_owned(),
            harness_hash: harness.hash(),
            effective: serde_json::to_value(harness).unwrap(),
            model: "scripted".to_owned(),
            stream: 0,
            planned: TRIALS,
        }],
        models: vec![ModelFacts {
            name: "scripted".to_owned(),
            kind: "scripted".to_owned(),
            effective: json!({ "kind": "scripted" }),
            hash,
            simulated: true,
        }],
        scenarios: vec![ScenarioFacts {
            name: "root-cause".to_owned(),
            family: "bench".to_owned(),
            tags: Vec::new(),
            hash: Digest::of(&files),
            files,
            split: None,
            instances: BTreeMap::from([("base".to_owned(), TRIALS)]),
        }],
        version: "0.1.0".to_owned(),
        git_commit: None,
        tables: Vec::new(),
    }
}
