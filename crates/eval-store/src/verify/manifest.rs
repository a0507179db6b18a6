//! Whether a manifest is as it was written and agrees with itself.

use std::collections::BTreeMap;

use eval_trace::{Manifest, RunStatus, TableFile};

use super::{FileCheck, PartCheck};
use crate::manifest_seal::{SealCheck, check_seal};

/// The tables that every part has.
const TABLES: [&str; 4] = ["trials", "events", "contents", "timings"];

/// The first version whose manifests are sealed and whose runs have
/// generations.
const SEALED_SINCE: u32 = 2;

/// What is wrong with a manifest; reads after its name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ManifestFault {
    /// Its text is not what the seal in it says.
    #[error("does not have the hash that its own `seal` says: it was altered")]
    Altered,
    /// It has no seal.
    #[error("has no `seal`: it was altered")]
    Unsealed,
    /// Two things that it says cannot both be.
    #[error("does not agree with itself: {0}")]
    Disagrees(String),
}

/// Holds a manifest against its seal and against itself.
pub(super) fn check_manifest(manifest: &Manifest, text: &[u8]) -> Vec<ManifestFault> {
    let seal = match check_seal(text) {
        SealCheck::Holds => None,
        SealCheck::Broken => Some(ManifestFault::Altered),
        SealCheck::Absent if manifest.schema_version == 1 => None,
        SealCheck::Absent => Some(ManifestFault::Unsealed),
    };
    let mut faults: Vec<ManifestFault> = seal.into_iter().collect();
    let disagreements = [counts(manifest), generations(manifest), tables(manifest)];
    faults.extend(disagreements.into_iter().flatten().map(ManifestFault::Disagrees));
    faults
}

fn counts(manifest: &Manifest) -> Vec<String> {
    let mut wrong = Vec::new();
    let &Manifest { planned, finished, status, .. } = manifest;
    if manifest.schema_version == 0 {
        wrong.push("there is no schema version 0".to_owned());
    }
    let listed = saturating(manifest.tables.iter().filter(|file| file.table == "trials"));
    if listed != finished {
        wrong.push(format!("`finished` is {finished}, the tables have {listed} trials"));
    }
    if finished > planned {
        wrong.push(format!("{finished} trials are finished and {planned} planned"));
    }
    if status == RunStatus::Complete && finished < planned {
        wrong.push(format!("it is complete with {finished} of {planned} trials"));
    }
    wrong
}

fn generations(manifest: &Manifest) -> Vec<String> {
    if manifest.schema_version < SEALED_SINCE {
        return Vec::new();
    }
    let mut wrong = Vec::new();
    let (mut planned, mut next_part) = (0_u64, 0_u64);
    for generation in &manifest.generations {
        if u64::from(generation.first_part) != next_part {
            let first = generation.first_part;
            wrong.push(format!("a generation begins with part {first}, not with {next_part}"));
        }
        if generation.part_trials == 0 {
            wrong.push("a generation has parts of no trial".to_owned());
        }
        planned = planned.saturating_add(generation.planned);
        next_part = u64::from(generation.first_part).saturating_add(generation.n_parts());
    }
    if planned != manifest.planned {
        let total = manifest.planned;
        wrong.push(format!("`planned` is {total}, the generations have {planned} trials"));
    }
    if manifest.generations.last().is_some_and(|last| last.plan_hash != manifest.plan_hash) {
        wrong.push("the last generation is of another plan".to_owned());
    }
    wrong
}

fn tables(manifest: &Manifest) -> Vec<String> {
    let mut wrong = Vec::new();
    for part in parts(manifest) {
        let number = part.part;
        let mut there: Vec<&str> = part.files.iter().map(|file| &*file.listed.table).collect();
        there.sort_unstable();
        let mut wanted = TABLES;
        wanted.sort_unstable();
        if there != wanted {
            wrong.push(format!("part {number} has the tables {}", there.join(", ")));
        }
        if part.files.iter().any(|file| file.listed.provisional != part.provisional) {
            wrong.push(format!("part {number} is provisional in some of its tables only"));
        }
        if manifest.schema_version < SEALED_SINCE {
            continue;
        }
        match slots(manifest, number) {
            None => wrong.push(format!("no part {number} is planned")),
            Some(slots) if part.trials > slots || (!part.provisional && part.trials < slots) => {
                wrong.push(format!("part {number} has {} trials, not {slots}", part.trials));
            }
            Some(_) => {}
        }
        if part.provisional && manifest.status == RunStatus::Complete {
            wrong.push(format!("it is complete and part {number} is provisional"));
        }
    }
    wrong
}

/// The parts that the manifest lists, nothing found of them yet.
pub(super) fn parts(manifest: &Manifest) -> Vec<PartCheck> {
    let mut parts: BTreeMap<u32, Vec<&TableFile>> = BTreeMap::new();
    for file in &manifest.tables {
        parts.entry(file.part).or_default().push(file);
    }
    let check = |(part, files): (u32, Vec<&TableFile>)| PartCheck {
        part,
        first_trial: first_trial(manifest, part),
        trials: saturating(files.iter().copied().filter(|file| file.table == "trials")),
        provisional: files.iter().any(|file| file.provisional),
        files: files
            .into_iter()
            .map(|file| FileCheck { listed: file.clone(), fault: None })
            .collect(),
        faults: Vec::new(),
    };
    parts.into_iter().map(check).collect()
}

/// How many trials a part has when it is full, if such a part is planned.
pub(super) fn slots(manifest: &Manifest, part: u32) -> Option<u64> {
    manifest.generations.iter().find_map(|generation| {
        let before = u64::from(part.checked_sub(generation.first_part)?);
        let left = generation.planned.checked_sub(before.checked_mul(generation.part_trials)?)?;
        (left > 0).then_some(left.min(generation.part_trials))
    })
}

/// The place in the run of the first trial of a part.
fn first_trial(manifest: &Manifest, part: u32) -> u64 {
    let mut before = 0_u64;
    for generation in &manifest.generations {
        let parts = u64::from(part.saturating_sub(generation.first_part));
        let trials = parts.saturating_mul(generation.part_trials);
        if trials < generation.planned {
            return before.saturating_add(trials);
        }
        before = before.saturating_add(generation.planned);
    }
    before
}

fn saturating<'a>(files: impl Iterator<Item = &'a TableFile>) -> u64 {
    files.map(|file| file.rows).fold(0, u64::saturating_add)
}
