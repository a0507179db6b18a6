//! A run to write: trials of an agent that looks for a broken pod.

use std::path::Path;

use eval_store::{Durability, PART_TRIALS, RunWriter, WriteRunError};
use eval_trace::{
    Block, BlockKind, Digest, Ended, Event, EventKind, Generation, Guarded, Manifest, ModelReply,
    Outcome, Parse, ProbeAnswer, Purpose, Rail, RailDecision, RawCall, Recoverability, RequestId,
    RunStatus, SCHEMA_VERSION, SourceFile, Started, StopReason, SuiteFacts, Text, Timing,
    ToolReturn, ToolStatus, TrialId, TrialKey, TrialRecord, Usage, WorldVerdict,
};
use serde_json::{Value, json};

const CALLS: u32 = 5;

/// The manifest of a run of so many trials.
pub(crate) fn manifest(planned: u64) -> Manifest {
    Manifest {
        schema_version: SCHEMA_VERSION,
        run_id: "20261120T220500Z-0a1b2c3d".to_owned(),
        created: "2026-11-20T22:05:00Z".to_owned(),
        status: RunStatus::Running,
        plan_hash: hash("plan"),
        instances_hash: hash("instances"),
        planned,
        finished: 0,
        seed: 0,
        epochs: 1,
        selection: vec!["--limit 2".to_owned()],
        shard: None,
        look: None,
        generations: vec![Generation {
            plan_hash: hash("plan"),
            planned,
            first_part: 0,
            part_trials: PART_TRIALS,
        }],
        suite: SuiteFacts {
            name: "triage".to_owned(),
            path: "suite.toml".to_owned(),
            source: SourceFile {
                path: "suite.toml".to_owned(),
                text: "name = 'triage'".to_owned(),
            },
            max_infra: 0.1,
            max_turns: 6,
        },
        arms: Vec::new(),
        models: Vec::new(),
        scenarios: Vec::new(),
        version: "0.1.0".to_owned(),
        git_commit: None,
        tables: Vec::new(),
    }
}

/// Writes a run of trials `0..trials`, recorded in this order of places.
pub(crate) fn write_run(dir: &Path, order: impl IntoIterator<Item = u64>) -> Manifest {
    let order: Vec<u64> = order.into_iter().collect();
    write_run_of(dir, manifest(order.len() as u64), order)
}

/// Writes a run with this manifest.
pub(crate) fn write_run_of(
    dir: &Path,
    manifest: Manifest,
    order: impl IntoIterator<Item = u64>,
) -> Manifest {
    let writer = create(dir, manifest);
    for (worker, index) in (0..).zip(order) {
        record_on(&writer, index, worker).unwrap();
    }
    writer.finish().unwrap()
}

/// A manifest whose parts have so many trials.
pub(crate) fn manifest_in_parts(planned: u64, part_trials: u64) -> Manifest {
    let mut manifest = manifest(planned);
    manifest.generations[0].part_trials = part_trials;
    manifest
}

pub(crate) fn create(dir: &Path, manifest: Manifest) -> RunWriter {
    RunWriter::create(dir, manifest, Durability::Process).unwrap()
}

/// Records the sample trial of that place.
pub(crate) fn record(writer: &RunWriter, index: u64) -> Result<(), WriteRunError> {
    record_on(writer, index, 0)
}

pub(crate) fn record_on(writer: &RunWriter, index: u64, worker: u32) -> Result<(), WriteRunError> {
    let trial = trial(index);
    writer.record(index, &trial, &timing(&trial, worker))
}

/// The wall-clock facts of a trial on that worker.
pub(crate) fn timing(trial: &TrialRecord, worker: u32) -> Timing {
    Timing { id: trial.id, started_us: u64::from(worker) * 90, wall_us: 75, worker }
}

/// The trial at that place of the plan: two arms take turns on each instance.
pub(crate) fn trial(index: u64) -> TrialRecord {
    let instance = index / 2;
    let arm = if index.is_multiple_of(2) { "plain" } else { "guarded" };
    let answer = Text::new(format!("pod-{} ran out of memory", instance % 7));
    let events = trace(instance, arm, &answer);
    TrialRecord {
        id: TrialId(hash(&format!("{arm} {instance}"))),
        key: TrialKey {
            arm: arm.to_owned(),
            scenario: "oom".to_owned(),
            variant: "base".to_owned(),
            instance,
            epoch: 0,
        },
        family: "triage".to_owned(),
        tags: vec!["sre".to_owned(), "short".to_owned()],
        instance_hash: hash(&instance.to_string()),
        harness_hash: hash(arm),
        model: "oracle".to_owned(),
        model_hash: hash("oracle"),
        outcome: Outcome::Success,
        recoverability: Recoverability::Unknown,
        stop: StopReason::Answered,
        detail: String::new(),
        verified: Some(true),
        unmet: Vec::new(),
        broken: Vec::new(),
        answer: Some(answer),
        turns: CALLS + 1,
        tool_calls: CALLS,
        refusals: 0,
        errors: 0,
        input_tokens: 2_100,
        output_tokens: 240,
        virtual_ms: 4_000 + instance,
        state_before: hash(&format!("before {instance}")),
        state_after: hash(&format!("after {instance}")),
        events,
    }
}

