//! Measures whole trials per second, by the number of threads: the first five hundred of
//! `bench-incident`, into a sink that keeps nothing.
#![expect(clippy::unwrap_used, reason = "a bench that cannot set its scene up should fail there")]

use std::path::Path;
use std::sync::atomic::AtomicBool;

use criterion::{BenchmarkId, Criterion, Throughput};
use eval_runner::{Bench, Plan, Selection, Settings, Sink, Slice, run};
use eval_scenario::Suite;
use eval_store::{Admission, WriteRunError};
use eval_trace::{Timing, TrialRecord};

const TRIALS: u64 = 500;

/// Wants every trial and keeps none.
struct Nowhere;

impl Sink for Nowhere {
    fn n_recorded(&self) -> u64 {
        0
    }

    fn admit(&self, _: u64) -> Admission {
        Admission::Wanted
    }

    fn record(&self, _: u64, _: &TrialRecord, _: &Timing) -> Result<(), WriteRunError> {
        Ok(())
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let suite =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/bench-incident/suite.toml");
    let bench = Bench::set_up(Suite::load(&suite).unwrap()).unwrap();
    let first = Selection { limit: Some(TRIALS), ..Selection::default() };
    let plan = Plan::new(&bench, &first).unwrap();
    let (slice, stop) = (Slice::whole(&plan), AtomicBool::new(false));

    let mut group = criterion.benchmark_group("trials");
    group.sample_size(20).throughput(Throughput::Elements(TRIALS));
    for threads in [1, 2] {
        group.bench_function(BenchmarkId::new("threads", threads), |bencher| {
            let settings = Settings { threads, stop: &stop };
            bencher.iter(|| {
                let finished = run(&bench, &slice, settings, &Nowhere, &|_| {}).unwrap();
                assert_eq!(finished, TRIALS);
            });
        });
    }
    group.finish();
    criterion.final_summary();
}
