//! The table `timings`: when each trial really ran, and where.

use std::sync::Arc;

use arrow::array::{ArrayRef, StringBuilder, UInt32Builder, UInt64Builder};
use arrow::error::ArrowError;
use arrow::record_batch::RecordBatch;
use eval_trace::{Hex, Timing, TrialId};

use crate::row::{Row, UnfitRow};
use crate::table_writer::{Columns, RowError};

/// The rows of `timings` not yet encoded.
pub(crate) struct TimingColumns {
    trial_id: StringBuilder,
    started_us: UInt64Builder,
    wall_us: UInt64Builder,
    worker: UInt32Builder,
}

impl Columns for TimingColumns {
    const TABLE: &'static str = "timings";
    const DISTINCT: &'static [&'static str] = &["trial_id"];
    type Row<'row> = &'row Timing;

    fn new() -> Self {
        Self {
            trial_id: StringBuilder::new(),
            started_us: UInt64Builder::new(),
            wall_us: UInt64Builder::new(),
            worker: UInt32Builder::new(),
        }
    }

    fn push(&mut self, timing: &Timing) -> Result<(), RowError> {
        self.trial_id.append_value(Hex::from(timing.id.0));
        self.started_us.append_value(timing.started_us);
        self.wall_us.append_value(timing.wall_us);
        self.worker.append_value(timing.worker);
        Ok(())
    }

    fn take(&mut self) -> Result<RecordBatch, ArrowError> {
        let columns: [(&str, ArrayRef, bool); 4] = [
            ("trial_id", Arc::new(self.trial_id.finish()), false),
            ("started_us", Arc::new(self.started_us.finish()), false),
            ("wall_us", Arc::new(self.wall_us.finish()), false),
            ("worker", Arc::new(self.worker.finish()), false),
        ];
        RecordBatch::try_from_iter_with_nullable(columns)
    }
}

/// Reads a timing back.
pub(crate) fn read_timing(row: Row<'_>) -> Result<Timing, UnfitRow> {
    Ok(Timing {
        id: TrialId(row.hash("trial_id")?),
        started_us: row.wide_number("started_us")?,
        wall_us: row.wide_number("wall_us")?,
        worker: row.number("worker")?,
    })
}
