//! How a signature is cut so that near documents meet.

use super::signature::SLOTS;

/// Of pairs just at the threshold so many are to meet.
const RECALL: f64 = 0.98;

/// How many slots make a band: two documents meet if they agree in a whole band.
///
/// With `b` bands of `r` slots two of similarity `s` meet with probability `1 - (1 - s^r)^b`.
/// The more slots a band has the fewer meet in vain, so this is the most that still lets
/// [`RECALL`] of those at the threshold meet; 7 slots in 18 bands at 0.8.
pub(super) fn rows(threshold: f64) -> usize {
    (1..=SLOTS).rev().find(|rows| recall(threshold, *rows) >= RECALL).unwrap_or(1)
}

fn recall(similarity: f64, rows: usize) -> f64 {
    let power = |base: f64, exponent: usize| (0..exponent).fold(1.0, |power, _| power * base);
    1.0 - power(1.0 - power(similarity, rows), SLOTS / rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cut_lets_those_at_the_threshold_meet() {
        assert_eq!(rows(0.8), 7);
        assert_eq!(rows(1.0), SLOTS);
        assert_eq!(rows(0.01), 1);
        for threshold in [0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99] {
            assert!(recall(threshold, rows(threshold)) >= RECALL, "{threshold}");
        }
    }
}
