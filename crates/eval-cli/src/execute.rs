//! Bringing a plan to a stored run: begun, gone on with, or extended.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use eval_runner::{Bench, Plan, RunFacts, Selection, Settings, Slice};
use eval_store::{Durability, Run, RunWriter};
use eval_trace::{Manifest, RunStatus};

use crate::args::RunArgs;
use crate::begun::Begun;
use crate::interrupt::stop_on_interrupt;
use crate::live::{Live, Told};
use crate::run_folder::{self, Claim};
use crate::screen::Screen;
use crate::show::Progress;
use crate::show::words::{plural, quoted};

/// A plan that was executed.
pub(crate) struct Executed {
    /// The run's folder.
    pub(crate) dir: PathBuf,
    /// How far it got.
    pub(crate) status: RunStatus,
    /// Whether it was there, finished, and nothing was run.
    was_there: bool,
}

impl Executed {
    /// `runs/latest` points at the run, where it was made among the others.
    pub(crate) fn point_latest(&self, args: &RunArgs, screen: Screen) {
        if args.out.is_none()
            && !self.was_there
            && let Err(error) = run_folder::point_latest_at(&self.dir)
        {
            screen.note(format!("warning: {error:#}"));
        }
    }
}

/// The part of a plan that is to be run here.
pub(crate) fn slice_of<'a>(plan: &'a Plan, args: &RunArgs) -> Slice<'a> {
    args.shard.map_or_else(|| Slice::whole(plan), |shard| Slice::shard(plan, shard))
}

/// Executes a plan: runs what of it is not stored yet.
pub(crate) fn execute(
    args: &RunArgs,
    bench: &Bench,
    plan: &Plan,
    screen: Screen,
) -> anyhow::Result<Executed> {
    let slice = slice_of(plan, args);
    let manifest = manifest(args, bench, &slice);
    let durability = durability(args, &manifest);
    let (dir, writer, slice) = match run_folder::claim(args.out.as_deref(), manifest.clone())? {
        Claim::Finished { run } => {
            let dir = run.dir().to_owned();
            screen.note(format!(
                "{} already holds this run, finished; nothing was run",
                dir.display()
            ));
            return Ok(Executed { dir, status: RunStatus::Complete, was_there: true });
        }
        Claim::Begin { dir, manifest } => {
            (dir.clone(), RunWriter::create(&dir, manifest, durability)?, slice)
        }
        Claim::Resume { dir, manifest } => {
            let slice = run_folder::last_generation(&dir, &manifest, plan)?;
            let writer = resume(&dir, durability, &slice, screen)?;
            (dir, writer, slice)
        }
        Claim::Extend { run } => {
            let slice = run_folder::missing(&run, plan)?;
            let writer = extend(&run, manifest, &slice, durability, screen)?;
            (run.dir().to_owned(), writer, slice)
        }
    };
    let stop = stop_on_interrupt()?;
    let status = drive(args, bench, &slice, writer, &stop, screen)
        .map_err(|error| with_what_is_kept(&error, args, &dir))?;
    Ok(Executed { dir, status, was_there: false })
}

/// What is stored of the run before its first trial.
pub(crate) fn manifest(args: &RunArgs, bench: &Bench, slice: &Slice<'_>) -> Manifest {
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
pub(crate) fn command(args: &RunArgs) -> String {
    let mut words = vec!["flywheel run".to_owned(), quoted(&args.suite.display().to_string())];
    words.extend(args.filter.iter().map(|text| format!("--filter {}", quoted(text))));
    words.extend(args.arm.iter().map(|name| format!("--arm {}", quoted(name))));
    words.extend(args.epochs.iter().map(|n| format!("--epochs {n}")));
    words.extend(args.seed.iter().map(|n| format!("--seed {n}")));
    words.extend(args.limit.iter().map(|n| format!("--limit {n}")));
    words.extend(args.shard.iter().map(|shard| format!("--shard {shard}")));
    words.extend(args.threads.iter().map(|n| format!("--threads {n}")));
    if args.early.until_decided {
        words.push(format!("--until-decided --looks {}", args.early.looks));
        words.extend(
            args.early.gate.iter().map(|f| format!("--gate {}", quoted(&f.display().to_string()))),
        );
        words.extend(
            args.early
                .prices
                .iter()
                .map(|f| format!("--prices {}", quoted(&f.display().to_string()))),
        );
    }
    words.extend(args.durable.then(|| "--durable".to_owned()));
    words.extend(
        args.events.iter().map(|f| format!("--events {}", quoted(&f.display().to_string()))),
    );
    words
        .extend(args.out.iter().map(|dir| format!("--out {}", quoted(&dir.display().to_string()))));
    words.join(" ")
}

pub(crate) fn selection(args: &RunArgs) -> Selection {
    Selection {
        filter: args.filter.clone(),
        arms: args.arm.clone(),
        epochs: args.epochs,
        seed: args.seed,
        limit: args.limit,
        look: None,
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
