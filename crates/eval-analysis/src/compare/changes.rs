//! What changed in the configuration: exactly the keys whose stored effective values differ.

use std::collections::{BTreeMap, BTreeSet};

use eval_findings::{ConfigChange, Configured};
use serde_json::{Value, json};

use crate::measured::Provenance;

/// The keys that differ between two arms. A list is one value; a component that is off has none.
#[must_use]
pub fn changes(a: &Provenance, b: &Provenance) -> Vec<ConfigChange> {
    let of = |of, one: &Value, other: &Value| differing(of, &leaves(one), &leaves(other));
    let run = |arm: &Provenance| {
        json!({
            "seed": arm.seed,
            "limits": { "max_turns": arm.max_turns },
            "version": arm.version,
        })
    };
    let mut changes = of(Configured::Harness, &a.effective, &b.effective);
    changes.extend(of(Configured::Model, &a.model_effective, &b.model_effective));
    let stream = |arm: &Provenance| json!({ "stream": arm.stream });
    changes.extend(of(Configured::Arm, &stream(a), &stream(b)));
    changes.extend(of(Configured::Run, &run(a), &run(b)));
    changes
}

/// The leaves of a value by their dotted keys.
fn leaves(value: &Value) -> BTreeMap<String, &Value> {
    let mut found = BTreeMap::new();
    collect(value, String::new(), &mut found);
    found
}

fn collect<'a>(value: &'a Value, key: String, found: &mut BTreeMap<String, &'a Value>) {
    match value {
        Value::Object(table) if !table.is_empty() => {
            for (name, inner) in table {
                let dot = if key.is_empty() { "" } else { "." };
                collect(inner, format!("{key}{dot}{name}"), found);
            }
        }
        Value::Null if key.is_empty() => {}
        _ => {
            found.insert(key, value);
        }
    }
}

fn differing(
    of: Configured,
    one: &BTreeMap<String, &Value>,
    other: &BTreeMap<String, &Value>,
) -> Vec<ConfigChange> {
    let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differs = keys.into_iter().filter(|key| one.get(*key) != other.get(*key));
    let change = |key: &String| ConfigChange {
        of,
        key: key.clone(),
        from: one.get(key).map(|value| (*value).clone()),
        to: other.get(key).map(|value| (*value).clone()),
    };
    differs.map(change).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differing_keys(one: &Value, other: &Value) -> Vec<String> {
        let changes = differing(Configured::Harness, &leaves(one), &leaves(other));
        changes.into_iter().map(|change| change.key).collect()
    }

    #[test]
    fn one_key_that_differs_is_named_and_no_other() {
        let one = json!({"guardrails": {"budget": 4, "kind": "rails"}, "loop": {"kind": "react"}});
        let other =
            json!({"guardrails": {"budget": 6, "kind": "rails"}, "loop": {"kind": "react"}});
        assert_eq!(differing_keys(&one, &other), ["guardrails.budget"]);
        assert!(differing_keys(&one, &one).is_empty());
    }

    #[test]
    fn a_component_that_is_on_in_one_alone_is_named_key_by_key() {
        let one = json!({"loop": {"kind": "react"}});
        let other =
            json!({"loop": {"kind": "react"}, "verifiers": {"kind": "checks", "checks": []}});
        assert_eq!(differing_keys(&one, &other), ["verifiers.checks", "verifiers.kind"]);
    }

    #[test]
    fn a_list_is_one_value() {
        let one = json!({"verifiers": {"checks": ["a", "b"]}});
        let other = json!({"verifiers": {"checks": ["a"]}});
        assert_eq!(differing_keys(&one, &other), ["verifiers.checks"]);
    }
}
