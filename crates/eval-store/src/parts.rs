//! The parts that a plan is cut into, and how far each of them is.

use std::collections::BTreeMap;
use std::sync::Arc;

use eval_trace::Generation;

use crate::group_commit::GroupCommit;
use crate::journal::Journal;

/// How many parts workers may be ahead of the first that is not sealed: what
/// bounds the journals on disk, however long one trial takes.
const AHEAD: u64 = 2;

/// How the trials of a generation are cut into parts. Places and parts are
/// counted within the generation.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    planned: u64,
    size: u64,
    first_number: u32,
}

/// Where a trial stands: which part, which slot in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seat {
    pub(crate) part: u64,
    pub(crate) slot: u32,
}

impl Layout {
    pub(crate) fn of(generation: &Generation) -> Self {
        let &Generation { planned, part_trials, first_part, .. } = generation;
        // A slot has 32 bits in the journal.
        let size = part_trials.clamp(1, u32::MAX.into());
        Self { planned, size, first_number: first_part }
    }

    pub(crate) fn planned(&self) -> u64 {
        self.planned
    }

    /// The seat of a place of the plan.
    pub(crate) fn seat(&self, index: u64) -> Seat {
        let slot = u32::try_from(index % self.size).unwrap_or(u32::MAX);
        Seat { part: index / self.size, slot }
    }

    /// How many trials the part has when it is full.
    pub(crate) fn n_slots(&self, part: u64) -> usize {
        let left = self.planned.saturating_sub(part.saturating_mul(self.size));
        usize::try_from(left.min(self.size)).unwrap_or(usize::MAX)
    }

    /// The part's number in the whole run, which stands in file names.
    pub(crate) fn number(&self, part: u64) -> u32 {
        u32::try_from(part).unwrap_or(u32::MAX).saturating_add(self.first_number)
    }

    /// The part that has this number, if it is one of the generation.
    pub(crate) fn part(&self, number: u32) -> Option<u64> {
        let part = u64::from(number.checked_sub(self.first_number)?);
        (self.n_slots(part) > 0).then_some(part)
    }
}

/// A part that has been begun.
#[derive(Debug)]
enum Part {
    Open(OpenPart),
    /// Full, and being sealed.
    Full,
    Sealed,
}

/// A part that takes trials.
#[derive(Debug)]
pub(crate) struct OpenPart {
    pub(crate) journal: Journal,
    /// Shared by those who wait for the disk.
    pub(crate) commit: Option<Arc<GroupCommit>>,
}

/// The parts of a generation.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    begun: BTreeMap<u64, Part>,
    /// Every part before this one is sealed, and forgotten here.
    first_unsealed: u64,
    n_recorded: u64,
}

impl Parts {
    pub(crate) fn n_recorded(&self) -> u64 {
        self.n_recorded
    }

    /// Whether the trial of a seat is there.
    pub(crate) fn hold(&self, seat: Seat) -> bool {
        match self.begun.get(&seat.part) {
            Some(Part::Open(open)) => open.journal.holds(seat.slot),
            Some(Part::Full | Part::Sealed) => true,
            None => seat.part < self.first_unsealed,
        }
    }

    /// Whether a part may be worked on already.
    pub(crate) fn reach(&self, part: u64) -> bool {
        part <= self.first_unsealed.saturating_add(AHEAD)
    }

    pub(crate) fn open(&mut self, part: u64) -> Option<&mut OpenPart> {
        match self.begun.get_mut(&part) {
            Some(Part::Open(open)) => Some(open),
            Some(Part::Full | Part::Sealed) | None => None,
        }
    }

    /// Puts a part in that takes trials, with what its journal holds.
    pub(crate) fn begin(&mut self, part: u64, open: OpenPart) {
        self.n_recorded += open.journal.n_filled() as u64;
        self.begun.insert(part, Part::Open(open));
    }

    /// Counts a trial, and hands out the journal of its part if that is full
    /// now: whoever gets it has to seal it.
    pub(crate) fn count(&mut self, part: u64) -> Option<Journal> {
        self.n_recorded += 1;
        self.take_if_full(part)
    }

    /// The full parts among those that were taken up.
    pub(crate) fn take_full(&mut self) -> Vec<(u64, Journal)> {
        let parts: Vec<u64> = self.begun.keys().copied().collect();
        let full = |part| Some((part, self.take_if_full(part)?));
        parts.into_iter().filter_map(full).collect()
    }

    /// The parts that miss trials.
    pub(crate) fn take_open(&mut self) -> Vec<(u64, Journal)> {
        let begun = std::mem::take(&mut self.begun);
        let open = begun.into_iter().filter_map(|(part, state)| match state {
            Part::Open(open) => Some((part, open.journal)),
            Part::Full | Part::Sealed => None,
        });
        open.collect()
    }

    /// A part is sealed: it was now, or its tables were found.
    pub(crate) fn seal(&mut self, part: u64) {
        self.begun.insert(part, Part::Sealed);
        while matches!(self.begun.get(&self.first_unsealed), Some(Part::Sealed)) {
            self.begun.remove(&self.first_unsealed);
            self.first_unsealed += 1;
        }
    }

    /// As [`Parts::seal`], for tables that were found: nobody has counted their
    /// trials yet.
    pub(crate) fn found(&mut self, part: u64, n_trials: u64) {
        self.n_recorded += n_trials;
        self.seal(part);
    }

    fn take_if_full(&mut self, part: u64) -> Option<Journal> {
        if !self.open(part)?.journal.is_full() {
            return None;
        }
        match self.begun.insert(part, Part::Full) {
            Some(Part::Open(open)) => Some(open.journal),
            Some(Part::Full | Part::Sealed) | None => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use eval_trace::Digest;

    use super::*;

    fn layout(planned: u64) -> Layout {
        let plan_hash = Digest::of_bytes(b"plan");
        Layout::of(&Generation { plan_hash, planned, first_part: 7, part_trials: 4 })
    }

    #[test]
    fn the_last_part_may_be_smaller() {
        let layout = layout(10);
        assert_eq!([0, 1, 2, 3].map(|part| layout.n_slots(part)), [4, 4, 2, 0]);
        assert_eq!(layout.seat(9), Seat { part: 2, slot: 1 });
    }

    #[test]
    fn numbers_go_on_from_the_generation_before() {
        let layout = layout(10);
        assert_eq!(layout.number(2), 9);
        assert_eq!([6, 7, 9, 10].map(|number| layout.part(number)), [None, Some(0), Some(2), None]);
    }

    #[test]
    fn parts_sealed_out_of_order_open_the_way_once_the_first_is() {
        let mut parts = Parts::default();
        assert!(parts.reach(2) && !parts.reach(3));
        parts.seal(1);
        assert!(!parts.reach(3));
        assert!(parts.hold(Seat { part: 1, slot: 0 }) && !parts.hold(Seat { part: 0, slot: 0 }));
        parts.seal(0);
        assert!(parts.reach(4) && !parts.reach(5));
        assert!(parts.hold(Seat { part: 0, slot: 3 }) && parts.hold(Seat { part: 1, slot: 3 }));
    }
}
