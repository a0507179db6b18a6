//! Measures event rows written per second, from the first record to the finished run, and
//! trials read back per second: two thousand trials of 34 events.
#![expect(clippy::unwrap_used, reason = "a bench that cannot set its scene up should fail there")]

use std::path::Path;

use criterion::{BatchSize, Criterion, Throughput};
use eval_store::Run;
use eval_trace::{EventKind, TrialRecord};

#[path = "../tests/it/sample.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod sample;

const TRIALS: u64 = 2_000;
const EVENTS: usize = 34;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let trials: Vec<_> = (0..TRIALS).map(trial).collect();

    let mut group = criterion.benchmark_group("rows");
    group.sample_size(10).throughput(Throughput::Elements(TRIALS * EVENTS as u64));
    group.bench_function("write", |bencher| {
        let write_into = |folder: tempfile::TempDir| {
            write(&folder.path().join("run"), &trials);
            // Taking the folder away is not measured.
            folder
        };
        let folder = || tempfile::tempdir().unwrap();
        bencher.iter_batched(folder, write_into, BatchSize::PerIteration);
    });

    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), &trials);
    let run = Run::open(folder.path()).unwrap();
    group.throughput(Throughput::Elements(TRIALS));
    group.bench_function("read trials", |bencher| {
        bencher.iter(|| {
            let read = run.trials().unwrap().map(Result::unwrap).count();
            assert_eq!(read, trials.len());
        });
    });
    group.finish();
    criterion.final_summary();
}

fn write(dir: &Path, trials: &[TrialRecord]) {
    let writer = sample::create(dir, sample::manifest(TRIALS));
    for (index, trial) in (0..).zip(trials) {
        writer.record(index, trial, &sample::timing(trial, 0)).unwrap();
    }
    writer.finish().unwrap();
}

/// The sample trial, filled up with further verifiers.
fn trial(index: u64) -> TrialRecord {
    let mut trial = sample::trial(index);
    let events = &mut trial.events;
    let is_verified = |kind: &EventKind| matches!(kind, EventKind::Verified { .. });
    let at = events.iter().position(|event| is_verified(&event.kind)).unwrap();
    let more = vec![events[at].clone(); EVENTS - events.len()];
    events.splice(at..at, more);
    for (seq, event) in (0..).zip(events) {
        event.seq = seq;
    }
    trial
}
