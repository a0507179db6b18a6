//! Documents in a row, less those that repeat an earlier one.

use super::index::{Near, NearIndex, ThresholdError};
use super::shingles::Shingles;
use super::signature::Signature;

/// For each document the earlier one it is near to, by position. The first stays; a document
/// that repeats another is not itself repeated, so each names one that stays.
///
/// The order matters: of A, B, C with B near to both others and A not near to C, in this order
/// A and C stay, and with B first only B does.
pub fn repeats(
    threshold: f64,
    documents: &[Shingles],
) -> Result<Vec<Option<Near>>, ThresholdError> {
    let mut stayed = NearIndex::new(threshold)?;
    let repeats = (0..).zip(documents).map(|(position, document)| {
        let near = stayed.find(document, |earlier| &documents[earlier as usize]);
        if near.is_none()
            && let Some(signature) = Signature::new(document)
        {
            stayed.insert(position, signature);
        }
        near
    });
    Ok(repeats.collect())
}