/// A hash to stand for something.
pub(crate) fn hash(of: &str) -> Digest {
    Digest::of_bytes(of.as_bytes())
}

/// The events of a trial in which each call shows one pod.
fn trace(instance: u64, arm: &str, answer: &Text) -> Vec<Event> {
    let mut diary = Diary { events: Vec::new(), instance, turn: 0 };
    let mut window = vec![
        (BlockKind::System, Text::new("You look after a cluster. Read before you act.")),
        (BlockKind::Task, Text::new(format!("Service checkout-{instance} is down. Why?"))),
    ];
    diary.note(EventKind::TrialStarted(Started {
        task: window[1].1.clone(),
        tools: Text::new(r#"[{"name":"get_pod","description":"Shows a pod"}]"#),
        granted: vec!["get_pod".to_owned()],
        max_turns: CALLS + 1,
        seed: instance,
    }));
    for call in 0..CALLS {
        diary.turn += 1;
        diary.ask(&window);
        window.push((BlockKind::Observation, diary.call_tool(call, arm)));
    }
    diary.turn += 1;
    diary.ask(&window);
    diary.answer(answer);
    diary.events
}

struct Diary {
    events: Vec<Event>,
    instance: u64,
    turn: u32,
}

impl Diary {
    fn note(&mut self, kind: EventKind) {
        let seq = u32::try_from(self.events.len()).unwrap();
        let effect = kind.is_input().then(|| hash(&format!("{} {seq}", self.instance)));
        let at = u64::from(seq) * 100;
        self.events.push(Event { seq, step: seq / 4, turn: self.turn, at, effect, kind });
    }

    fn ask(&mut self, window: &[(BlockKind, Text)]) {
        let block = |(id, (kind, text)): (u32, &(BlockKind, Text))| Block {
            id,
            kind: *kind,
            source: id,
            tokens: 20,
            text: text.clone(),
        };
        self.note(EventKind::ModelAsked {
            request: RequestId(self.turn),
            purpose: Purpose::Act,
            blocks: (0..).zip(window).map(block).collect(),
            evicted: Vec::new(),
            tools: vec!["get_pod".to_owned()],
            tokens: 20 * u32::try_from(window.len()).unwrap(),
        });
    }

    fn call_tool(&mut self, number: u32, arm: &str) -> Text {
        let arguments = json!({ "pod": format!("pod-{number}"), "limit": 0.1 });
        let (call, tool) = (format!("c{number}"), "get_pod".to_owned());
        let request = RequestId(100 + number);
        let raw = RawCall {
            id: call.clone(),
            tool: tool.clone(),
            arguments: Text::new(arguments.to_string()),
        };
        self.hear(Text::new("Let me look at the next pod."), vec![raw], Parse::Calls(1));
        self.note(EventKind::Guarded(Guarded {
            call: call.clone(),
            tool: tool.clone(),
            arguments: arguments.clone(),
            mutating: Some(false),
            key: Digest::of(&arguments),
            allow: true,
            rails: [Rail::Budget, Rail::Allowlist, Rail::Schema].map(allowed).to_vec(),
        }));
        let (mutating, called) = (false, call.clone());
        self.note(EventKind::ToolCalled {
            request,
            call: called,
            tool: tool.clone(),
            arguments,
            mutating,
        });
        let content = Text::new(format!(
            r#"{{"pod":"pod-{number}","restarts":{},"seen_by":"{arm}","state":"CrashLoopBackOff"}}"#,
            self.instance
        ));
        let state = hash(&format!("before {}", self.instance));
        let returned = ToolReturn {
            status: ToolStatus::Ok,
            content: content.clone(),
            yields: vec![format!("pod-{number}")],
            before: state,
            after: state,
        };
        let undeclared_mutation = false;
        self.note(EventKind::ToolReturned {
            request,
            call,
            tool,
            mutating,
            undeclared_mutation,
            returned,
        });
        content
    }

    fn hear(&mut self, text: Text, calls: Vec<RawCall>, parse: Parse) {
        let usage = Usage { input: 350, output: 40 };
        let reply = ModelReply { text, calls, usage };
        self.note(EventKind::ModelAnswered { request: RequestId(self.turn), reply, parse });
    }

    fn answer(&mut self, answer: &Text) {
        self.hear(answer.clone(), Vec::new(), Parse::Answer);
        let claims = ProbeAnswer::Claims(vec!["pod-3".to_owned()]);
        self.note(EventKind::WorldProbed { request: RequestId(200), answer: claims });
        let (name, detail) = ("claims_seen".to_owned(), "1 of 1 seen".to_owned());
        self.note(EventKind::Verified { name, ok: true, detail });
        self.note(EventKind::Terminated {
            stop: StopReason::Answered,
            detail: String::new(),
            claimed_done: true,
            verified: Some(true),
            answer: Some(answer.clone()),
            structured: Value::Null,
        });
        let state = hash(&format!("after {}", self.instance));
        self.note(EventKind::TrialEnded(Ended {
            outcome: Outcome::Success,
            recoverability: Recoverability::Unknown,
            verdict: Some(WorldVerdict { unmet: Vec::new(), broken: Vec::new(), state }),
        }));
    }
}

fn allowed(rail: Rail) -> RailDecision {
    RailDecision { rail, allow: true, reason: String::new() }
}
