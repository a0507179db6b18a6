//! Numbers as they are written on every page.

/// What stands where there is no number.
pub(crate) const NOTHING: &str = "—";

/// A share: `59.3 %`.
pub(crate) fn percent(share: f64) -> String {
    format!("{} %", bare_percent(share))
}

/// The same without its unit: `59.3`.
pub(crate) fn bare_percent(share: f64) -> String {
    fixed(share * 100.0, 1)
}

/// The interval of a share: `[58.1, 69.9]`.
pub(crate) fn percent_interval([lower, upper]: [f64; 2]) -> String {
    format!("[{}, {}]", bare_percent(lower), bare_percent(upper))
}

/// A level of confidence: `95 %`, `99.9 %`. No bound is quite sure: an early look at a run asks
/// for so much that one decimal would say 100.
pub(crate) fn confidence(share: f64) -> String {
    let is_short_of_all = |written: &String| share >= 1.0 || !written.starts_with("100");
    let mut written = (1..7).map(|decimals| fixed(share * 100.0, decimals));
    let written = written.find(is_short_of_all).unwrap_or_else(|| bare_percent(share));
    format!("{} %", written.trim_end_matches(".0"))
}

/// A mean of counts: `2.4`.
pub(crate) fn average(mean: f64) -> String {
    fixed(mean, 1)
}

/// A difference of shares: `+27.3 points`.
pub(crate) fn points(difference: f64) -> String {
    format!("{} points", bare_points(difference))
}

/// The same without its unit: `+27.3`.
pub(crate) fn bare_points(difference: f64) -> String {
    signed(difference * 100.0, 1)
}

/// The interval of a difference: `[+21.9, +32.8]`.
pub(crate) fn points_interval([lower, upper]: [f64; 2]) -> String {
    format!("[{}, {}]", bare_points(lower), bare_points(upper))
}

/// A distance between shares, whatever its direction: `8.7 points`.
pub(crate) fn distance(share: f64) -> String {
    format!("{} points", bare_percent(share.abs()))
}

/// A ratio: `×1.12`.
pub(crate) fn ratio(ratio: f64) -> String {
    format!("×{}", bare_ratio(ratio))
}

/// The same without its sign: `1.12`. A small ratio gets more decimals, lest it look like none.
pub(crate) fn bare_ratio(ratio: f64) -> String {
    fixed(ratio, if ratio.abs() < 0.1 { 4 } else { 2 })
}

/// The interval of a ratio: `[1.05, 1.19]`.
pub(crate) fn ratio_interval([lower, upper]: [f64; 2]) -> String {
    format!("[{}, {}]", bare_ratio(lower), bare_ratio(upper))
}

/// A p-value in a sentence: `p = 0.031`.
pub(crate) fn p_value(p: f64) -> String {
    if p < SMALLEST_P { bare_p(p).replacen('<', "p <", 1) } else { format!("p = {}", bare_p(p)) }
}

/// A p-value in a column of such: `0.031`.
pub(crate) fn bare_p(p: f64) -> String {
    if p < SMALLEST_P { "< 0.001".to_owned() } else { fixed(p, 3) }
}

const SMALLEST_P: f64 = 0.001;

/// How much of something: three digits that count, and all of them before the point.
pub(crate) fn amount(amount: f64) -> String {
    let decimals = match amount.abs() {
        0.0 => 0,
        ..0.001 => 6,
        ..0.1 => 4,
        ..10.0 => 2,
        ..100.0 => 1,
        _ => 0,
    };
    grouped(&fixed(amount, decimals))
}

/// The same with its sign: `+1,250`.
pub(crate) fn signed_amount(more: f64) -> String {
    let amount = amount(more);
    if more > 0.0 && is_something(&amount) { format!("+{amount}") } else { amount }
}

/// Passed and scored trials: `2/3`.
pub(crate) fn of([part, whole]: [u64; 2]) -> String {
    format!("{part}/{whole}")
}

/// A number with so many decimals. Nothing is never less than nothing.
fn fixed(number: f64, decimals: usize) -> String {
    if number.is_nan() {
        return NOTHING.to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "∞" } else { "-∞" }.to_owned();
    }
    let written = format!("{number:.decimals$}");
    match written.strip_prefix('-') {
        Some(digits) if !is_something(digits) => digits.to_owned(),
        Some(_) | None => written,
    }
}

fn signed(number: f64, decimals: usize) -> String {
    let written = fixed(number, decimals);
    if number > 0.0 && is_something(&written) { format!("+{written}") } else { written }
}

