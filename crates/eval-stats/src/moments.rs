//! Mean and variance of plain values.

use crate::real::size;

/// The mean; `None` of no values, or if one is not finite.
pub(crate) fn mean(values: &[f64]) -> Option<f64> {
    let mean = values.iter().sum::<f64>() / size(values.len());
    mean.is_finite().then_some(mean)
}

/// The sum of squared distances from `centre`.
pub(crate) fn squares_around(centre: f64, values: &[f64]) -> f64 {
    values.iter().map(|value| (value - centre).powi(2)).sum()
}

/// The variance with n - 1; `None` of fewer than two values, or if one is not finite.
pub(crate) fn variance(values: &[f64]) -> Option<f64> {
    let others = values.len().checked_sub(1).filter(|others| *others > 0)?;
    Some(squares_around(mean(values)?, values) / size(others))
}

/// The values from the smallest to the largest.
pub(crate) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

/// The middle value, or the mean of the two middle ones; `None` of no values.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let sorted = sorted(values);
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    Some(f64::midpoint(sorted[sorted.len() / 2 - 1], upper))
}
