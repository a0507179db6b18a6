//! `flywheel merge`: the slices of a plan made one run.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::bail;
use eval_store::{Admission, Durability, Run, RunWriter};
use eval_trace::{Generation, Manifest, RunStatus};

use crate::args::MergeArgs;
use crate::begun::Begun;
use crate::conclude::conclude;
use crate::interrupt::stop_on_interrupt;
use crate::merge_mark::{self, Target};
use crate::screen::Screen;
use crate::show::headway::{Headway, Unit};
use crate::show::words::{plural, quoted};
use crate::slices;
use crate::status::Status;

pub(crate) fn merge(args: &MergeArgs, screen: Screen) -> anyhow::Result<Status> {
    let slices = slices::open(&args.runs)?;
    let target = merge_mark::target(&args.out, &slices)?;
    slices::check_bytes(&slices, args.quiet, screen)?;
    let manifest = manifest(&slices, screen);
    let writer = match target {
        Target::Finished => None,
        // What there is can be had again: it need not survive more than a process.
        Target::Begin => Some(RunWriter::create(&args.out, manifest, Durability::Process)?),
        Target::Resume => Some(resume(&args.out, screen)?),
    };
    if let Some(writer) = writer {
        merge_mark::put(&args.out, &slices)?;
        let status = unite(&slices, writer, args.quiet, screen)?;
        if status != RunStatus::Complete {
            screen.note(format!("stopped; go on: {}", screen.command_err(command(args))));
            return Ok(Status::Interrupted);
        }
    }
    merge_mark::take_away(&args.out)?;
    conclude(&Run::open(&args.out)?, args.format, screen)
}

/// The manifest of the run that the slices are parts of.
fn manifest(slices: &[Run], screen: Screen) -> Manifest {
    let first = slices[0].manifest();
    let planned = slices::planned(first);
    let generation = |generation: &Generation| Generation { planned, ..generation.clone() };
    let Begun { run_id, created } = Begun::now(first.plan_hash);
    let mut versions: Vec<&str> = slices.iter().map(|run| &*run.manifest().version).collect();
    versions.dedup();
    if versions.len() > 1 {
        let versions = versions.join(", ");
        screen.note(format!("warning: the slices were made by several versions: {versions}"));
    }
    let one_commit = slices.iter().all(|run| run.manifest().git_commit == first.git_commit);
    Manifest {
        run_id,
        created,
        planned,
        shard: None,
        generations: first.generations.iter().map(generation).collect(),
        version: versions.join(", "),
        git_commit: first.git_commit.clone().filter(|_| one_commit),
        ..first.clone()
    }
}

fn resume(dir: &Path, screen: Screen) -> anyhow::Result<RunWriter> {
    let (writer, _) = RunWriter::resume(dir, Durability::Process)?;
    let there = plural(writer.n_recorded(), "trial");
    screen.note(format!("going on with the merge in {}: {there} there", dir.display()));
    Ok(writer)
}

/// Puts the trials of the slices into the run, in order, until all are there or
/// it is told to stop.
fn unite(
    slices: &[Run],
    writer: RunWriter,
    quiet: bool,
    screen: Screen,
) -> anyhow::Result<RunStatus> {
    let stop = stop_on_interrupt()?;
    let mut headway = Headway::new("merged", Unit::Trials, quiet, screen);
    let united = copy(slices, &writer, &stop, &mut headway);
    headway.clear();
    united?;
    let manifest = writer.finish()?;
    if manifest.status != RunStatus::Complete && !stop.load(Ordering::Relaxed) {
        bail!("the slices have {} of {} trials", manifest.finished, manifest.planned);
    }
    Ok(manifest.status)
}

fn copy(
    slices: &[Run],
    writer: &RunWriter,
    stop: &AtomicBool,
    headway: &mut Headway,
) -> anyhow::Result<()> {
    let planned = slices::planned(slices[0].manifest());
    let trials = slices.iter().flat_map(Run::traces);
    for (index, read) in (0..).zip(trials) {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let (trial, timing) = read?;
        if writer.admit(index) == Admission::Wanted {
            writer.record(index, &trial, &timing)?;
        }
        headway.reach(index + 1, planned);
    }
    Ok(())
}

/// The command that goes on with the merge: the one that began it.
fn command(args: &MergeArgs) -> String {
    let mut words = vec!["flywheel merge".to_owned()];
    words.extend(args.runs.iter().map(|dir| quoted(&dir.display().to_string())));
    words.push(format!("--out {}", quoted(&args.out.display().to_string())));
    words.join(" ")
}
