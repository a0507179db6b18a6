//! The folder of a run: whose it is, what it may hold, and `runs/latest`.

use std::collections::HashSet;
use std::ffi::OsStr;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use eval_runner::{Plan, Slice};
use eval_store::{OpenRunError, Run};
use eval_trace::{Digest, Manifest, RunStatus, SCHEMA_VERSION};

/// Where runs go unless told otherwise.
pub(crate) const RUNS: &str = "runs";

/// The link to the newest run, among the runs.
pub(crate) const LATEST: &str = "latest";

/// What is to be done with the folder of a run.
pub(crate) enum Claim {
    /// A run is begun.
    Begin { dir: PathBuf, manifest: Manifest },
    /// The unfinished run of this plan is gone on with.
    Resume { dir: PathBuf, manifest: Manifest },
    /// A finished run gets the trials that this plan has more.
    Extend { run: Run },
    /// The run of this plan is finished.
    Finished { run: Run },
}

/// What the folder asked for means for a run of this plan. Where none is asked
/// for, an unfinished run of the plan is looked for among the others.
pub(crate) fn claim(out: Option<&Path>, planned: Manifest) -> anyhow::Result<Claim> {
    let Some(dir) = out else {
        return match unfinished(Path::new(RUNS), &planned) {
            Some((dir, manifest)) => Ok(Claim::Resume { dir, manifest }),
            None => begin_among_others(planned),
        };
    };
    let run = match Run::open(dir) {
        Ok(run) => run,
        Err(OpenRunError::NoFolder { .. } | OpenRunError::NoManifest { .. }) => {
            return Ok(Claim::Begin { dir: dir.to_owned(), manifest: planned });
        }
        Err(error) => return Err(error.into()),
    };
    let there = run.manifest();
    let complete = there.status == RunStatus::Complete;
    if is_of(there, &planned) {
        if complete {
            return Ok(Claim::Finished { run });
        }
        return Ok(Claim::Resume { dir: dir.to_owned(), manifest: there.clone() });
    }
    if complete && may_extend(there, &planned) {
        return Ok(Claim::Extend { run });
    }
    let differs = differences(there, &planned).join("; ");
    let unfinished = if complete { "" } else { ", and only a finished run can be extended" };
    bail!(
        "{} holds another run ({differs}){unfinished}; choose another --out, or remove that folder",
        dir.display()
    )
}

/// Whether the run is one of this very plan.
fn is_of(there: &Manifest, planned: &Manifest) -> bool {
    there.plan_hash == planned.plan_hash && there.shard == planned.shard
}

/// A folder named after the run. A second run of one plan in one second gets a
/// number, in its folder's name and in its own.
fn begin_among_others(manifest: Manifest) -> anyhow::Result<Claim> {
    let cannot = |dir: &Path| format!("cannot create {}", dir.display());
    std::fs::create_dir_all(RUNS).with_context(|| cannot(Path::new(RUNS)))?;
    let mut run_id = manifest.run_id.clone();
    for n in 2.. {
        let dir = Path::new(RUNS).join(&run_id);
        // Whoever makes the folder has it; looking first would leave a gap.
        match std::fs::create_dir(&dir) {
            Ok(()) => return Ok(Claim::Begin { dir, manifest: Manifest { run_id, ..manifest } }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                run_id = format!("{}-{n}", manifest.run_id);
            }
            Err(error) => return Err(error).with_context(|| cannot(&dir)),
        }
    }
    unreachable!("the numbers do not run out")
}

/// The newest unfinished run of a plan that nobody is writing.
fn unfinished(runs: &Path, planned: &Manifest) -> Option<(PathBuf, Manifest)> {
    newest(runs, planned.plan_hash, |there| {
        is_of(there, planned) && there.status != RunStatus::Complete
    })
}

/// The newest of the runs that began as this plan, that fits and that nobody is writing.
pub(crate) fn newest(
    runs: &Path,
    began_as: Digest,
    fits: impl Fn(&Manifest) -> bool,
) -> Option<(PathBuf, Manifest)> {
    // A run's id, and its folder's name, hold the beginning of the hash of the plan it began as.
    let mark = format!("-{}", began_as.short());
    let entries = std::fs::read_dir(runs).ok()?.flatten();
    let named = entries.filter(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        // A hidden one is on its way out: `flywheel prune` was interrupted.
        name.contains(&mark) && !name.starts_with('.')
    });
    let mut found: Vec<(PathBuf, Manifest)> = named
        .filter_map(|entry| {
            let run = Run::open(&entry.path()).ok()?;
            let there = run.manifest();
            let fits =
                fits(there) && there.schema_version == SCHEMA_VERSION && !run.is_being_written();
            fits.then(|| (entry.path(), there.clone()))
        })
        .collect();
    found.sort_by(|(_, one), (_, other)| one.run_id.cmp(&other.run_id));
    found.pop()
}

