//! `flywheel run`: plan, drive, store, sum up.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use eval_runner::{Bench, Plan, RunFacts, Selection, Settings, Slice};
use eval_scenario::Suite;
use eval_store::{Durability, Run, RunWriter};
use eval_trace::{Manifest, RunStatus};

use crate::args::RunArgs;
use crate::begun::Begun;
use crate::conclude::conclude;
use crate::interrupt::stop_on_interrupt;
use crate::live::{Live, Told};
use crate::run_folder::{self, Claim};
use crate::screen::Screen;
use crate::show::words::{plural, quoted};
use crate::show::{Progress, dry_run};
use crate::status::Status;

pub(crate) fn run(args: &RunArgs, screen: Screen) -> anyhow::Result<Status> {
    let bench = Bench::set_up(Suite::load(&args.suite)?)?;
    let plan = Plan::new(&bench, &selection(args))?;
    let slice = args.shard.map_or_else(|| Slice::whole(&plan), |shard| Slice::shard(&plan, shard));
    if slice.is_empty() {
        screen.note("nothing to run: no trial of the suite is left by the selection");
        return Ok(Status::NothingRan);
    }
    let manifest = manifest(args, &bench, &slice);
    if args.dry_run {
        dry_run::show(&bench, &plan, &manifest, args.format, screen)?;
        return Ok(Status::Fine);
    }
    let durability = durability(args, &manifest);
    let (dir, writer, slice) = match run_folder::claim(args.out.as_deref(), manifest.clone())? {
        Claim::Finished { run } => {
            let dir = run.dir().display();
            screen.note(format!("{dir} already holds this run, finished; nothing was run"));
            return conclude(&run, args.format, screen);
        }
        Claim::Begin { dir, manifest } => {
            (dir.clone(), RunWriter::create(&dir, manifest, durability)?, slice)
        }
        Claim::Resume { dir, manifest } => {
            let slice = run_folder::last_generation(&dir, &manifest, &plan)?;
            let writer = resume(&dir, durability, &slice, screen)?;
            (dir, writer, slice)
        }
        Claim::Extend { run } => {
            let slice = run_folder::missing(&run, &plan)?;
            let writer = extend(&run, manifest, &slice, durability, screen)?;
            (run.dir().to_owned(), writer, slice)
        }
    };
    let stop = stop_on_interrupt()?;
    let status = drive(args, &bench, &slice, writer, &stop, screen)
        .map_err(|error| with_what_is_kept(&error, args, &dir))?;
    let concluded = conclude(&Run::open(&dir)?, args.format, screen)?;
    if args.out.is_none()
        && let Err(error) = run_folder::point_latest_at(&dir)
    {
        screen.note(format!("warning: {error:#}"));
    }
    if status == RunStatus::Complete {
        return Ok(concluded);
    }
    screen.note(format!("go on: {}", screen.command_err(command(args))));
    Ok(Status::Interrupted)
}

/// What is stored of the run before its first trial.
fn manifest(args: &RunArgs, bench: &Bench, slice: &Slice<'_>) -> Manifest {
    let plan = slice.plan();
    Manifest {
        planned: slice.len(),
        shard: args.shard,
        generations: vec![plan.generation(slice.len(), 0)],
        ..plan.manifest(bench, facts(&args.suite, plan))
    }
}

/// What cost money has to survive more than what can be had again for nothing.
fn durability(args: &RunArgs, manifest: &Manifest) -> Durability {
    let costs = manifest.models.iter().any(|model| !model.simulated);
    if args.durable || costs { Durability::Power } else { Durability::Process }
}

fn resume(
    dir: &Path,
    durability: Durability,
    slice: &Slice<'_>,
    screen: Screen,
) -> anyhow::Result<RunWriter> {
    let (writer, recovered) = RunWriter::resume(dir, durability)?;
    let there = writer.n_recorded();
    let torn = match recovered.torn_bytes {
        0 => String::new(),
        bytes => format!("; {} of a torn journal cut off", plural(bytes, "byte")),
    };
    screen.note(format!(
        "going on with {}: {there} of {} there ({} from its journal{torn})",
        dir.display(),
        plural(slice.len(), "trial"),
        recovered.journaled,
    ));
    Ok(writer)
}

