//! The slices of a plan, as several machines made them.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use eval_store::{Depth, Run, verify};
use eval_trace::{Manifest, RunStatus, Shard};

use crate::again;
use crate::screen::Screen;
use crate::show::headway::{Headway, Unit};
use crate::show::words::plural;

/// A run that is a slice.
struct Slice {
    run: Run,
    shard: Shard,
}

/// Opens the runs and sees that they are all the slices of one plan, each once
/// and whole. Returns them in the order of the plan.
pub(crate) fn open(dirs: &[PathBuf]) -> anyhow::Result<Vec<Run>> {
    let mut slices: Vec<Slice> = dirs.iter().map(|dir| slice(dir)).collect::<Result<_, _>>()?;
    let [first, others @ ..] = slices.as_slice() else { bail!("there is nothing to merge") };
    others.iter().try_for_each(|other| of_one_plan(first, other))?;
    slices.sort_by_key(|slice| slice.shard);
    each_once(&slices)?;
    slices.iter().try_for_each(is_whole)?;
    none_missing(&slices)?;
    Ok(slices.into_iter().map(|slice| slice.run).collect())
}

/// Sees that every byte of the slices is as it was written. What a merge reads
/// wrong would be right in the eyes of whoever checks the merged run.
pub(crate) fn check_bytes(slices: &[Run], quiet: bool, screen: Screen) -> anyhow::Result<()> {
    let mut headway = Headway::new("checked", Unit::Bytes, quiet, screen);
    let all = |run: &Run| run.manifest().tables.iter().map(|file| file.bytes).sum::<u64>();
    let of = slices.iter().map(all).sum();
    let mut before = 0;
    for run in slices {
        let dir = run.dir();
        let found = verify(dir, Depth::Bytes, &mut |checked| {
            headway.reach(before + checked.bytes, of);
        })?;
        if !found.is_good() {
            headway.clear();
            let see = again::fsck(dir);
            bail!("{} is damaged; what of it, and what is still good: {see}", dir.display());
        }
        before += all(run);
    }
    headway.clear();
    Ok(())
}

/// How many trials the whole plan has.
pub(crate) fn planned(slice: &Manifest) -> u64 {
    slice.arms.iter().map(|arm| arm.planned).sum()
}

fn slice(dir: &Path) -> anyhow::Result<Slice> {
    let run = Run::open(dir)?;
    let name = dir.display();
    let Some(shard) = run.manifest().shard else {
        bail!("{name} is no slice of a plan: only runs that were made with --shard are merged");
    };
    if run.is_being_written() {
        bail!("{name} is being written right now; merge it when it is finished");
    }
    Ok(Slice { run, shard })
}

fn of_one_plan(one: &Slice, other: &Slice) -> anyhow::Result<()> {
    let (first, second) = (one.run.dir().display(), other.run.dir().display());
    let (here, there) = (one.run.manifest(), other.run.manifest());
    if here.plan_hash != there.plan_hash || here.schema_version != there.schema_version {
        let differs = differences(here, there).join("; ");
        bail!("{first} and {second} are not slices of one plan ({differs})");
    }
    if one.shard.of != other.shard.of {
        bail!(
            "{first} is slice {} and {second} slice {}: the plan was cut in two ways",
            one.shard,
            other.shard
        );
    }
    Ok(())
}

/// What sets two plans apart, for people.
fn differences(one: &Manifest, other: &Manifest) -> Vec<String> {
    let mut differences = Vec::new();
    let mut compare = |what: &str, of: &dyn Fn(&Manifest) -> String| {
        let (one, other) = (of(one), of(other));
        if one != other {
            differences.push(format!("{what}: {one} and {other}"));
        }
    };
    compare("suite", &|manifest| manifest.suite.name.clone());
    compare("seed", &|manifest| manifest.seed.to_string());
    compare("epochs", &|manifest| manifest.epochs.to_string());
    compare("arms", &arms);
    compare("selection", &|manifest| match manifest.selection.as_slice() {
        [] => "none".to_owned(),
        words => words.join(" "),
    });
    compare("trials", &|manifest| planned(manifest).to_string());
    compare("instances", &|manifest| manifest.instances_hash.short());
    compare("schema", &|manifest| manifest.schema_version.to_string());
    if differences.is_empty() {
        differences.push("the models or limits differ".to_owned());
    }
    differences
}

fn arms(manifest: &Manifest) -> String {
    let arms = manifest.arms.iter();
    let words = arms.map(|arm| format!("{} ({})", arm.name, arm.harness_hash.short()));
    words.collect::<Vec<_>>().join(", ")
}

fn each_once(slices: &[Slice]) -> anyhow::Result<()> {
    for pair in slices.windows(2) {
        let [one, other] = pair else { continue };
        if one.shard == other.shard {
            let (first, second) = (one.run.dir().display(), other.run.dir().display());
            bail!("slice {} is given twice: {first} and {second}", one.shard);
        }
    }
    Ok(())
}

fn is_whole(slice: &Slice) -> anyhow::Result<()> {
    let (manifest, dir) = (slice.run.manifest(), slice.run.dir());
    let name = dir.display();
    if manifest.status != RunStatus::Complete {
        bail!(
            "{name} is not complete: {} of {} are there; go on with it: {}",
            manifest.finished,
            plural(manifest.planned, "trial"),
            again::command(manifest, Some(slice.shard), dir)
        );
    }
    let places = slice.shard.places(planned(manifest));
    let fits = manifest.finished == places.end - places.start && manifest.generations.len() == 1;
    fits.then_some(()).with_context(|| {
        let see = again::fsck(dir);
        format!("{name} does not have the trials of slice {}; see {see}", slice.shard)
    })
}

/// Sees that no slice is missing. One of no trials is never made.
fn none_missing(slices: &[Slice]) -> anyhow::Result<()> {
    let Some(first) = slices.first() else { return Ok(()) };
    let (manifest, of) = (first.run.manifest(), first.shard.of);
    let is_needed = |shard: &Shard| !shard.places(planned(manifest)).is_empty();
    let is_there = |shard: &Shard| slices.iter().any(|slice| slice.shard == *shard);
    let missing: Vec<Shard> = (1..=of)
        .map(|index| Shard { index, of })
        .filter(|shard| is_needed(shard) && !is_there(shard))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = missing.iter().map(ToString::to_string).collect();
    let commands = missing.iter().map(|shard| {
        let out = PathBuf::from(format!("shard-{}", shard.index));
        format!("\n  {}", again::command(manifest, Some(*shard), &out))
    });
    let what = if missing.len() == 1 { "slice" } else { "slices" };
    bail!(
        "{what} {} missing; to make what is missing:{}",
        names.join(", "),
        commands.collect::<String>()
    )
}
