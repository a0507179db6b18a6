//! From a diary to the record that is stored.

use eval_trace::{Digest, Event, EventKind, Outcome, Recoverability, StopReason, TrialRecord};

use crate::judge::{Judgement, n_errors};
use crate::{Bench, TrialPlan};

/// A record that says who and what, but not yet how it went.
pub(crate) fn blank(
    bench: &Bench,
    trial: &TrialPlan,
    instance_hash: Digest,
    state_before: Digest,
) -> TrialRecord {
    let arm = &bench.arms[trial.arm];
    let scenario = &bench.suite.scenarios[trial.scenario].scenario;
    TrialRecord {
        id: trial.id,
        key: trial.key.clone(),
        family: scenario.family.clone(),
        tags: scenario.tags.clone(),
        instance_hash,
        harness_hash: arm.harness_hash,
        model: arm.spec.name.clone(),
        model_hash: arm.model_hash,
        outcome: Outcome::Infra,
        recoverability: Recoverability::Unknown,
        stop: StopReason::Infra,
        detail: String::new(),
        verified: None,
        unmet: Vec::new(),
        broken: Vec::new(),
        answer: None,
        turns: 0,
        tool_calls: 0,
        refusals: 0,
        errors: 0,
        input_tokens: 0,
        output_tokens: 0,
        virtual_ms: 0,
        state_before,
        state_after: state_before,
        events: Vec::new(),
    }
}

/// The record, filled in from the diary and the judgement.
pub(crate) fn filled(
    mut record: TrialRecord,
    diary: Vec<Event>,
    judgement: Judgement,
    state_after: Digest,
) -> TrialRecord {
    record.errors = n_errors(&diary);
    for event in &diary {
        count(&mut record, event);
    }
    let Judgement { ended, broken, note } = judgement;
    record.outcome = ended.outcome;
    record.recoverability = ended.recoverability;
    record.unmet = ended.verdict.as_ref().map(|verdict| verdict.unmet.clone()).unwrap_or_default();
    record.broken = broken;
    record.state_after = state_after;
    match note {
        None => {}
        Some(cause) if record.outcome == Outcome::Infra => record.detail = cause,
        Some(note) => record.detail = format!("{}; {note}", record.detail),
    }
    record.events = diary;
    close(&mut record, EventKind::TrialEnded(ended));
    record
}

fn count(record: &mut TrialRecord, event: &Event) {
    record.virtual_ms = event.at;
    record.turns = event.turn;
    match &event.kind {
        EventKind::ModelAnswered { reply, .. } => {
            record.input_tokens += reply.usage.input;
            record.output_tokens += reply.usage.output;
        }
        EventKind::Guarded(guarded) => record.refusals += u32::from(!guarded.allow),
        EventKind::ToolCalled { .. } => record.tool_calls += 1,
        EventKind::Terminated { stop, detail, verified, answer, .. } => {
            record.stop = *stop;
            record.detail.clone_from(detail);
            record.verified = *verified;
            record.answer.clone_from(answer);
        }
        _ => {}
    }
}

/// The last event is the runner's: the kernel does not judge.
fn close(record: &mut TrialRecord, kind: EventKind) {
    let Some(last) = record.events.last() else { return };
    let event = Event {
        seq: last.seq + 1,
        step: last.step + 1,
        turn: last.turn,
        at: last.at,
        effect: None,
        kind,
    };
    record.events.push(event);
}
