//! `flywheel run`: plan, drive, store, sum up.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, bail};
use eval_runner::{Bench, Plan, RunFacts, Selection, Settings};
use eval_scenario::Suite;
use eval_store::{Run, RunWriter};
use eval_trace::{Manifest, RunStatus};

use crate::args::{Format, RunArgs};
use crate::screen::Screen;
use crate::show::{Progress, dry_run, summary};
use crate::status::Status;

/// Where runs go unless told otherwise.
const RUNS: &str = "runs";

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
    let (dir, manifest) = folder(args, manifest)?;
    if let Some(finished) = already_there(&dir, &manifest)? {
        screen.note(format!("{} already holds this run, finished; nothing was run", dir.display()));
        return conclude(&finished, args.format, screen);
    }
    let status = drive(args, &bench, &plan, manifest, &dir, screen)?;
    let concluded = conclude(&Run::open(&dir)?, args.format, screen)?;
    if args.out.is_none()
        && let Err(error) = point_latest_at(&dir)
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

// ── the run's folder ──────────────────────────────────────────────────────

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

/// The folder asked for, or one named after the run. A second run of one plan
/// in one second gets a number, in its folder's name and in its own.
fn folder(args: &RunArgs, manifest: Manifest) -> anyhow::Result<(PathBuf, Manifest)> {
    if let Some(out) = &args.out {
        return Ok((out.clone(), manifest));
    }
    let cannot = |dir: &Path| format!("cannot create {}", dir.display());
    std::fs::create_dir_all(RUNS).with_context(|| cannot(Path::new(RUNS)))?;
    let mut run_id = manifest.run_id.clone();
    for n in 2.. {
        let dir = Path::new(RUNS).join(&run_id);
        // Whoever makes the folder has it; looking first would leave a gap.
        match std::fs::create_dir(&dir) {
            Ok(()) => return Ok((dir, Manifest { run_id, ..manifest })),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                run_id = format!("{}-{n}", manifest.run_id);
            }
            Err(error) => return Err(error).with_context(|| cannot(&dir)),
        }
    }
    unreachable!("the numbers do not run out")
}

/// The finished run of this plan that the folder holds. Anything else in it is
/// left alone.
fn already_there(dir: &Path, planned: &Manifest) -> anyhow::Result<Option<Run>> {
    if !dir.join("manifest.json").exists() {
        return Ok(None);
    }
    let run = Run::open(dir)?;
    let there = run.manifest();
    if there.plan_hash != planned.plan_hash {
        let differs = differences(there, planned).join("; ");
        bail!(
            "{} holds another run ({differs}); choose another --out, or remove that folder",
            dir.display()
        );
    }
    if there.status != RunStatus::Complete {
        bail!(
            "{} holds a run of this plan that did not finish ({} of {} trials); choose another \
             --out, or remove that folder",
            dir.display(),
            there.finished,
            there.planned,
        );
    }
    Ok(Some(run))
}

/// What sets two runs apart, for people.
fn differences(there: &Manifest, here: &Manifest) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, there: String, here: String| {
        if there != here {
            differences.push(format!("{what}: there {there}, here {here}"));
        }
    };
    compare("suite", there.suite.name.clone(), here.suite.name.clone());
    compare("seed", there.seed.to_string(), here.seed.to_string());
    compare("trials", there.planned.to_string(), here.planned.to_string());
    compare("instances", there.instances_hash.short(), here.instances_hash.short());
    compare("arms", made_of(there), made_of(here));
    if differences.is_empty() {
        differences.push("another plan".to_owned());
    }
    differences
}

fn made_of(manifest: &Manifest) -> String {
    let arms = manifest.arms.iter();
    let words = arms.map(|arm| format!("{} ({})", arm.name, arm.harness_hash.short()));
    words.collect::<Vec<_>>().join(", ")
}

/// `runs/latest` points at the newest run. A link is replaced by renaming
/// another over it, so that it is never missing.
fn point_latest_at(dir: &Path) -> anyhow::Result<()> {
    let Some(name) = dir.file_name() else { return Ok(()) };
    let latest = Path::new(RUNS).join("latest");
    let aside = Path::new(RUNS).join(format!(".latest-{}", std::process::id()));
    let link = || -> std::io::Result<()> {
        std::os::unix::fs::symlink(name, &aside)?;
        std::fs::rename(&aside, &latest).inspect_err(|_| {
            // The error that is already there is the one to tell.
            let _ = std::fs::remove_file(&aside);
        })
    };
    link().with_context(|| format!("cannot point {} at the new run", latest.display()))
}