fn extend(
    run: &Run,
    manifest: Manifest,
    slice: &Slice<'_>,
    durability: Durability,
    screen: Screen,
) -> anyhow::Result<RunWriter> {
    let dir = run.dir();
    screen.note(format!(
        "extending {}: {} of {} there",
        dir.display(),
        run.manifest().finished,
        plural(slice.plan().len(), "trial"),
    ));
    let mut generations = run.manifest().generations.clone();
    let first_part = run.manifest().tables.iter().map(|file| file.part + 1).max().unwrap_or(0);
    generations.push(slice.plan().generation(slice.len(), first_part));
    Ok(RunWriter::extend(dir, Manifest { generations, ..manifest }, durability)?)
}

/// An error in the middle of a run leaves what was finished before, and says so.
fn with_what_is_kept(error: &anyhow::Error, args: &RunArgs, dir: &Path) -> anyhow::Error {
    if !dir.exists() {
        return anyhow::anyhow!("{error:#}");
    }
    let (dir, command) = (dir.display(), command(args));
    anyhow::anyhow!("{error:#}\nwhat was finished is kept in {dir}; to go on: {command}")
}

/// The command that goes on with the run: the one that began it.
fn command(args: &RunArgs) -> String {
    let mut words = vec!["flywheel run".to_owned(), quoted(&args.suite.display().to_string())];
    words.extend(args.filter.iter().map(|text| format!("--filter {}", quoted(text))));
    words.extend(args.arm.iter().map(|name| format!("--arm {}", quoted(name))));
    words.extend(args.epochs.iter().map(|n| format!("--epochs {n}")));
    words.extend(args.seed.iter().map(|n| format!("--seed {n}")));
    words.extend(args.limit.iter().map(|n| format!("--limit {n}")));
    words.extend(args.shard.iter().map(|shard| format!("--shard {shard}")));
    words.extend(args.threads.iter().map(|n| format!("--threads {n}")));
    words.extend(args.durable.then(|| "--durable".to_owned()));
    words.extend(
        args.events.iter().map(|f| format!("--events {}", quoted(&f.display().to_string()))),
    );
    words
        .extend(args.out.iter().map(|dir| format!("--out {}", quoted(&dir.display().to_string()))));
    words.join(" ")
}

fn selection(args: &RunArgs) -> Selection {
    Selection {
        filter: args.filter.clone(),
        arms: args.arm.clone(),
        epochs: args.epochs,
        seed: args.seed,
        limit: args.limit,
    }
}

fn drive(
    args: &RunArgs,
    bench: &Bench,
    slice: &Slice<'_>,
    writer: RunWriter,
    stop: &AtomicBool,
    screen: Screen,
) -> anyhow::Result<RunStatus> {
    let live = args.events.as_deref().map(Live::open).transpose()?;
    let sink = Told { writer, live };
    let progress = Progress::new(args.quiet, screen);
    let settings = Settings { threads: threads(args), stop };
    let ran = eval_runner::run(bench, slice, settings, &sink, &|event| progress.show(&event));
    progress.clear();
    // A failed writer refuses to go on; the first error is the one to show.
    ran?;
    if let Some(error) = sink.live.as_ref().and_then(Live::failure) {
        screen.note(format!("warning: the live view broke off: {error}"));
    }
    Ok(sink.writer.finish()?.status)
}

fn threads(args: &RunArgs) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    args.threads.map_or_else(cores, usize::from)
}

fn facts(suite: &Path, plan: &Plan) -> RunFacts {
    let Begun { run_id, created } = Begun::now(plan.hash);
    RunFacts {
        run_id,
        created,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        git_commit: git_commit(suite.parent().unwrap_or(Path::new("."))),
    }
}

fn git_commit(folder: &Path) -> Option<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let output = std::process::Command::new("git")
        .args(["rev-parse", "HEAD"])
        .current_dir(folder)
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
