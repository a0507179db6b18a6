//! The state of a world: entities by kind and id, and the hash of them all.
//!
//! Kept in Rust rather than in Starlark so that a call pays only for what it
//! touches, and so that a snapshot is a clone that costs the same whatever the
//! number of entities.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use eval_trace::Digest;
use serde_json::Value;

/// All entities of a world. Cloning it takes a snapshot.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entities {
    /// What all playings of an instance share.
    settled: Arc<Table<Entity>>,
    /// What this playing changed since; `None` stands for a deleted entity.
    /// Copied on the first change after a snapshot.
    changed: Arc<Table<Option<Entity>>>,
    sum: Sum,
}

/// By kind, then by id.
type Table<T> = BTreeMap<Arc<str>, BTreeMap<Arc<str>, T>>;

#[derive(Clone, Debug)]
struct Entity {
    value: Arc<Value>,
    hash: Sum,
}

impl Entities {
    /// The entity, if there is one.
    pub(crate) fn get(&self, kind: &str, id: &str) -> Option<&Value> {
        self.find(kind, id).map(|entity| &*entity.value)
    }

    /// The ids of a kind, sorted.
    pub(crate) fn ids(&self, kind: &str) -> Vec<&str> {
        let mut ids: BTreeSet<&str> =
            self.settled.get(kind).into_iter().flat_map(BTreeMap::keys).map(|id| &**id).collect();
        for (id, entity) in self.changed.get(kind).into_iter().flatten() {
            match entity {
                Some(_) => ids.insert(id),
                None => ids.remove(&**id),
            };
        }
        ids.into_iter().collect()
    }

    /// Puts an entity in, over the one of the same kind and id.
    pub(crate) fn put(&mut self, kind: &str, id: &str, value: Value) {
        let hash = Sum::of(kind, id, &value);
        self.sum = self.sum.minus(self.hash_of(kind, id)).plus(hash);
        self.change(kind, id, Some(Entity { value: Arc::new(value), hash }));
    }

    /// Takes an entity out; says whether there was one.
    pub(crate) fn delete(&mut self, kind: &str, id: &str) -> bool {
        let existed = self.find(kind, id).is_some();
        if existed {
            self.sum = self.sum.minus(self.hash_of(kind, id));
            self.change(kind, id, None);
        }
        existed
    }

    /// The hash of all entities.
    pub(crate) fn digest(&self) -> Digest {
        self.sum.digest()
    }

    /// The same entities with nothing left to copy on a first change.
    pub(crate) fn settle(self) -> Self {
        let Self { settled, changed, sum } = self;
        if changed.is_empty() {
            return Self { settled, changed, sum };
        }
        let mut table = Arc::unwrap_or_clone(settled);
        for (kind, changes) in Arc::unwrap_or_clone(changed) {
            let entities = table.entry(kind).or_default();
            for (id, entity) in changes {
                match entity {
                    Some(entity) => entities.insert(id, entity),
                    None => entities.remove(&id),
                };
            }
        }
        Self { settled: Arc::new(table), changed: Arc::default(), sum }
    }

    fn find(&self, kind: &str, id: &str) -> Option<&Entity> {
        match self.changed.get(kind).and_then(|ids| ids.get(id)) {
            Some(changed) => changed.as_ref(),
            None => self.settled.get(kind)?.get(id),
        }
    }

    fn hash_of(&self, kind: &str, id: &str) -> Sum {
        self.find(kind, id).map_or(Sum::default(), |entity| entity.hash)
    }

    fn change(&mut self, kind: &str, id: &str, entity: Option<Entity>) {
        let changed = Arc::make_mut(&mut self.changed);
        let ids = match changed.get_mut(kind) {
            Some(ids) => ids,
            None => changed.entry(kind.into()).or_default(),
        };
        ids.insert(id.into(), entity);
    }
}

/// A 256-bit hash as four lanes that add up.
///
/// Adding the hashes of the entities lane by lane makes the sum independent of
/// their order, and lets one entity leave it again by subtraction, so the
/// state hash follows a change without looking at the entities that stayed.
/// XOR would do that too, but each of its bits is on its own, and equal hashes
/// would cancel out; carries mix them. All 256 bits go in, since a sum is
/// weaker against collisions than its terms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum([u64; 4]);

impl Sum {
    fn of(kind: &str, id: &str, value: &Value) -> Self {
        let mut hasher = blake3::Hasher::new();
        // Each part after its length, so that no two entities spell the same bytes.
        for part in [kind, id, &value.to_string()] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let hash = hasher.finalize();
        let mut lanes = [0; 4];
        for (lane, bytes) in lanes.iter_mut().zip(hash.as_bytes().as_chunks().0) {
            *lane = u64::from_le_bytes(*bytes);
        }
        Self(lanes)
    }

    fn plus(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane].wrapping_add(other.0[lane])))
    }

    fn minus(self, other: Self) -> Self {
        Self(std::array::from_fn(|lane| self.0[lane].wrapping_sub(other.0[lane])))
    }

    fn digest(self) -> Digest {
        Digest::of_bytes(self.0.map(u64::to_le_bytes).as_flattened())
    }
}

#[cfg(test)]
mod tests;
