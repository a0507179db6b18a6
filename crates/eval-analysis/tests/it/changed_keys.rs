//! What changed in the configuration: the key that differs, and no other.

use eval_analysis::{Provenance, changes};
use eval_findings::{ConfigChange, Configured};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::arms::arm;

fn with(change: impl FnOnce(&mut Provenance)) -> Provenance {
    arm("a").with(change).done().provenance
}

#[test]
fn nothing_changed_between_equal_arms() {
    let (one, other) = (with(|_| {}), with(|from| from.arm = "renamed".to_owned()));
    assert_eq!(changes(&one, &other), []);
}

#[test]
fn each_part_of_what_went_in_is_named_as_what_it_is() {
    let plain = with(|_| {});
    let changed = with(|from| {
        from.effective = json!({"loop": {"kind": "plan"}, "name": "a"});
        from.model_effective = json!({"kind": "flaky", "p": 0.3});
        from.stream = 1;
        from.seed = 9;
        from.max_turns = 8;
        from.version = "0.2.0".to_owned();
    });
    let found = changes(&plain, &changed);
    let named: Vec<(Configured, &str)> =
        found.iter().map(|change| (change.of, change.key.as_str())).collect();
    assert_eq!(
        named,
        [
            (Configured::Harness, "loop.kind"),
            (Configured::Model, "p"),
            (Configured::Arm, "stream"),
            (Configured::Run, "limits.max_turns"),
            (Configured::Run, "seed"),
            (Configured::Run, "version"),
        ]
    );
    assert_eq!((&found[1].from, &found[1].to), (&Some(json!(0.4)), &Some(json!(0.3))));
}

#[test]
fn where_a_component_is_off_it_has_no_value() {
    let plain = with(|from| from.effective = json!({"loop": {"kind": "react"}}));
    let guarded = with(|from| {
        from.effective = json!({"guardrails": {"budget": 4}, "loop": {"kind": "react"}});
    });
    let found = changes(&plain, &guarded);
    let on = ConfigChange {
        of: Configured::Harness,
        key: "guardrails.budget".to_owned(),
        from: None,
        to: Some(json!(4)),
    };
    assert_eq!(found, [on]);
}

proptest! {
    #[test]
    fn one_leaf_that_differs_is_named_and_no_other(
        harness in harness(),
        chosen in any::<prop::sample::Index>(),
        other in leaf(),
    ) {
        let paths = leaf_paths(&harness);
        let path = &paths[chosen.index(paths.len())];
        let before = harness.pointer(path).unwrap().clone();
        prop_assume!(before != other);
        let mut changed = harness.clone();
        *changed.pointer_mut(path).unwrap() = other.clone();

        let one = with(|from| from.effective = harness);
        let two = with(|from| from.effective = changed);
        let key = path[1..].replace('/', ".");
        let of = Configured::Harness;
        let there = ConfigChange { of, key, from: Some(before), to: Some(other) };
        prop_assert_eq!(changes(&one, &two), vec![there.clone()]);
        let back = ConfigChange { from: there.to, to: there.from, ..there };
        prop_assert_eq!(changes(&two, &one), vec![back]);
        prop_assert_eq!(changes(&one, &one), vec![]);
    }
}

/// A harness as it takes effect: tables within tables, and at their ends values of every kind.
fn harness() -> impl Strategy<Value = Value> {
    let inner = leaf().prop_recursive(3, 24, 4, |inner| table(inner).boxed());
    table(inner)
}

fn table(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    btree_map("[a-z_]{1,8}", inner, 1..5).prop_map(|table| table.into_iter().collect())
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9_f64).prop_map(Value::from),
        "[ -~]{0,12}".prop_map(Value::from),
        vec("[a-z]{1,4}", 0..4).prop_map(Value::from),
    ]
}

/// The JSON pointers of all leaves.
fn leaf_paths(value: &Value) -> Vec<String> {
    let Value::Object(table) = value else { return vec![String::new()] };
    let below = |(key, inner): (&String, &Value)| -> Vec<String> {
        leaf_paths(inner).into_iter().map(|path| format!("/{key}{path}")).collect()
    };
    table.iter().flat_map(below).collect()
}