/// The trials of the plan that a finished run does not have. An error where the
/// run has trials that the plan has not.
pub(crate) fn missing<'a>(run: &Run, plan: &'a Plan) -> anyhow::Result<Slice<'a>> {
    let there: HashSet<_> = run.ids(u32::MAX)?.into_iter().collect();
    let missing = Slice::without(plan, |id| there.contains(&id));
    if plan.len() - missing.len() != there.len() as u64 {
        bail!(
            "{} holds another run: it has trials that are not planned now; choose another --out, \
             or remove that folder",
            run.dir().display()
        );
    }
    Ok(missing)
}

/// The trials of the last generation of a run: what a slice of the plan was
/// when the generation was begun.
pub(crate) fn last_generation<'a>(
    dir: &Path,
    manifest: &Manifest,
    plan: &'a Plan,
) -> anyhow::Result<Slice<'a>> {
    let first_part = manifest.generations.last().map_or(0, |last| last.first_part);
    if let Some(shard) = manifest.shard {
        return Ok(Slice::shard(plan, shard));
    }
    if first_part == 0 {
        return Ok(Slice::whole(plan));
    }
    let before: HashSet<_> = Run::open(dir)?.ids(first_part)?.into_iter().collect();
    Ok(Slice::without(plan, |id| before.contains(&id)))
}

/// Whether the plan may hold all of a run and more: the same luck, and every
/// arm there as it was.
fn may_extend(there: &Manifest, planned: &Manifest) -> bool {
    let same_arm = |arm: &eval_trace::ArmFacts| {
        planned.arms.iter().any(|other| {
            other.name == arm.name
                && other.harness_hash == arm.harness_hash
                && other.model == arm.model
                && other.stream == arm.stream
        })
    };
    // A run that was looked at early stays one: what is said of it allows for that.
    let looks = |manifest: &Manifest| manifest.look.map(|look| look.planned);
    there.schema_version == planned.schema_version
        && looks(there) == looks(planned)
        && there.seed == planned.seed
        && there.suite.max_turns == planned.suite.max_turns
        && there.shard.is_none()
        && planned.shard.is_none()
        && there.planned < planned.planned
        && there.arms.iter().all(same_arm)
}

/// What sets two runs apart, for people.
fn differences(there: &Manifest, here: &Manifest) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, there: String, here: String| {
        if there != here {
            differences.push(format!("{what}: there {there}, here {here}"));
        }
    };
    let shard = |manifest: &Manifest| manifest.shard.map_or("none".to_owned(), |s| s.to_string());
    compare("suite", there.suite.name.clone(), here.suite.name.clone());
    compare("seed", there.seed.to_string(), here.seed.to_string());
    compare("shard", shard(there), shard(here));
    compare("trials", there.planned.to_string(), here.planned.to_string());
    compare("instances", there.instances_hash.short(), here.instances_hash.short());
    compare("arms", made_of(there), made_of(here));
    compare("schema", there.schema_version.to_string(), here.schema_version.to_string());
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
pub(crate) fn point_latest_at(dir: &Path) -> anyhow::Result<()> {
    match dir.file_name() {
        Some(name) => point_latest(Path::new(RUNS), name),
        None => Ok(()),
    }
}

/// In a folder of runs, `latest` points at the one of that name.
pub(crate) fn point_latest(runs: &Path, name: &OsStr) -> anyhow::Result<()> {
    let latest = runs.join(LATEST);
    let aside = runs.join(format!(".latest-{}", std::process::id()));
    let link = || -> std::io::Result<()> {
        std::os::unix::fs::symlink(name, &aside)?;
        std::fs::rename(&aside, &latest).inspect_err(|_| {
            // The error that is already there is the one to tell.
            let _ = std::fs::remove_file(&aside);
        })
    };
    link().with_context(|| format!("cannot point {} at the newest run", latest.display()))
}
