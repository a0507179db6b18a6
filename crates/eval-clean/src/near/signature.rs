//! A document in 256 bytes, such that like documents have like signatures.

use super::shingles::Shingles;
use crate::words::mix;

/// How many smallest hashes a signature keeps.
pub(super) const SLOTS: usize = N_SLOTS as usize;
/// The same, as it converts without loss.
pub(super) const N_SLOTS: u8 = 128;
/// The bits of a hash that choose a slot.
const SLOT_BITS: u32 = SLOTS.ilog2();

/// A sketch of a set: two signatures agree in about the share of slots that is the Jaccard
/// similarity of their sets, within 0.07 for 19 of 20 pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Sixteen bits of each smallest hash. Two that differ look alike once in 65536 times.
    slots: Box<[u16; SLOTS]>,
}

impl Signature {
    /// The signature of a document; None if it has no shingles.
    ///
    /// Fast similarity sketching (Dahlgaard, Knudsen and Thorup 2017): one hash sends each
    /// shingle to one slot, and further rounds fill the slots that are still empty. A large set
    /// needs a round or two, not one for each slot, and a small one is as well spread.
    pub fn new(shingles: &Shingles) -> Option<Self> {
        if shingles.is_empty() {
            return None;
        }
        let mut smallest = [u64::MAX; SLOTS];
        for round in 0.. {
            for shingle in shingles.hashes() {
                let hash = mix(shingle ^ mix(u64::from(round)));
                // After as many rounds as slots each round has a slot of its own, so that it ends.
                let slot = slot_of_round(round).unwrap_or((hash >> (64 - SLOT_BITS)) as usize);
                let value = u64::from(round) << 32 | hash & u64::from(u32::MAX);
                smallest[slot] = smallest[slot].min(value);
            }
            if smallest.iter().all(|value| *value != u64::MAX) {
                break;
            }
        }
        let slots = smallest.map(|value| (mix(value) & 0xffff) as u16);
        Some(Self { slots: Box::new(slots) })
    }

    /// About how similar the sets are.
    pub fn estimate(&self, other: &Self) -> f64 {
        let pairs = self.slots.iter().zip(other.slots.iter());
        let equal = pairs.map(|(left, right)| u16::from(left == right)).sum::<u16>();
        f64::from(equal) / f64::from(N_SLOTS)
    }

    /// A hash for each band of so many slots; those left over belong to none.
    pub(super) fn bands(&self, rows: usize) -> impl Iterator<Item = u32> {
        let band =
            |rows: &[u16]| rows.iter().fold(0, |hash, row| mix(hash ^ u64::from(*row) << 1 | 1));
        self.slots.chunks_exact(rows).map(move |rows| (band(rows) >> 32) as u32)
    }
}

fn slot_of_round(round: u32) -> Option<usize> {
    (round as usize).checked_sub(SLOTS)
}
