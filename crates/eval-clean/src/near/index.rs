//! Documents by the bands of their signatures.

use std::borrow::Borrow;
use std::collections::HashMap;

use super::bands;
use super::shingles::Shingles;
use super::signature::{N_SLOTS, SLOTS, Signature};
use crate::words::HashedState;

/// No earlier document in this band.
const NONE: u32 = u32::MAX;
/// So many standard errors below the threshold an estimate rules a document out: one pair of
/// thirty thousand is lost by it.
const STANDARD_ERRORS: f64 = 4.0;

/// Finds documents near to another among those inserted.
///
/// It holds signatures, not sets: about 600 bytes a document at a threshold of 0.8. What it
/// answers depends on the documents alone, not on the order of insertion, save that of equally
/// similar ones the first inserted is named.
#[derive(Clone, Debug)]
pub struct NearIndex {
    threshold: f64,
    /// Slots in a band.
    rows: usize,
    ids: Vec<u32>,
    signatures: Vec<Signature>,
    bands: Vec<Band>,
}

/// The documents by one band of their signatures, each linked to the one before it with the
/// same.
#[derive(Clone, Debug, Default)]
struct Band {
    last: HashMap<u32, u32, HashedState>,
    before: Vec<u32>,
}

/// A document that may be near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The id it was inserted under.
    pub id: u32,
    /// About how similar it is.
    pub estimate: f64,
}

/// A document that is near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// The id it was inserted under.
    pub id: u32,
    /// How similar it is, at least the threshold.
    pub similarity: f64,
}

/// A similarity that no two documents can be held to.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("a threshold of {threshold} is not above 0 and at most 1")]
pub struct ThresholdError {
    /// What was asked for.
    pub threshold: f64,
}

impl NearIndex {
    /// An empty index for documents of at least this Jaccard similarity, above 0 and at most 1.
    /// 0.8 is what curators of training data take.
    pub fn new(threshold: f64) -> Result<Self, ThresholdError> {
        if !(threshold > 0.0 && threshold <= 1.0) {
            return Err(ThresholdError { threshold });
        }
        let rows = bands::rows(threshold);
        let bands = vec![Band::default(); SLOTS / rows];
        Ok(Self { threshold, rows, ids: Vec::new(), signatures: Vec::new(), bands })
    }

    /// Puts a document in, under an id of the caller's choice.
    pub fn insert(&mut self, id: u32, signature: Signature) {
        // No machine holds the signatures of 2^32 documents.
        let Ok(position) = u32::try_from(self.ids.len()) else { return };
        for (band, key) in self.bands.iter_mut().zip(signature.bands(self.rows)) {
            band.before.push(band.last.insert(key, position).unwrap_or(NONE));
        }
        self.ids.push(id);
        self.signatures.push(signature);
    }

    /// The documents that may be near, in order of insertion.
    pub fn candidates(&self, signature: &Signature) -> Vec<Candidate> {
        let mut positions = Vec::new();
        for (band, key) in self.bands.iter().zip(signature.bands(self.rows)) {
            let mut next = band.last.get(&key).copied().unwrap_or(NONE);
            while next != NONE {
                positions.push(next);
                next = band.before[next as usize];
            }
        }
        positions.sort_unstable();
        positions.dedup();
        let candidate = |position: u32| Candidate {
            id: self.ids[position as usize],
            estimate: self.signatures[position as usize].estimate(signature),
        };
        positions.into_iter().map(candidate).collect()
    }

    /// The most similar document that is near; of several, the first inserted.
    ///
    /// `set_of` gives the set of a document that was inserted, kept or made again from its
    /// text; it is asked for few.
    pub fn find<S: Borrow<Shingles>>(
        &self,
        document: &Shingles,
        set_of: impl FnMut(u32) -> S,
    ) -> Option<Near> {
        self.near(document, set_of)
            .reduce(|best, next| if next.similarity > best.similarity { next } else { best })
    }

    /// Whether any document is near, such as one that is held out.
    pub fn is_near_any<S: Borrow<Shingles>>(
        &self,
        document: &Shingles,
        set_of: impl FnMut(u32) -> S,
    ) -> bool {
        self.near(document, set_of).next().is_some()
    }

    /// As [`find`](Self::find), by signatures alone: for when no set can be had. About half of
    /// the pairs just at the threshold are missed, and some just below it are named.
    pub fn find_estimated(&self, signature: &Signature) -> Option<Near> {
        let near = self.candidates(signature).into_iter().filter(|c| c.estimate >= self.threshold);
        near.map(|candidate| Near { id: candidate.id, similarity: candidate.estimate })
            .reduce(|best, next| if next.similarity > best.similarity { next } else { best })
    }

    fn near<S: Borrow<Shingles>>(
        &self,
        document: &Shingles,
        mut set_of: impl FnMut(u32) -> S,
    ) -> impl Iterator<Item = Near> {
        let signature = Signature::new(document);
        let candidates = signature.map(|signature| self.candidates(&signature)).unwrap_or_default();
        let error = (self.threshold * (1.0 - self.threshold) / f64::from(N_SLOTS)).sqrt();
        let least = self.threshold - STANDARD_ERRORS * error;
        candidates.into_iter().filter(move |candidate| candidate.estimate >= least).filter_map(
            move |Candidate { id, .. }| {
                let similarity = document.jaccard(set_of(id).borrow());
                (similarity >= self.threshold).then_some(Near { id, similarity })
            },
        )
    }
}
