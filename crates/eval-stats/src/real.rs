//! Counts as real numbers.

/// `count` as a real number.
#[expect(
    clippy::cast_precision_loss,
    reason = "nobody counts to 2^53, and beyond it the error is one part in 2^53"
)]
pub(crate) fn real(count: u64) -> f64 {
    count as f64
}
