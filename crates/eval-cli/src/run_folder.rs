//! The folder of a run: whose it is, what it may hold, and `runs/latest`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use eval_store::Run;
use eval_trace::{Manifest, RunStatus};

/// Where runs go unless told otherwise.
const RUNS: &str = "runs";

/// The folder asked for, or one named after the run. A second run of one plan
/// in one second gets a number, in its folder's name and in its own.
pub(crate) fn claim(out: Option<&Path>, manifest: Manifest) -> anyhow::Result<(PathBuf, Manifest)> {
    if let Some(out) = out {
        return Ok((out.to_owned(), manifest));
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
pub(crate) fn already_there(dir: &Path, planned: &Manifest) -> anyhow::Result<Option<Run>> {
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
pub(crate) fn point_latest_at(dir: &Path) -> anyhow::Result<()> {
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
