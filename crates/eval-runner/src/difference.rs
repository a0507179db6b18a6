//! Where two records of one trial part.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use eval_trace::{Digest, Event, TrialRecord};
use serde::Serialize;
use serde_json::{Value, json};

/// The first place where a stored trial and the same trial run again differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The event's place in the trace; none where the traces are the same and
    /// the trial's own row differs.
    pub seq: Option<u32>,
    /// The kind of the event that is stored, or else of the new one.
    pub kind: Option<&'static str>,
    /// What of the event or the row differs, such as `returned.yields[0]`.
    pub field: String,
    /// What is stored, texts in full; null where there is nothing.
    pub stored: Value,
    /// What came out now.
    pub now: Value,
}

/// The first difference between two records: of the events in their order,
/// then of what is said of the whole trial. None where all is the same.
#[must_use]
pub fn first_difference(stored: &TrialRecord, now: &TrialRecord) -> Option<Difference> {
    let length = stored.events.len().max(now.events.len());
    let events = (0..length).find_map(|index| {
        let (stored, now) = (stored.events.get(index), now.events.get(index));
        if stored == now { None } else { of_events(stored, now) }
    });
    events.or_else(|| of_rows(stored, now))
}

fn of_events(stored: Option<&Event>, now: Option<&Event>) -> Option<Difference> {
    let place = stored.or(now)?;
    let name = |event: Option<&Event>| event.map(|event| event.kind.name());
    let difference = |field: String, stored: Value, now: Value| Difference {
        seq: Some(place.seq),
        kind: Some(place.kind.name()),
        field,
        stored,
        now,
    };
    if name(stored) != name(now) {
        return Some(difference("kind".to_owned(), json!(name(stored)), json!(name(now))));
    }
    let fields = |event: Option<&Event>| event.map(event_fields).unwrap_or_default();
    let (field, one, other) = first_of(&fields(stored), &fields(now))?;
    let texts = texts_of([stored, now]);
    Some(difference(field, spelled_out(one, &texts), spelled_out(other, &texts)))
}

fn of_rows(stored: &TrialRecord, now: &TrialRecord) -> Option<Difference> {
    let (field, stored, now) = first_of(&row_fields(stored), &row_fields(now))?;
    Some(Difference { seq: None, kind: None, field, stored, now })
}

// ── fields ────────────────────────────────────────────────────────────────

/// Fields by name, in the order in which they are compared.
type Fields = Vec<(&'static str, Value)>;

/// What happened comes first: the rest follows from it.
fn event_fields(event: &Event) -> Fields {
    let Event { seq, step, turn, at, effect, kind } = event;
    let payload = match json!(kind) {
        // The kind is compared by itself.
        Value::Object(by_kind) => by_kind.into_iter().next().map(|(_, payload)| payload),
        _ => None,
    };
    vec![
        ("", payload.unwrap_or_default()),
        ("seq", json!(seq)),
        ("step", json!(step)),
        ("turn", json!(turn)),
        ("at", json!(at)),
        ("effect", json!(effect)),
    ]
}

fn row_fields(record: &TrialRecord) -> Fields {
    // Taken apart, so that a new field cannot be forgotten here.
    let TrialRecord {
        id,
        key,
        family,
        tags,
        instance_hash,
        harness_hash,
        model,
        model_hash,
        outcome,
        recoverability,
        stop,
        detail,
        verified,
        unmet,
        broken,
        answer,
        turns,
        tool_calls,
        refusals,
        errors,
        input_tokens,
        output_tokens,
        virtual_ms,
        state_before,
        state_after,
        events: _,
    } = record;
    vec![
        ("id", json!(id)),
        ("key", json!(key)),
        ("family", json!(family)),
        ("tags", json!(tags)),
        ("instance_hash", json!(instance_hash)),
        ("harness_hash", json!(harness_hash)),
        ("model", json!(model)),
        ("model_hash", json!(model_hash)),
        ("outcome", json!(outcome)),
        ("recoverability", json!(recoverability)),
        ("stop", json!(stop)),
        ("detail", json!(detail)),
        ("verified", json!(verified)),
        ("unmet", json!(unmet)),
        ("broken", json!(broken)),
        ("answer", json!(answer)),
        ("turns", json!(turns)),
        ("tool_calls", json!(tool_calls)),
        ("refusals", json!(refusals)),
        ("errors", json!(errors)),
        ("input_tokens", json!(input_tokens)),
        ("output_tokens", json!(output_tokens)),
        ("virtual_ms", json!(virtual_ms)),
        ("state_before", json!(state_before)),
        ("state_after", json!(state_after)),
    ]
}

/// The first field that differs, down to where it does.
fn first_of(stored: &Fields, now: &Fields) -> Option<(String, Value, Value)> {
    let ((name, one), (_, other)) =
        stored.iter().zip(now).find(|((_, one), (_, other))| one != other)?;
    let mut field = (*name).to_owned();
    let (one, other) = descend(one, other, &mut field);
    Some((field, one.clone(), other.clone()))
}

/// Goes down to the first values that differ and cannot be taken apart.
fn descend<'a>(one: &'a Value, other: &'a Value, field: &mut String) -> (&'a Value, &'a Value) {
    match (one, other) {
        (Value::Object(ones), Value::Object(others)) => {
            let keys = ones.keys().chain(others.keys());
            let pairs = keys.map(|key| (key, ones.get(key), others.get(key)));
            for (key, one, other) in pairs {
                if one != other {
                    let dot = if field.is_empty() { "" } else { "." };
                    let _ = write!(field, "{dot}{key}");
                    return descend(or_null(one), or_null(other), field);
                }
            }
        }
        (Value::Array(ones), Value::Array(others)) => {
            for index in 0..ones.len().max(others.len()) {
                let (one, other) = (ones.get(index), others.get(index));
                if one != other {
                    let _ = write!(field, "[{index}]");
                    return descend(or_null(one), or_null(other), field);
                }
            }
        }
        _ => {}
    }
    (one, other)
}

fn or_null(value: Option<&Value>) -> &Value {
    value.unwrap_or(&Value::Null)
}

// ── texts ─────────────────────────────────────────────────────────────────

/// The bodies of what the events refer to by hash.
fn texts_of(events: [Option<&Event>; 2]) -> BTreeMap<Digest, String> {
    let mut texts = BTreeMap::new();
    for event in events.into_iter().flatten() {
        event.kind.for_each_text(|text| {
            if let Some(body) = text.body() {
                texts.insert(text.hash(), body.to_string());
            }
        });
    }
    texts
}

/// The body in the place of its hash.
fn spelled_out(value: Value, texts: &BTreeMap<Digest, String>) -> Value {
    let body = value.as_str().and_then(|text| texts.get(&text.parse().ok()?));
    match body {
        Some(body) => Value::String(body.clone()),
        None => value,
    }
}
