//! The trials of a run, one after the other.

use std::vec;

use eval_trace::TrialRecord;

use crate::ReadRunError;
use crate::table_reader::Batches;
use crate::trials::read_trial;

/// The trials of a run in plan order, without their events. Holds one batch of
/// rows at a time and ends after an error.
#[derive(Debug)]
pub struct TrialRows {
    batches: Batches,
    decoded: vec::IntoIter<TrialRecord>,
}

impl TrialRows {
    pub(crate) fn new(batches: Batches) -> Self {
        Self { batches, decoded: Vec::new().into_iter() }
    }
}

impl Iterator for TrialRows {
    type Item = Result<TrialRecord, ReadRunError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(trial) = self.decoded.next() {
                return Some(Ok(trial));
            }
            match self.batches.next()?.and_then(|batch| batch.read(read_trial)) {
                Ok(trials) => self.decoded = trials.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
