//! What checking a run found.

use std::path::Path;

use eval_store::{FileCheck, JournalCheck, Leftover, LeftoverKind, PartCheck, Verification};
use eval_trace::RunStatus;
use serde_json::{Value, json};

use crate::again;
use crate::args::Format;
use crate::measures::size;
use crate::merge_mark;
use crate::screen::Screen;
use crate::show::words::{plural, safe};

/// Shows what was found of the run in `dir`.
pub(crate) fn show(
    found: &Verification,
    dir: &Path,
    format: Format,
    screen: Screen,
) -> anyhow::Result<()> {
    match format {
        Format::Json => screen.print(serde_json::to_string_pretty(&as_json(found, dir))?)?,
        Format::Human => {
            let mut lines = vec![head(found, dir)];
            lines.extend(
                faults(found)
                    .into_iter()
                    .map(|fault| format!("{} {}", screen.bad("damaged:"), safe(&fault))),
            );
            lines.extend(found.leftovers.iter().map(|leftover| left(leftover, found)));
            lines.extend(lost(found).map(|lost| format!("{} {lost}", screen.bad("lost:"))));
            lines.push(format!("{} {}", screen.good("good:"), good(found)));
            lines.extend(
                next(found, dir)
                    .map(|(why, command)| format!("{why}: {}", screen.command(command))),
            );
            screen.print(lines.join("\n"))?;
        }
    }
    Ok(())
}

// ── for people ────────────────────────────────────────────────────────────

fn head(found: &Verification, dir: &Path) -> String {
    let manifest = &found.manifest;
    let bytes = manifest.tables.iter().map(|file| file.bytes).fold(0, u64::saturating_add);
    format!(
        "{}: {}, {} of {} in {}, {}",
        dir.display(),
        condition(found),
        manifest.finished,
        plural(manifest.planned, "trial"),
        plural(found.parts.len() as u64, "part"),
        size(bytes),
    )
}

fn condition(found: &Verification) -> &'static str {
    match found.manifest.status {
        _ if found.is_being_written => "being written",
        RunStatus::Complete => "complete",
        RunStatus::Incomplete => "stopped",
        RunStatus::Running => "unfinished, and its process died",
    }
}

/// Each fault as a sentence about a file or a part.
fn faults(found: &Verification) -> Vec<String> {
    let of_manifest = found.manifest_faults.iter().map(|fault| format!("manifest.json {fault}"));
    let mut faults: Vec<String> = of_manifest.collect();
    for part in &found.parts {
        let of_file = |file: &FileCheck| {
            let fault = file.fault.as_ref()?;
            Some(format!("{} {fault}", file.listed.file))
        };
        faults.extend(part.files.iter().filter_map(of_file));
        faults.extend(part.faults.iter().map(|fault| format!("part {}: {fault}", part.part)));
    }
    for leftover in &found.leftovers {
        if let LeftoverKind::Journal(JournalCheck { fault: Some(fault), .. }) = &leftover.kind {
            faults.push(format!("{} {fault}", leftover.file));
        }
    }
    faults
}

fn left(leftover: &Leftover, found: &Verification) -> String {
    let Leftover { file, bytes, kind } = leftover;
    match kind {
        LeftoverKind::Journal(journal) => {
            let torn = match journal.torn_bytes {
                0 => String::new(),
                torn => format!("; {} at its end make no whole trial", plural(torn, "byte")),
            };
            let trials = plural(journal.trials, "finished trial");
            format!("journal:  {file} holds {trials} of part {}{torn}", journal.part)
        }
        // The writer takes it away itself, or lists it.
        _ if found.is_being_written => format!("written:  {file}, {}", size(*bytes)),
        LeftoverKind::SealedJournal | LeftoverKind::Unfinished | LeftoverKind::UnlistedTable => {
            format!("left over: {file}, {}, is no part of the run", size(*bytes))
        }
    }
}

