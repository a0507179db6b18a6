//! The summary as a table that is read in five seconds.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use eval_findings::{ArmSummary, RunSummary};

use crate::screen::Screen;
use crate::show::words::{counts, percent};

const HEADER: [&str; 9] =
    ["arm", "trials", "success", "verified", "outcomes", "turns", "calls", "refused", "stopped"];

pub(crate) fn table(summary: &RunSummary, screen: &Screen) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY);
    table.set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(HEADER.iter().map(|word| screen.bold(word)));
    for arm in &summary.arms {
        table.add_row(vec![
            Cell::new(&arm.name),
            right(arm.trials),
            Cell::new(success(arm, screen)),
            right(verified(arm)),
            Cell::new(counts(&arm.outcomes)),
            right(mean(arm.mean_turns)),
            right(mean(arm.mean_tool_calls)),
            right(arm.refusals),
            Cell::new(counts(&arm.stops)),
        ]);
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

fn success(arm: &ArmSummary, screen: &Screen) -> String {
    let count = format!("{}/{}", arm.success, arm.scored);
    let Some(rate) = arm.rate else { return format!("– {count}") };
    let interval = match arm.interval {
        Some([low, high]) => format!("[{}, {}]", percent(low), percent(high)),
        None => "–".to_owned(),
    };
    let text = format!("{:>5} % {interval} {count}", percent(rate));
    if arm.success == arm.scored {
        screen.good(text)
    } else if arm.success == 0 {
        screen.bad(text)
    } else {
        text
    }
}

fn verified(arm: &ArmSummary) -> String {
    if arm.verifiable == 0 { "–".to_owned() } else { format!("{}/{}", arm.verified, arm.verifiable) }
}

fn mean(mean: Option<f64>) -> String {
    mean.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.1}"))
}

fn right(value: impl ToString) -> Cell {
    Cell::new(value.to_string()).set_alignment(CellAlignment::Right)
}
