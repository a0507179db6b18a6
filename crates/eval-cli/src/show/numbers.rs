//! Rates, differences, intervals and p-values as people read them.

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, presets};

use crate::screen::Screen;
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

/// A column: its head, and whether it holds numbers.
pub(crate) type Head = (&'static str, bool);

/// A table without frames, its columns two apart.
pub(crate) fn table(heads: &[Head], rows: Vec<Vec<String>>, screen: Screen) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─')));
    table.set_header(heads.iter().map(|(head, _)| screen.bold(head)));
    for row in rows {
        table.add_row(row.into_iter().zip(heads).map(|(text, (_, is_number))| {
            let cell = Cell::new(text);
            if *is_number { cell.set_alignment(CellAlignment::Right) } else { cell }
        }));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    if let Some(width) = screen.width() {
        table.set_width(width);
        table.set_content_arrangement(ContentArrangement::Dynamic);
    } else {
        table.set_content_arrangement(ContentArrangement::Disabled);
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

/// Text broken between words where the terminal ends, so that it does not break within them.
pub(crate) fn wrapped(text: &str, screen: Screen) -> String {
    match screen.width() {
        Some(width) => wrapped_at(text, usize::from(width)),
        None => text.to_owned(),
    }
}

fn wrapped_at(text: &str, width: usize) -> String {
    let mut wrapped = String::with_capacity(text.len());
    for (n, line) in text.lines().enumerate() {
        if n > 0 {
            wrapped.push('\n');
        }
        let mut column = 0;
        for (n, word) in line.split(' ').enumerate() {
            let size = console::measure_text_width(word);
            if n > 0 && column + 1 + size > width {
                wrapped.push('\n');
                column = 0;
            } else if n > 0 {
                wrapped.push(' ');
                column += 1;
            }
            wrapped.push_str(word);
            column += size;
        }
    }
    wrapped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrapped_at("one two three", 7), "one two\nthree");
        assert_eq!(wrapped_at("a\nb c", 1), "a\nb\nc");
        assert_eq!(wrapped_at("  indented", 20), "  indented");
        // Colour takes no room.
        assert_eq!(wrapped_at("\u{1b}[1mone\u{1b}[0m two", 7), "\u{1b}[1mone\u{1b}[0m two");
    }

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