/// What damaged parts held.
fn lost(found: &Verification) -> Option<String> {
    let parts: Vec<&PartCheck> = found.damaged().collect();
    if parts.is_empty() {
        return None;
    }
    let of = |part: &&PartCheck| {
        let PartCheck { part, first_trial, trials, .. } = part;
        format!("part {part} with {} from place {first_trial} of the run", plural(*trials, "trial"))
    };
    let trials = plural(n_trials(found.damaged()), "trial");
    let named: Vec<String> = parts.iter().map(of).collect();
    Some(format!("{trials} in {}: {}", plural(parts.len() as u64, "part"), named.join(", ")))
}

fn good(found: &Verification) -> String {
    let parts = plural(found.good().count() as u64, "part");
    format!("{} in {parts}, as they were written", plural(n_trials(found.good()), "trial"))
}

/// What to type next, and why.
fn next(found: &Verification, dir: &Path) -> Option<(&'static str, String)> {
    let manifest = &found.manifest;
    let command = |out: &Path| again::command(manifest, manifest.shard, out);
    if found.damaged().next().is_some() {
        let mut beside = dir.as_os_str().to_owned();
        beside.push("-again");
        return Some(("to have all of it again", command(Path::new(&beside))));
    }
    let unfinished = manifest.status != RunStatus::Complete && !found.is_being_written;
    let may_go_on = found.is_good() && unfinished && !merge_mark::is_there(dir);
    may_go_on.then(|| ("go on", command(dir)))
}

// ── for programs ──────────────────────────────────────────────────────────

fn as_json(found: &Verification, dir: &Path) -> Value {
    let manifest = &found.manifest;
    let words: Vec<String> = found.manifest_faults.iter().map(ToString::to_string).collect();
    json!({
        "schema_version": eval_trace::SCHEMA_VERSION,
        "dir": dir.display().to_string(),
        "run_id": manifest.run_id,
        "status": manifest.status,
        "is_being_written": found.is_being_written,
        "is_good": found.is_good(),
        "planned": manifest.planned,
        "finished": manifest.finished,
        "trials_good": n_trials(found.good()),
        "trials_lost": n_trials(found.damaged()),
        "parts_good": found.good().count(),
        "parts_damaged": found.damaged().count(),
        "manifest_faults": words,
        "parts": found.parts.iter().map(part_json).collect::<Vec<_>>(),
        "leftovers": found.leftovers.iter().map(leftover_json).collect::<Vec<_>>(),
    })
}

fn part_json(part: &PartCheck) -> Value {
    let file = |file: &FileCheck| {
        json!({
            "table": file.listed.table,
            "file": file.listed.file,
            "rows": file.listed.rows,
            "bytes": file.listed.bytes,
            "fault": file.fault.as_ref().map(ToString::to_string),
        })
    };
    json!({
        "part": part.part,
        "is_good": !part.is_damaged(),
        "first_trial": part.first_trial,
        "trials": part.trials,
        "provisional": part.provisional,
        "files": part.files.iter().map(file).collect::<Vec<_>>(),
        "faults": part.faults.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

fn leftover_json(leftover: &Leftover) -> Value {
    let (kind, journal) = match &leftover.kind {
        LeftoverKind::Journal(journal) => ("journal", Some(journal)),
        LeftoverKind::SealedJournal => ("sealed_journal", None),
        LeftoverKind::Unfinished => ("unfinished", None),
        LeftoverKind::UnlistedTable => ("unlisted_table", None),
    };
    json!({
        "file": leftover.file,
        "bytes": leftover.bytes,
        "kind": kind,
        "part": journal.map(|journal| journal.part),
        "trials": journal.map(|journal| journal.trials),
        "torn_bytes": journal.map(|journal| journal.torn_bytes),
        "fault": journal.and_then(|journal| Some(journal.fault.as_ref()?.to_string())),
    })
}

fn n_trials<'a>(parts: impl Iterator<Item = &'a PartCheck>) -> u64 {
    parts.map(|part| part.trials).fold(0, u64::saturating_add)
}
