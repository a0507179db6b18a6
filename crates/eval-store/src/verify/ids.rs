//! Whether each trial stands in a run once.

use std::collections::HashSet;
use std::path::Path;

use eval_trace::{Manifest, TrialId};

use super::{PartCheck, Placed};
use crate::ReadRunError;
use crate::table_reader::{Table, Wanted};
use crate::table_writer::Columns;
use crate::trials::{self, TrialColumns};

/// Every trial of a run by half of its id: eight bytes a trial, where a set of
/// whole ids would take forty.
#[derive(Default)]
pub(super) struct Ids(Vec<u64>);

impl Ids {
    pub(super) fn add(&mut self, id: TrialId) {
        self.0.push(half(id));
    }

    /// The trials that stand in good parts a second time. Ids that share a half
    /// are looked up again, whole.
    pub(super) fn twice(
        mut self,
        dir: &Path,
        manifest: &Manifest,
        parts: &[PartCheck],
    ) -> Vec<Placed> {
        self.0.sort_unstable();
        let alike: HashSet<u64> =
            self.0.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        if alike.is_empty() {
            return Vec::new();
        }
        let good = parts.iter().filter(|part| !part.is_damaged());
        // They could be read a moment ago.
        again(dir, manifest, good, &alike).unwrap_or_default()
    }
}

fn again<'a>(
    dir: &Path,
    manifest: &Manifest,
    parts: impl Iterator<Item = &'a PartCheck>,
    alike: &HashSet<u64>,
) -> Result<Vec<Placed>, ReadRunError> {
    let table = Table::of(dir, manifest, TrialColumns::TABLE);
    let (mut seen, mut twice) = (HashSet::new(), Vec::new());
    for part in parts.map(|part| part.part) {
        for batch in table.part(part).scan(Wanted::Only(trials::INDEX))? {
            let ids = batch?.read(|row| Ok(TrialId(row.hash("trial_id")?)))?;
            let wanted = ids.into_iter().filter(|id| alike.contains(&half(*id)));
            twice.extend(wanted.filter(|id| !seen.insert(*id)).map(|id| (part, id)));
        }
    }
    Ok(twice)
}

fn half(id: TrialId) -> u64 {
    id.0.as_bytes().first_chunk().copied().map_or(0, u64::from_le_bytes)
}