/// Whether any digit of a written number counts.
fn is_something(written: &str) -> bool {
    written.contains(|sign| matches!(sign, '1'..='9' | '∞'))
}

/// `1,234,567.8`
fn grouped(written: &str) -> String {
    let (digits, rest) = written.split_once('.').map_or((written, None), |(a, b)| (a, Some(b)));
    let mut grouped = String::new();
    for (place, sign) in digits.chars().rev().enumerate() {
        if place > 0 && place % 3 == 0 && sign.is_ascii_digit() {
            grouped.push(',');
        }
        grouped.push(sign);
    }
    let whole: String = grouped.chars().rev().collect();
    rest.map_or_else(|| whole.clone(), |rest| format!("{whole}.{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_one_decimal() {
        assert_eq!(percent(0.593), "59.3 %");
        assert_eq!(percent(0.0), "0.0 %");
        assert_eq!(percent(1.0), "100.0 %");
        assert_eq!(percent_interval([0.581, 0.699]), "[58.1, 69.9]");
        assert_eq!(confidence(0.95), "95 %");
        assert_eq!(confidence(0.9994), "99.9 %");
        assert_eq!(confidence(0.999_95), "99.995 %");
        assert_eq!(confidence(1.0), "100 %");
        assert_eq!(average(2.44), "2.4");
    }

    #[test]
    fn differences_have_a_sign() {
        assert_eq!(points(0.273), "+27.3 points");
        assert_eq!(points(-0.05), "-5.0 points");
        assert_eq!(points_interval([0.219, 0.328]), "[+21.9, +32.8]");
        assert_eq!(points_interval([-0.012, 0.11]), "[-1.2, +11.0]");
        assert_eq!(distance(-0.087), "8.7 points");
    }

    #[test]
    fn nothing_has_no_sign() {
        assert_eq!(points(0.0), "0.0 points");
        assert_eq!(points(-0.0), "0.0 points");
        assert_eq!(points(-0.0004), "0.0 points");
        assert_eq!(points(0.0004), "0.0 points");
        assert_eq!(percent(-0.0), "0.0 %");
        assert_eq!(amount(-0.0), "0");
        assert_eq!(signed_amount(-0.000_000_1), "0.000000");
        assert_eq!(signed_amount(0.000_000_1), "0.000000");
    }

    #[test]
    fn ratios_say_times() {
        assert_eq!(ratio(1.12), "×1.12");
        assert_eq!(ratio(0.0042), "×0.0042");
        assert_eq!(ratio_interval([1.05, 1.19]), "[1.05, 1.19]");
        assert_eq!(ratio_interval([1.05, f64::INFINITY]), "[1.05, ∞]");
    }

    #[test]
    fn p_values_end_at_one_in_a_thousand() {
        assert_eq!(p_value(0.0314), "p = 0.031");
        assert_eq!(p_value(1.0), "p = 1.000");
        assert_eq!(p_value(0.001), "p = 0.001");
        assert_eq!(p_value(0.000_999), "p < 0.001");
        assert_eq!(p_value(0.0), "p < 0.001");
        assert_eq!(bare_p(0.5), "0.500");
        assert_eq!(bare_p(1e-12), "< 0.001");
    }

    #[test]
    fn amounts_show_what_counts() {
        assert_eq!(amount(0.0), "0");
        assert_eq!(amount(0.000_012), "0.000012");
        assert_eq!(amount(0.0123), "0.0123");
        assert_eq!(amount(4.25), "4.25");
        assert_eq!(amount(61.84), "61.8");
        assert_eq!(amount(999.0), "999");
        assert_eq!(amount(1_234_567.4), "1,234,567");
        assert_eq!(amount(-1234.0), "-1,234");
        assert_eq!(amount(-123.0), "-123");
        assert_eq!(signed_amount(1250.0), "+1,250");
        assert_eq!(signed_amount(-1250.0), "-1,250");
    }

    #[test]
    fn what_is_no_number_is_not_written_as_one() {
        assert_eq!(percent(f64::NAN), "— %");
        assert_eq!(bare_points(f64::NEG_INFINITY), "-∞");
        assert_eq!(bare_points(f64::INFINITY), "+∞");
        assert_eq!(bare_p(f64::NAN), NOTHING);
    }

    #[test]
    fn trials_are_a_fraction() {
        assert_eq!(of([2, 3]), "2/3");
    }
}
