//! Tables without frames.

use comfy_table::{Cell, CellAlignment, ContentArrangement, LineStyle, Table, presets};

use crate::screen::Screen;

/// A column: its head, and whether it holds numbers.
pub(crate) type Head = (&'static str, bool);

/// A table that is no wider than the terminal: long cells run over several lines.
pub(crate) fn table(heads: &[Head], rows: Vec<Vec<String>>, screen: Screen) -> String {
    draw(heads, rows, 2, screen.width(), screen)
}

/// A table with so many blanks between its columns; as wide as its rows are where no width is set.
pub(crate) fn draw(
    heads: &[Head],
    rows: Vec<Vec<String>>,
    gap: u16,
    width: Option<u16>,
    screen: Screen,
) -> String {
    let mut table = Table::new();
    // No characters at the sides: they would cost a column each.
    table.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─')));
    table.set_header(heads.iter().map(|(head, _)| screen.bold(head)));
    for row in rows {
        table.add_row(row.into_iter().zip(heads).map(|(text, (_, is_number))| {
            let cell = Cell::new(text);
            if *is_number { cell.set_alignment(CellAlignment::Right) } else { cell }
        }));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, gap));
    }
    match width {
        Some(width) => {
            table.set_width(width);
            table.set_content_arrangement(ContentArrangement::Dynamic);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}
