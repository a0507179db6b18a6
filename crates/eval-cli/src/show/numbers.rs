//! Rates, differences, intervals and p-values as people read them.

use crate::show::words::percent;

/// What stands where nothing can be told.
pub(crate) const NOTHING: &str = "–";

/// `59.3 %`.
pub(crate) fn rate(rate: Option<f64>) -> String {
    rate.map_or_else(|| NOTHING.to_owned(), |rate| format!("{} %", percent(rate)))
}

/// `59.3 % [53.6, 64.8]`.
pub(crate) fn rate_within(value: Option<f64>, interval: Option<[f64; 2]>) -> String {
    let bounds =
        interval.map(|[lower, upper]| format!(" [{}, {}]", percent(lower), percent(upper)));
    rate(value) + &bounds.unwrap_or_default()
}

/// A share as points with their sign; never a negative nothing.
pub(crate) fn points(share: f64) -> String {
    let points = share * 100.0;
    format!("{:+.1}", if points.abs() < 0.05 { 0.0 } else { points })
}

/// `+27.3 [+21.5, +33.2]`.
pub(crate) fn points_within(value: f64, interval: Option<[f64; 2]>) -> String {
    let bounds = interval.map(|[lower, upper]| format!(" [{}, {}]", points(lower), points(upper)));
    points(value) + &bounds.unwrap_or_default()
}

/// `p = 0.031`, `p < 0.001`.
pub(crate) fn p_value(p: f64) -> String {
    if p < 0.001 { "p < 0.001".to_owned() } else { format!("p = {p:.3}") }
}

/// `×1.12 [1.05, 1.19]`.
pub(crate) fn times(ratio: Option<f64>, interval: Option<[f64; 2]>) -> String {
    let Some(ratio) = ratio else { return NOTHING.to_owned() };
    let bounds = interval.map(|[lower, upper]| format!(" [{lower:.2}, {upper:.2}]"));
    format!("×{ratio:.2}{}", bounds.unwrap_or_default())
}

/// A number with as many digits as say something: `0.0041`, `0.92`, `3.1`, `1234`.
pub(crate) fn amount(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 1.0 || size == 0.0 => format!("{value:.1}"),
        size if size >= 0.01 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_never_negative() {
        assert_eq!(points(-0.0001), "+0.0");
        assert_eq!(points(-0.123), "-12.3");
        assert_eq!(p_value(0.0004), "p < 0.001");
        assert_eq!(p_value(1.0), "p = 1.000");
        assert_eq!(times(Some(1.1), Some([1.05, 1.19])), "×1.10 [1.05, 1.19]");
        assert_eq!(amount(0.00412), "0.0041");
        assert_eq!(amount(0.9213), "0.92");
    }
}
