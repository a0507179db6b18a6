//! Rows that say nearly the same: as one before, or as something held out. (stub)
use crate::recipe::Clean;
use crate::source::Source;
use eval_formats::Row;
use eval_store::ReadRunError;
#[derive(Clone)]
pub(crate) struct Likeness;
#[derive(Debug)]
pub(crate) struct Sketch;
pub(crate) struct NearRows(u64);
impl Likeness {
    pub(crate) fn new(_clean: &Clean) -> Self {
        Self
    }
    pub(crate) fn hold_out(&mut self, _source: &Source, _trial: usize) -> Result<(), ReadRunError> {
        Ok(())
    }
    pub(crate) fn held_out_tasks(&self) -> u64 {
        0
    }
    pub(crate) fn is_held_out(&self, _row: &Row) -> bool {
        false
    }
    pub(crate) fn sketch(&self, _row: &Row) -> Option<Sketch> {
        None
    }
}
impl NearRows {
    pub(crate) fn new(_clean: &Clean) -> Self {
        Self(0)
    }
    pub(crate) fn is_near_one_before(&mut self, _sketch: &Sketch) -> bool {
        false
    }
    pub(crate) fn found(&self) -> u64 {
        self.0
    }
}
