//! Driving the trials of a plan.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use eval_store::{Admission, RunWriter, WriteRunError};
use eval_trace::{RunEvent, Timing, TrialRecord};

use crate::trial::{LastInstance, run_trial};
use crate::{Bench, Slice, TrialPlan};

/// Where finished trials go. They come in any order, from any thread.
pub trait Sink: Sync {
    /// How many trials are there before the first is run.
    fn n_recorded(&self) -> u64;

    /// Whether the trial at a place of the slice is to be run; may wait.
    fn admit(&self, index: u64) -> Admission;

    /// Takes a finished trial; `index` is its place in the slice.
    fn record(&self, index: u64, trial: &TrialRecord, timing: &Timing)
    -> Result<(), WriteRunError>;
}

impl Sink for RunWriter {
    fn n_recorded(&self) -> u64 {
        Self::n_recorded(self)
    }

    fn admit(&self, index: u64) -> Admission {
        Self::admit(self, index)
    }

    fn record(
        &self,
        index: u64,
        trial: &TrialRecord,
        timing: &Timing,
    ) -> Result<(), WriteRunError> {
        Self::record(self, index, trial, timing)
    }
}

/// How to run.
#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// How many threads work, in all.
    pub threads: usize,
    /// When it turns true, trials in flight are finished and no further begun.
    pub stop: &'a AtomicBool,
}

/// Why a run broke off.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The threads cannot be started.
    #[error("cannot start {threads} worker threads: {cause}")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// Why not.
        cause: String,
    },
    /// A finished trial cannot be kept.
    #[error(transparent)]
    Write(#[from] WriteRunError),
}

/// Drives every trial of the slice that the sink wants, and returns how many
/// were finished. `tell` is called from the worker threads.
pub fn run<S: Sink>(
    bench: &Bench,
    slice: &Slice<'_>,
    settings: Settings<'_>,
    sink: &S,
    tell: &(dyn Fn(RunEvent) + Sync),
) -> Result<u64, RunError> {
    let threads = settings.threads.max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| RunError::Threads { threads, cause: error.to_string() })?;
    let there = sink.n_recorded();
    let shared = Shared {
        bench,
        slice,
        sink,
        began: Instant::now(),
        next: AtomicU64::new(0),
        wanted: slice.len().saturating_sub(there),
        begun: AtomicU64::new(0),
        finished: AtomicU64::new(0),
        stop: settings.stop,
        told: AtomicBool::new(false),
        failed: Mutex::new(None),
        tell,
    };
    tell(RunEvent::RunStarted { planned: slice.len(), there });
    pool.broadcast(|worker| shared.work(worker.index()));
    match shared.failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error.into()),
        None => Ok(shared.finished.into_inner()),
    }
}

/// What the workers of a run share.
struct Shared<'a, S> {
    bench: &'a Bench,
    slice: &'a Slice<'a>,
    sink: &'a S,
    began: Instant,
    /// The next place to look at. Workers take trials in plan order, so that
    /// parts fill up one after the other.
    next: AtomicU64,
    /// Trials that were not there at the start.
    wanted: u64,
    begun: AtomicU64,
    finished: AtomicU64,
    stop: &'a AtomicBool,
    /// Whether somebody has told of the stop.
    told: AtomicBool,
    failed: Mutex<Option<WriteRunError>>,
    tell: &'a (dyn Fn(RunEvent) + Sync),
}

impl<S: Sink> Shared<'_, S> {
    fn work(&self, worker: usize) {
        let mut last = LastInstance::default();
        while !self.stop.load(Ordering::Relaxed) {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(trial) = self.slice.trial(index) else { return };
            match self.sink.admit(index) {
                Admission::Wanted => {}
                Admission::Recorded => continue,
                Admission::Closed => return,
            }
            self.begun.fetch_add(1, Ordering::Relaxed);
            let (record, timing) = self.play(&trial, worker, &mut last);
            if let Err(error) = self.sink.record(index, &record, &timing) {
                return self.fail(error);
            }
            self.finished.fetch_add(1, Ordering::Relaxed);
            let (key, outcome) = (record.key, record.outcome);
            (self.tell)(RunEvent::TrialEnded { key, outcome });
        }
        self.say_draining();
    }

    fn play(
        &self,
        trial: &TrialPlan,
        worker: usize,
        last: &mut LastInstance,
    ) -> (TrialRecord, Timing) {
        let started = self.began.elapsed();
        let record = run_trial(self.bench, self.slice.plan(), trial, last);
        let timing = Timing {
            id: trial.id,
            started_us: micros(started),
            wall_us: micros(self.began.elapsed().saturating_sub(started)),
            worker: u32::try_from(worker).unwrap_or(u32::MAX),
        };
        (record, timing)
    }

    /// Keeps the first error, and rather the one that says what went wrong than
    /// one that follows from it.
    fn fail(&self, error: WriteRunError) {
        let mut failed = self.lock_failed();
        if matches!(*failed, None | Some(WriteRunError::FailedBefore)) {
            *failed = Some(error);
        }
    }

    fn say_draining(&self) {
        let left = self.wanted.saturating_sub(self.begun.load(Ordering::Relaxed));
        if left > 0 && !self.told.swap(true, Ordering::Relaxed) {
            (self.tell)(RunEvent::Draining { left });
        }
    }

    fn lock_failed(&self) -> MutexGuard<'_, Option<WriteRunError>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn micros(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
