//! The runs in a folder.

use std::path::Path;

use jiff::Timestamp;
use serde_json::json;

use crate::args::Format;
use crate::measures::{age_of, size};
use crate::run_folder::{LATEST, RUNS};
use crate::runs_in::{Condition, RunFolder};
use crate::screen::Screen;
use crate::show::plain_table::{Head, draw};
use crate::show::words::{plural, quoted, safe};

const HEADS: [Head; 7] = [
    ("run", false),
    ("suite", false),
    ("age", true),
    ("status", false),
    ("trials", true),
    ("arms", true),
    ("size", true),
];

/// Shows runs, the newest of which comes first.
pub(crate) fn show(
    runs: &[RunFolder],
    folder: &Path,
    now: Timestamp,
    format: Format,
    screen: Screen,
) -> anyhow::Result<()> {
    match format {
        Format::Json => {
            let text = serde_json::to_string_pretty(&json!({
                "schema_version": eval_trace::SCHEMA_VERSION,
                "dir": folder.display().to_string(),
                "runs": runs.iter().map(as_json).collect::<Vec<_>>(),
            }))?;
            screen.print(text)?;
        }
        Format::Human if runs.is_empty() => screen.print(nothing(folder, screen))?,
        Format::Human => {
            let rows = runs.iter().map(|run| row(run, now, screen)).collect();
            screen.print(table(&HEADS, rows, screen))?;
            screen.print(foot(runs, folder, screen))?;
        }
    }
    Ok(())
}

fn as_json(run: &RunFolder) -> serde_json::Value {
    let facts = run.facts.as_ref();
    json!({
        "run": run.name(),
        "dir": run.dir.display().to_string(),
        "run_id": facts.map(|facts| &facts.run_id),
        "suite": facts.map(|facts| &facts.suite),
        "created": facts.map(|facts| &facts.created),
        "status": run.condition.word(),
        "finished": facts.map(|facts| facts.finished),
        "planned": facts.map(|facts| facts.planned),
        "shard": facts.and_then(|facts| facts.shard).map(|shard| shard.to_string()),
        "arms": facts.map(|facts| &facts.arms),
        "bytes": run.bytes,
        "latest": run.is_latest,
        "problem": run.problem,
    })
}

fn nothing(folder: &Path, screen: Screen) -> String {
    let suite = "flywheel run scenarios/sre-triage/suite.toml";
    let begin = if folder == Path::new(RUNS) {
        suite.to_owned()
    } else {
        format!("{suite} --out {}", quoted(&folder.join("first").display().to_string()))
    };
    format!("no runs in {} yet; begin one: {}", folder.display(), screen.command(begin))
}

fn row(run: &RunFolder, now: Timestamp, screen: Screen) -> Vec<String> {
    let unknown = || "–".to_owned();
    let facts = run.facts.as_ref();
    let mark = if run.is_latest { " *" } else { "" };
    let shard = facts.and_then(|facts| facts.shard);
    let shard = shard.map_or_else(String::new, |shard| format!(" {shard}"));
    vec![
        format!("{}{mark}", name(run)),
        facts.map_or_else(unknown, |facts| one_line(&facts.suite) + &shard),
        age(run, now),
        status(run.condition, screen),
        facts.map_or_else(unknown, |facts| format!("{}/{}", facts.finished, facts.planned)),
        facts.map_or_else(unknown, |facts| facts.arms.len().to_string()),
        size(run.bytes),
    ]
}

pub(super) fn name(run: &RunFolder) -> String {
    one_line(&run.name())
}

/// A name stays in its row, whatever is in it.
fn one_line(text: &str) -> String {
    safe(text).replace('\n', "\\n").replace('\t', "\\t")
}

pub(super) fn age(run: &RunFolder, now: Timestamp) -> String {
    run.created().map_or_else(|| "–".to_owned(), |created| age_of(created, now))
}

pub(super) fn status(condition: Condition, screen: Screen) -> String {
    match condition {
        Condition::Complete => screen.good(condition.word()),
        Condition::Writing | Condition::Stopped => condition.word().to_owned(),
        Condition::Newer | Condition::Damaged => screen.bad(condition.word()),
    }
}

fn foot(runs: &[RunFolder], folder: &Path, screen: Screen) -> String {
    let bytes = runs.iter().map(|run| run.bytes).sum();
    let n_runs = plural(runs.len() as u64, "run");
    let has_latest = runs.iter().any(|run| run.is_latest);
    let latest = folder.join(LATEST);
    let mark = if has_latest { format!("; * is {}", latest.display()) } else { String::new() };
    let foot = format!("\n{n_runs}, {} in {}{mark}", size(bytes), folder.display());
    // What cannot be shown as it is cannot be typed as it is shown.
    let can_be_typed = |run: &&RunFolder| run.facts.is_some() && name(run) == run.name();
    let Some(first) = runs.iter().find(can_be_typed) else { return foot };
    let show = format!("flywheel show {}", quoted(&first.dir.display().to_string()));
    format!("{foot}\nnext: {}", screen.command(show))
}

/// Columns where nobody says how many there are.
const USUAL: u16 = 80;

/// A table, closer together where it would be too wide; each row as a few lines
/// where the terminal is too narrow even for that.
pub(super) fn table(heads: &[Head], rows: Vec<Vec<String>>, screen: Screen) -> String {
    let width = usize::from(screen.width().unwrap_or(USUAL));
    let fits = |drawn: &str| drawn.lines().all(|line| console::measure_text_width(line) <= width);
    let airy = draw(heads, rows.clone(), 2, None, screen);
    if fits(&airy) {
        return airy;
    }
    let dense = draw(heads, rows.clone(), 1, None, screen);
    if fits(&dense) || screen.width().is_none() {
        return dense;
    }
    let blocks: Vec<String> = rows.into_iter().map(|row| block(heads, row, screen)).collect();
    blocks.join("\n")
}

fn block(heads: &[Head], row: Vec<String>, screen: Screen) -> String {
    let mut cells = row.into_iter();
    let mut lines = vec![screen.bold(cells.next().unwrap_or_default())];
    let rest = cells.zip(heads.iter().skip(1));
    lines.extend(rest.map(|(cell, (head, _))| format!("  {head:<7} {cell}")));
    lines.join("\n")
}
