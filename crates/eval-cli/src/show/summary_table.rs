//! The summary as a table that is read in five seconds.

use comfy_table::{
    Cell, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Table, presets,
};
use eval_findings::{ArmSummary, RunSummary};

use crate::screen::Screen;
use crate::show::words::{counts, percent};

/// A column of the table.
struct Column {
    head: &'static str,
    cell: fn(&ArmSummary, Screen) -> String,
    kind: Kind,
}

/// How a column is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    /// May run over several lines where the terminal is narrow.
    List,
}

const ARM: Column = Column { head: "arm", cell: |arm, _| arm.name.clone(), kind: Kind::Word };

/// What came out.
const RESULTS: [Column; 4] = [
    Column { head: "trials", cell: |arm, _| arm.trials.to_string(), kind: Kind::Number },
    Column { head: "success", cell: success, kind: Kind::Word },
    Column { head: "verified", cell: |arm, _| verified(arm), kind: Kind::Number },
    Column { head: "outcomes", cell: |arm, _| counts(&arm.outcomes), kind: Kind::List },
];

/// How it came about.
const CONDUCT: [Column; 4] = [
    Column { head: "turns", cell: |arm, _| mean(arm.mean_turns), kind: Kind::Number },
    Column { head: "calls", cell: |arm, _| mean(arm.mean_tool_calls), kind: Kind::Number },
    Column { head: "refused", cell: |arm, _| arm.refusals.to_string(), kind: Kind::Number },
    Column { head: "stopped", cell: |arm, _| counts(&arm.stops), kind: Kind::List },
];

/// Below this many columns a table would be letters under one another.
const NARROW: u16 = 76;

/// An arm as a few lines, each column with its name.
fn lines(arm: &ArmSummary, screen: Screen) -> String {
    let mut lines = vec![screen.bold(&arm.name)];
    for column in RESULTS.iter().chain(&CONDUCT) {
        lines.push(format!("  {:<9} {}", column.head, (column.cell)(arm, screen)));
    }
    lines.join("\n")
}

/// One table where there is room for it, else one under the other.
pub(crate) fn table(summary: &RunSummary, screen: Screen) -> String {
    let columns = |groups: &[&'static [Column]]| -> Vec<&'static Column> {
        std::iter::once(&ARM).chain(groups.iter().flat_map(|group| group.iter())).collect()
    };
    let whole = draw(summary, &columns(&[&RESULTS, &CONDUCT]), None, screen);
    let Some(width) = screen.width() else { return whole };
    let widest = whole.lines().map(console::measure_text_width).max().unwrap_or(0);
    if widest <= usize::from(width) {
        return whole;
    }
    if width < NARROW {
        return summary.arms.iter().map(|arm| lines(arm, screen)).collect::<Vec<_>>().join("\n");
    }
    let results = draw(summary, &columns(&[&RESULTS]), Some(width), screen);
    let conduct = draw(summary, &columns(&[&CONDUCT]), Some(width), screen);
    format!("{results}\n\n{conduct}")
}

fn draw(summary: &RunSummary, columns: &[&Column], width: Option<u16>, screen: Screen) -> String {
    let mut table = Table::new();
    let rule = LineStyle::new('─', '─', '─', '─');
    table.load_style(presets::NOTHING.header_separator(rule));
    table.set_header(columns.iter().map(|column| screen.bold(column.head)));
    for arm in &summary.arms {
        table.add_row(columns.iter().map(|column| {
            let cell = Cell::new((column.cell)(arm, screen));
            match column.kind {
                Kind::Number => cell.set_alignment(CellAlignment::Right),
                Kind::Word | Kind::List => cell,
            }
        }));
    }
    for (drawn, column) in table.column_iter_mut().zip(columns) {
        drawn.set_padding((0, 1));
        if column.kind != Kind::List {
            drawn.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    match width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
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
