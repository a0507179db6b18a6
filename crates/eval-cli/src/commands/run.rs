//! `flywheel run`: plan, drive, store, sum up.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use eval_runner::{Bench, Plan, RunFacts, Selection, Settings};
use eval_scenario::Suite;
use eval_store::{Run, RunWriter};
use eval_trace::{Manifest, RunStatus};

use crate::args::{Format, RunArgs};
use crate::run_folder;
use crate::screen::Screen;
use crate::show::{Progress, dry_run, summary};
use crate::status::Status;

pub(crate) fn run(args: &RunArgs, screen: Screen) -> anyhow::Result<Status> {
    let bench = Bench::set_up(Suite::load(&args.suite)?)?;
    let plan = Plan::new(&bench, &selection(args))?;
    if plan.is_empty() {
        screen.note("nothing to run: no trial of the suite is left by the selection");
        return Ok(Status::NothingRan);
    }
    let manifest = plan.manifest(&bench, facts(&args.suite, &plan));
    if args.dry_run {
        dry_run::show(&bench, &plan, &manifest, args.format, screen)?;
        return Ok(Status::Fine);
    }
    let (dir, manifest) = run_folder::claim(args.out.as_deref(), manifest)?;
    if let Some(finished) = run_folder::already_there(&dir, &manifest)? {
        screen.note(format!("{} already holds this run, finished; nothing was run", dir.display()));
        return conclude(&finished, args.format, screen);
    }
    let status = drive(args, &bench, &plan, manifest, &dir, screen)?;
    let concluded = conclude(&Run::open(&dir)?, args.format, screen)?;
    if args.out.is_none()
        && let Err(error) = run_folder::point_latest_at(&dir)
    {
        screen.note(format!("warning: {error:#}"));
    }
    Ok(if status == RunStatus::Complete { concluded } else { Status::Interrupted })
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
    plan: &Plan,
    manifest: Manifest,
    dir: &Path,
    screen: Screen,
) -> anyhow::Result<RunStatus> {
    let stop = stop_on_interrupt()?;
    let mut writer = RunWriter::create(dir, manifest)?;
    let progress = Progress::new(args.quiet, screen);
    let settings = Settings { threads: threads(args), stop: &stop };
    let ran = eval_runner::run(bench, plan, settings, &mut writer, &|event| progress.show(&event));
    progress.clear();
    let status = match &ran {
        Ok(finished) if *finished == plan.len() => RunStatus::Complete,
        Ok(_) | Err(_) => RunStatus::Incomplete,
    };
    // A failed writer refuses to go on; the first error is the one to show.
    ran?;
    writer.finish(status)?;
    Ok(status)
}

fn threads(args: &RunArgs) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    args.threads.map_or_else(cores, usize::from)
}

/// The first interrupt lets what is in flight finish; the second ends at once.
fn stop_on_interrupt() -> anyhow::Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            #[expect(clippy::exit, reason = "asked twice: this is the handler's thread")]
            std::process::exit(i32::from(Status::Interrupted.code()));
        }
    })
    .context("cannot listen for interrupts")?;
    Ok(stop)
}

fn conclude(run: &Run, format: Format, screen: Screen) -> anyhow::Result<Status> {
    let summary = summary::of(run)?;
    summary::show(&summary, run, format, screen)?;
    Ok(if summary.is_invalid() { Status::Invalid } else { Status::Fine })
}

fn facts(suite: &Path, plan: &Plan) -> RunFacts {
    let now = jiff::Timestamp::now();
    RunFacts {
        run_id: format!("{}-{}", now.strftime("%Y%m%dT%H%M%SZ"), plan.hash.short()),
        created: now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
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
