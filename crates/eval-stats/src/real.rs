//! Counts as real numbers and back, and what is a level.

/// `count` as a real number.
#[expect(
    clippy::cast_precision_loss,
    reason = "nobody counts to 2^53, and beyond it the error is one part in 2^53"
)]
pub(crate) fn real(count: u64) -> f64 {
    count as f64
}

/// A length as a real number.
pub(crate) fn size(length: usize) -> f64 {
    real(length as u64)
}

/// The smallest whole number not below `value`; `None` unless it is finite and at least 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the guard leaves numbers between 0 and 2^53, which are exact"
)]
pub(crate) fn whole_up(value: f64) -> Option<u64> {
    let rounded = value.ceil();
    (0.0..=9_007_199_254_740_992.0).contains(&rounded).then_some(rounded as u64)
}

/// The largest index not above `value`, which must not be negative.
pub(crate) fn index_down(value: f64) -> usize {
    whole_up(value.floor()).and_then(|whole| usize::try_from(whole).ok()).unwrap_or(0)
}

/// Whether `level` lies strictly between 0 and 1, as a confidence or a level of error must.
pub(crate) fn is_level(level: f64) -> bool {
    0.0 < level && level < 1.0
}
