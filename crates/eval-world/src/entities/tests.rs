//! The state hash, whatever happened before.

use proptest::prelude::*;
use serde_json::json;

use super::*;

#[derive(Clone, Debug)]
enum Change {
    Put(usize, usize, i64),
    Delete(usize, usize),
    Settle,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (0..2_usize, 0..4_usize, 0..3_i64).prop_map(|(kind, id, value)| Change::Put(kind, id, value)),
        2 => (0..2_usize, 0..4_usize).prop_map(|(kind, id)| Change::Delete(kind, id)),
        1 => Just(Change::Settle),
    ]
}

const KINDS: [&str; 2] = ["pod", "log"];
const IDS: [&str; 4] = ["a", "b", "c", "d"];

fn apply(entities: &mut Entities, change: &Change) {
    match change {
        Change::Put(kind, id, value) => entities.put(KINDS[*kind], IDS[*id], json!({ "v": value })),
        Change::Delete(kind, id) => drop(entities.delete(KINDS[*kind], IDS[*id])),
        Change::Settle => *entities = std::mem::take(entities).settle(),
    }
}

fn apply_all(entities: &mut Entities, changes: &[Change]) {
    for change in changes {
        apply(entities, change);
    }
}

/// The same entities put into an empty state, last first.
fn afresh(entities: &Entities) -> Entities {
    let mut fresh = Entities::default();
    for kind in KINDS.into_iter().rev() {
        for id in entities.ids(kind).into_iter().rev() {
            let value = entities.get(kind, id).unwrap();
            fresh.put(kind, id, value.clone());
        }
    }
    fresh
}

proptest! {
    #[test]
    fn the_hash_is_that_of_the_entities_and_of_nothing_else(changes in prop::collection::vec(change(), 0..40)) {
        let mut entities = Entities::default();
        for change in &changes {
            apply(&mut entities, change);
            prop_assert_eq!(entities.digest(), afresh(&entities).digest());
        }
    }

    #[test]
    fn put_then_delete_restores_the_hash(changes in prop::collection::vec(change(), 0..20)) {
        let mut entities = Entities::default();
        apply_all(&mut entities, &changes);
        let before = entities.digest();
        entities.put("pod", "new", json!(1));
        prop_assert_ne!(entities.digest(), before);
        prop_assert!(entities.delete("pod", "new"));
        prop_assert_eq!(entities.digest(), before);
    }

    #[test]
    fn a_snapshot_stays_as_it_was(
        before in prop::collection::vec(change(), 0..20),
        after in prop::collection::vec(change(), 0..20),
    ) {
        let mut entities = Entities::default();
        apply_all(&mut entities, &before);
        let snapshot = entities.clone();
        let held = afresh(&snapshot);
        apply_all(&mut entities, &after);
        prop_assert_eq!(snapshot.digest(), held.digest());
        for kind in KINDS {
            prop_assert_eq!(snapshot.ids(kind), held.ids(kind));
        }
    }
}

#[test]
fn kind_id_and_value_do_not_run_into_each_other() {
    let digest = |kind, id| {
        let mut entities = Entities::default();
        entities.put(kind, id, json!(1));
        entities.digest()
    };
    assert_ne!(digest("po", "da"), digest("pod", "a"));
    assert_ne!(digest("pod", "a"), digest("a", "pod"));
}

#[test]
fn ids_are_sorted_and_leave_out_what_was_deleted() {
    let mut entities = Entities::default();
    for id in ["c", "a", "b"] {
        entities.put("pod", id, json!(null));
    }
    let mut entities = entities.settle();
    entities.put("pod", "aa", json!(null));
    assert!(entities.delete("pod", "b"));
    assert!(!entities.delete("pod", "b"));
    assert_eq!(entities.ids("pod"), ["a", "aa", "c"]);
    assert_eq!(entities.get("pod", "b"), None);
    assert!(entities.ids("node").is_empty());
}
