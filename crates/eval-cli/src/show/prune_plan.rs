//! Which runs went, or would go.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde_json::json;

use crate::args::{Format, PruneArgs};
use crate::measures::{Size, size};
use crate::pruning::{Choice, Kept, Why};
use crate::runs_in::RunFolder;
use crate::screen::Screen;
use crate::show::plain_table::Head;
use crate::show::run_table::{age, name, status, table};
use crate::show::words::{plural, quoted};

/// What is to be shown.
pub(crate) struct Pruned<'a> {
    pub(crate) folder: &'a Path,
    /// The runs there were.
    pub(crate) runs: &'a [RunFolder],
    /// What would go, or went.
    pub(crate) choice: Choice<'a>,
    /// What an interrupted prune had left, with its bytes.
    pub(crate) leftovers: Vec<(PathBuf, u64)>,
    /// What to type to do it, where it was not done.
    pub(crate) command: Option<String>,
    /// What could not be deleted.
    pub(crate) failed: Vec<String>,
    /// What the runs should have come down to.
    pub(crate) at_most: Option<&'a Size>,
}

const HEADS: [Head; 5] =
    [("run", false), ("age", true), ("status", false), ("size", true), ("why", false)];

pub(crate) fn show(
    pruned: &Pruned<'_>,
    now: Timestamp,
    args: &PruneArgs,
    screen: Screen,
) -> anyhow::Result<()> {
    match args.format {
        Format::Json => screen.print(serde_json::to_string_pretty(&as_json(pruned))?)?,
        Format::Human => {
            if !pruned.choice.go.is_empty() {
                let rows = pruned.choice.go.iter().map(|(run, why)| {
                    vec![
                        name(run),
                        age(run, now),
                        status(run.condition, screen),
                        size(run.bytes),
                        words_for(*why, args),
                    ]
                });
                screen.print(table(&HEADS, rows.collect(), screen))?;
                screen.print("")?;
            }
            screen.print(foot(pruned, screen))?;
        }
    }
    Ok(())
}

impl Pruned<'_> {
    fn bytes_of_runs(&self) -> u64 {
        self.choice.go.iter().map(|(run, _)| run.bytes).sum()
    }

    fn bytes_of_leftovers(&self) -> u64 {
        self.leftovers.iter().map(|(_, bytes)| bytes).sum()
    }

    fn bytes_left(&self) -> u64 {
        self.choice.bytes_left(self.runs)
    }
}

fn as_json(pruned: &Pruned<'_>) -> serde_json::Value {
    let run = |run: &RunFolder, why: &str| {
        json!({
            "run": run.name(),
            "dir": run.dir.display().to_string(),
            "run_id": run.facts.as_ref().map(|facts| &facts.run_id),
            "created": run.facts.as_ref().map(|facts| &facts.created),
            "status": run.condition.word(),
            "bytes": run.bytes,
            "why": why,
        })
    };
    let leftover =
        |(dir, bytes): &(PathBuf, u64)| json!({ "dir": dir.display().to_string(), "bytes": bytes });
    json!({
        "schema_version": eval_trace::SCHEMA_VERSION,
        "dir": pruned.folder.display().to_string(),
        "deleted": pruned.command.is_none(),
        "runs": pruned.choice.go.iter().map(|(r, why)| run(r, key(*why))).collect::<Vec<_>>(),
        "kept": pruned.choice.kept.iter().map(|(r, kept)| run(r, key_kept(*kept))).collect::<Vec<_>>(),
        "leftovers": pruned.leftovers.iter().map(leftover).collect::<Vec<_>>(),
        "bytes": pruned.bytes_of_runs() + pruned.bytes_of_leftovers(),
        "bytes_left": pruned.bytes_left(),
        "failed": pruned.failed,
        "command": pruned.command,
    })
}

fn key(why: Why) -> &'static str {
    match why {
        Why::Named => "named",
        Why::Old => "old",
        Why::Room => "room",
    }
}

fn key_kept(kept: Kept) -> &'static str {
    match kept {
        Kept::Writing => "writing",
        Kept::Unfinished => "unfinished",
        Kept::Undated => "undated",
        Kept::Doubtful => "doubtful",
    }
}

fn words_for(why: Why, args: &PruneArgs) -> String {
    match (why, &args.older_than, &args.keep_at_most) {
        (Why::Old, Some(age), _) => format!("older than {age}"),
        (Why::Room, _, Some(size)) => format!("to keep {size}"),
        (Why::Named | Why::Old | Why::Room, _, _) => "named".to_owned(),
    }
}

fn foot(pruned: &Pruned<'_>, screen: Screen) -> String {
    let mut lines: Vec<String> =
        pruned.choice.kept.iter().map(|(run, why)| kept(run, *why)).collect();
    let n_runs = pruned.choice.go.len();
    let goes = format!("{}, {}", plural(n_runs as u64, "run"), size(pruned.bytes_of_runs()));
    let n_left = (pruned.runs.len() - n_runs) as u64;
    let stays = format!("{}, {}", plural(n_left, "run"), size(pruned.bytes_left()));
    lines.push(match (n_runs, pruned.command.is_some()) {
        (0, true) => format!("nothing would go; what stays: {stays}"),
        (_, true) => format!("would go: {goes}; would stay: {stays}"),
        (0, false) => format!("deleted nothing; what stays: {stays}"),
        (_, false) => format!("deleted: {goes}; what stays: {stays}"),
    });
    if !pruned.leftovers.is_empty() {
        let n = plural(pruned.leftovers.len() as u64, "folder");
        let bytes = size(pruned.bytes_of_leftovers());
        let goes = if pruned.command.is_some() { "would go" } else { "deleted" };
        lines.push(format!("{goes} too: {n} that an interrupted prune left, {bytes}"));
    }
    if let Some(at_most) = pruned.at_most.filter(|most| pruned.bytes_left() > most.bytes) {
        lines.push(format!("that is still more than {at_most}"));
    }
    if let Some(command) = &pruned.command
        && n_runs + pruned.leftovers.len() > 0
    {
        lines.push(format!("nothing was deleted; to do it: {}", screen.command(command)));
    }
    lines.join("\n")
}

fn kept(run: &RunFolder, why: Kept) -> String {
    let reason = match why {
        Kept::Writing => "it is being written".to_owned(),
        Kept::Unfinished => "it can be gone on with (--unfinished takes such runs too)".to_owned(),
        Kept::Undated => {
            format!("nobody knows how old it is (--run {} takes it)", quoted(&name(run)))
        }
        Kept::Doubtful => "it has the manifest of no run, and nothing in it is a run's".to_owned(),
    };
    format!("kept {}: {reason}", name(run))
}
