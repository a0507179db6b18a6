//! Driving the trials of a plan.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use eval_store::{RunWriter, WriteRunError};
use eval_trace::{RunEvent, Timing, TrialRecord};

use crate::trial::{LastInstance, run_trial};
use crate::{Bench, Plan};

/// Where finished trials go. They come in any order.
pub trait Sink: Send {
    /// Takes a finished trial; `index` is its place in the plan.
    fn record(
        &mut self,
        index: u64,
        trial: TrialRecord,
        timing: Timing,
    ) -> Result<(), WriteRunError>;
}

impl Sink for RunWriter {
    fn record(
        &mut self,
        index: u64,
        trial: TrialRecord,
        timing: Timing,
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

/// Drives every trial of the plan and returns how many were finished. `tell`
/// is called from the worker threads.
pub fn run<S: Sink>(
    bench: &Bench,
    plan: &Plan,
    settings: Settings<'_>,
    sink: &mut S,
    tell: &(dyn Fn(RunEvent) + Sync),
) -> Result<u64, RunError> {
    let threads = settings.threads.max(1);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|error| RunError::Threads { threads, cause: error.to_string() })?;
    let shared = Shared {
        bench,
        plan,
        began: Instant::now(),
        next: AtomicU64::new(0),
        stop: settings.stop,
        finished: Mutex::new(Finished { sink, n: 0, failed: None }),
        tell,
    };
    tell(RunEvent::RunStarted { planned: plan.len() });
    pool.broadcast(|worker| shared.work(worker.index()));
    let Finished { n, failed, .. } =
        shared.finished.into_inner().unwrap_or_else(PoisonError::into_inner);
    match failed {
        Some(error) => Err(error.into()),
        None => Ok(n),
    }
}

/// What the workers of a run share.
struct Shared<'a, S> {
    bench: &'a Bench,
    plan: &'a Plan,
    began: Instant,
    /// The next trial to be begun. Workers take trials in plan order, so that
    /// records come nearly in order and few have to wait for their turn.
    next: AtomicU64,
    stop: &'a AtomicBool,
    finished: Mutex<Finished<'a, S>>,
    tell: &'a (dyn Fn(RunEvent) + Sync),
}

struct Finished<'a, S> {
    sink: &'a mut S,
    n: u64,
    failed: Option<WriteRunError>,
}

impl<'a, S: Sink> Shared<'a, S> {
    fn work(&self, worker: usize) {
        let mut last = LastInstance::default();
        while !self.stop.load(Ordering::Relaxed) {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(trial) = self.plan.trial(index) else { return };
            let started = self.began.elapsed();
            let record = run_trial(self.bench, self.plan, &trial, &mut last);
            let timing = Timing {
                id: trial.id,
                started_us: micros(started),
                wall_us: micros(self.began.elapsed().saturating_sub(started)),
                worker: u32::try_from(worker).unwrap_or(u32::MAX),
            };
            if !self.keep(index, record, timing) {
                return;
            }
        }
        self.say_draining();
    }

    /// Hands a record on; after a failure nobody begins another trial.
    fn keep(&self, index: u64, record: TrialRecord, timing: Timing) -> bool {
        let event = RunEvent::TrialEnded { key: record.key.clone(), outcome: record.outcome };
        let mut finished = self.lock();
        if finished.failed.is_some() {
            return false;
        }
        if let Err(error) = finished.sink.record(index, record, timing) {
            finished.failed = Some(error);
            return false;
        }
        finished.n += 1;
        drop(finished);
        (self.tell)(event);
        true
    }

    fn say_draining(&self) {
        // Whoever sees the stop first tells of it, once.
        let planned = self.plan.len();
        let begun = self.next.fetch_add(planned, Ordering::Relaxed);
        if begun < planned {
            (self.tell)(RunEvent::Draining { left: planned - begun });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Finished<'a, S>> {
        // A worker that panicked while it held the lock left a count, not a
        // half-made record: the sink takes a record whole.
        self.finished.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn micros(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}
