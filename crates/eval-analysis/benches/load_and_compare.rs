//! Measures how fast two arms are read from a run's tables and compared: two arms on five thousand
//! instances, four times each.
#![expect(clippy::unwrap_used, reason = "a bench that cannot set its scene up should fail there")]

use criterion::{Criterion, Throughput};
use eval_analysis::{CompareSettings, GateSpec, compare, gate, read_arms};
use eval_trace::{Outcome, TrialKey};

#[path = "../tests/it/runs.rs"]
#[expect(dead_code, reason = "the tests use more of it")]
mod runs;

const INSTANCES: u64 = 5_000;
const EPOCHS: u32 = 4;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let folder = tempfile::tempdir().unwrap();
    let played =
        runs::Played { instances: INSTANCES, epochs: EPOCHS, outcome, ..runs::Played::default() };
    let run = played.write(folder.path());
    let arms = read_arms(&run, None).unwrap();
    let settings = CompareSettings::default();

    let mut group = criterion.benchmark_group("load and compare");
    group.sample_size(10).throughput(Throughput::Elements(2 * INSTANCES * u64::from(EPOCHS)));
    group.bench_function("read arms", |bencher| {
        bencher.iter(|| read_arms(&run, None).unwrap());
    });
    group.bench_function("compare", |bencher| {
        bencher.iter(|| compare(&arms[0], &arms[1], &settings).unwrap());
    });
    group.bench_function("gate", |bencher| {
        bencher.iter(|| gate(&arms[0], &arms[1], &GateSpec::default(), &settings).unwrap());
    });
    group.finish();
    criterion.final_summary();
}

/// Seven in ten trials pass, in no order that means anything.
fn outcome(key: &TrialKey) -> Outcome {
    let mixed = (key.instance * 31 + u64::from(key.epoch) * 17 + key.arm.len() as u64 * 7) % 10;
    if mixed < 7 { Outcome::Success } else { Outcome::Failed }
}
