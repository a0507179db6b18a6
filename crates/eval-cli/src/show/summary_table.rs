//! The summary as a table that is read in five seconds.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, presets,
};
use eval_findings::{ArmSummary, RunSummary};

use crate::screen::Screen;
use crate::show::words::{counts, percent};

const HEADER: [&str; 9] =
    ["arm", "trials", "success", "verified", "outcomes", "turns", "calls", "refused", "stopped"];

/// The columns that may run over several lines where the terminal is narrow.
const WRAPPING: [&str; 2] = ["outcomes", "stopped"];

/// The space around the columns of one row.
const PADDING: u16 = 1;

pub(crate) fn table(summary: &RunSummary, screen: Screen) -> String {
    let mut table = Table::new();
    let rule = LineStyle::new('─', '─', '─', '─');
    table.load_style(presets::NOTHING.header_separator(rule));
    table.set_header(HEADER.iter().map(|word| screen.bold(word)));
    for arm in &summary.arms {
        table.add_row(vec![
            Cell::new(&arm.name),
            right(arm.trials.to_string()),
            Cell::new(success(arm, screen)),
            right(verified(arm)),
            Cell::new(counts(&arm.outcomes)),
            right(mean(arm.mean_turns)),
            right(mean(arm.mean_tool_calls)),
            right(arm.refusals.to_string()),
            Cell::new(counts(&arm.stops)),
        ]);
    }
    fit(&mut table, screen.width());
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

/// Lays the table out for the terminal's width, or as wide as it is elsewhere.
fn fit(table: &mut Table, width: Option<u16>) {
    for (column, name) in table.column_iter_mut().zip(HEADER) {
        column.set_padding((0, PADDING));
        if !WRAPPING.contains(&name) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    match width {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
}

/// The rate with its interval; the bare count where there is no interval.
fn success(arm: &ArmSummary, screen: Screen) -> String {
    let text = match (arm.rate, arm.interval) {
        (Some(rate), Some([low, high])) => {
            format!("{} % [{}, {}]", percent(rate), percent(low), percent(high))
        }
        _ => format!("{}/{} –", arm.success, arm.scored),
    };
    if arm.scored == 0 {
        text
    } else if arm.success == arm.scored {
        screen.good(text)
    } else if arm.success == 0 {
        screen.bad(text)
    } else {
        text
    }
}

fn verified(arm: &ArmSummary) -> String {
    if arm.verifiable == 0 {
        "–".to_owned()
    } else {
        format!("{}/{}", arm.verified, arm.verifiable)
    }
}

fn mean(mean: Option<f64>) -> String {
    mean.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.1}"))
}

fn right(text: String) -> Cell {
    Cell::new(text).set_alignment(CellAlignment::Right)
}
