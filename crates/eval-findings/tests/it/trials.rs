//! Made-up runs: a manifest, and trials of which only what matters is said.

use eval_findings::{ArmSummary, RunSummary, Summing};
use eval_trace::{
    ArmFacts, Digest, Manifest, ModelFacts, Outcome, Recoverability, RunStatus, SourceFile,
    StopReason, SuiteFacts, TrialId, TrialKey, TrialRecord,
};

/// A run of these arms, all played by one simulated model.
pub(crate) fn manifest(arms: &[&str]) -> Manifest {
    let arm = |name: &&str| ArmFacts {
        name: (*name).to_owned(),
        harness: "harness/bare.toml".to_owned(),
        harness_hash: Digest::of_bytes(b"harness"),
        effective: serde_json::json!({ "loop": { "kind": "react", "max_turns": 24 } }),
        model: "shaky".to_owned(),
        stream: 0,
        planned: 4,
    };
    Manifest {
        schema_version: eval_trace::SCHEMA_VERSION,
        shard: None,
        look: None,
        generations: Vec::new(),
        run_id: "20260102T030405Z-0123abcd".to_owned(),
        created: "2026-01-02T03:04:05Z".to_owned(),
        status: RunStatus::Complete,
        plan_hash: Digest::of_bytes(b"plan"),
        instances_hash: Digest::of_bytes(b"instances"),
        planned: 8,
        finished: 8,
        seed: 7,
        epochs: 2,
        selection: Vec::new(),
        suite: SuiteFacts {
            name: "web".to_owned(),
            path: "scenarios/web/suite.toml".to_owned(),
            source: SourceFile { path: "suite.toml".to_owned(), text: String::new() },
            max_infra: 0.25,
            max_turns: 24,
        },
        arms: arms.iter().map(arm).collect(),
        models: vec![model("shaky", true)],
        scenarios: Vec::new(),
        version: "0.1.0".to_owned(),
        git_commit: None,
        tables: Vec::new(),
    }
}

pub(crate) fn model(name: &str, simulated: bool) -> ModelFacts {
    ModelFacts {
        name: name.to_owned(),
        kind: "flaky".to_owned(),
        effective: serde_json::json!({ "p": 0.4 }),
        hash: Digest::of_bytes(name.as_bytes()),
        simulated,
    }
}

/// A trial of the arm `mine`: an instance of the scenario `search`, and how it ended.
pub(crate) fn trial(instance: u64, epoch: u32, outcome: Outcome) -> TrialRecord {
    let key = TrialKey {
        arm: "mine".to_owned(),
        scenario: "search".to_owned(),
        variant: "base".to_owned(),
        instance,
        epoch,
    };
    let infra = outcome == Outcome::Infra;
    TrialRecord {
        id: TrialId(Digest::of(&key)),
        key,
        family: "web".to_owned(),
        tags: Vec::new(),
        instance_hash: Digest::of(&instance),
        harness_hash: Digest::of_bytes(b"harness"),
        model: "shaky".to_owned(),
        model_hash: Digest::of_bytes(b"model"),
        outcome,
        recoverability: Recoverability::Unknown,
        stop: if infra { StopReason::Infra } else { StopReason::Answered },
        detail: String::new(),
        verified: None,
        unmet: Vec::new(),
        broken: Vec::new(),
        answer: None,
        turns: 4,
        tool_calls: 3,
        refusals: 0,
        errors: 0,
        input_tokens: 100,
        output_tokens: 10,
        virtual_ms: 0,
        state_before: Digest::of_bytes(b"before"),
        state_after: Digest::of_bytes(b"after"),
        events: Vec::new(),
    }
}

/// The same trial in another family, whose scenario has the family's name.
pub(crate) fn of_family(family: &str, mut trial: TrialRecord) -> TrialRecord {
    family.clone_into(&mut trial.family);
    family.clone_into(&mut trial.key.scenario);
    trial
}

pub(crate) fn summed_up(manifest: &Manifest, trials: &[TrialRecord]) -> RunSummary {
    let mut summing = Summing::new(manifest);
    for trial in trials {
        summing.add(trial);
    }
    summing.finish(manifest, "runs/web")
}

/// What is said of the arm `mine`.
pub(crate) fn mine(trials: &[TrialRecord]) -> ArmSummary {
    let mut summary = summed_up(&manifest(&["mine"]), trials);
    summary.arms.remove(0)
}
