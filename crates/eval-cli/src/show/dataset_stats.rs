//! What there is in a file of training data.

use eval_dataset::RowFile;
use eval_formats::{Spread, Summary};
use serde_json::{Value, json};

use crate::screen::Screen;
use crate::show::plain_table::{Head, table};
use crate::show::words::{plural, safe};

/// A file, what is in it, and how many of its lines are no rows.
pub(crate) type Found = (RowFile, Summary, u64);

/// File by file: counts, lengths, tools.
pub(crate) fn tell(found: &[Found], counter: &str, screen: Screen) -> String {
    let files = found.iter().map(|found| tell_file(found, counter, screen));
    files.collect::<Vec<_>>().join("\n\n")
}

fn tell_file((file, summary, unread): &Found, counter: &str, screen: Screen) -> String {
    let path = file.path.display().to_string();
    let mut lines = vec![format!(
        "{}  {}, {}",
        screen.bold(safe(&path)),
        file.format.name(),
        plural(summary.rows, "row")
    )];
    if *unread > 0 {
        lines.push(screen.bad(format!(
            "{} cannot be read as rows and stand in no number; see `flywheel dataset check`",
            plural(*unread, "line")
        )));
    }
    let heads: [Head; 7] = [
        ("", false),
        ("total", true),
        ("min", true),
        ("median", true),
        ("90 %", true),
        ("99 %", true),
        ("max", true),
    ];
    let rows = [
        ("turns", &summary.turns),
        ("tokens", &summary.tokens),
        ("tokens trained", &summary.tokens_trained),
    ];
    let rows = rows.into_iter().map(|(what, spread)| spread_row(what, spread)).collect();
    lines.push(table(&heads, rows, screen));
    lines.push(format!(
        "tokens by {counter}, without what a chat template adds; {} trained, {} not",
        plural(summary.trained_turns, "turn"),
        summary.untrained_turns
    ));
    lines.push(format!(
        "rows with parallel calls {}, with text beside calls {}, with reasoning {}",
        summary.rows_with_parallel_calls,
        summary.rows_with_text_beside_calls,
        summary.rows_with_reasoning
    ));
    if summary.good + summary.bad > 0 {
        lines.push(format!("labels: {} good, {} bad", summary.good, summary.bad));
    }
    let pairs = &summary.pairs;
    if pairs.chosen_longer + pairs.equal + pairs.rejected_longer > 0 {
        lines.push(format!(
            "pairs: chosen longer {}, rejected longer {}, equal {}",
            pairs.chosen_longer, pairs.rejected_longer, pairs.equal
        ));
    }
    if !summary.tools.is_empty() {
        let heads: [Head; 3] = [("tool", false), ("offered", true), ("called", true)];
        let rows = summary
            .tools
            .iter()
            .map(|(tool, used)| vec![safe(tool), used.offered.to_string(), used.calls.to_string()]);
        lines.push(String::new());
        lines.push(table(&heads, rows.collect(), screen));
    }
    lines.join("\n")
}

fn spread_row(what: &str, spread: &Spread) -> Vec<String> {
    let numbers = [spread.total, spread.min, spread.median, spread.p90, spread.p99, spread.max];
    let numbers = numbers.iter().map(ToString::to_string);
    std::iter::once(what.to_owned()).chain(numbers).collect()
}

/// The same for programs.
pub(crate) fn json(found: &[Found], counter: &str) -> Value {
    let files = found.iter().map(|(file, summary, unread)| {
        json!({
            "path": file.path.display().to_string(),
            "summary": summary,
            "unread": unread,
        })
    });
    json!({ "schema_version": 1, "tokens_by": counter, "files": files.collect::<Vec<_>>() })
}
