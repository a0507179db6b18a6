//! The shipped suite, set up, and a sink that keeps records in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use eval_runner::{Bench, Plan, RunError, Selection, Settings, Sink, run};
use eval_scenario::Suite;
use eval_store::WriteRunError;
use eval_trace::{RunEvent, Timing, TrialRecord};

pub(crate) fn bench() -> Bench {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/sre-triage/suite.toml");
    Bench::set_up(Suite::load(&suite).unwrap()).unwrap()
}

/// Records by their place in the plan.
#[derive(Default)]
pub(crate) struct Shelf(pub(crate) BTreeMap<u64, TrialRecord>);

impl Sink for Shelf {
    fn record(&mut self, index: u64, trial: TrialRecord, _: Timing) -> Result<(), WriteRunError> {
        assert!(self.0.insert(index, trial).is_none(), "trial {index} came twice");
        Ok(())
    }
}

pub(crate) fn run_all(bench: &Bench, plan: &Plan, threads: usize) -> BTreeMap<u64, TrialRecord> {
    let mut shelf = Shelf::default();
    let stop = AtomicBool::new(false);
    run_into(bench, plan, threads, &stop, &mut shelf, &|_| {}).unwrap();
    shelf.0
}

pub(crate) fn run_into<S: Sink>(
    bench: &Bench,
    plan: &Plan,
    threads: usize,
    stop: &AtomicBool,
    sink: &mut S,
    tell: &(dyn Fn(RunEvent) + Sync),
) -> Result<u64, RunError> {
    run(bench, plan, Settings { threads, stop }, sink, tell)
}

/// A small plan: both arms of the A/B on a few instances.
pub(crate) fn small(bench: &Bench) -> Plan {
    let arms = ["bare-loop", "five-components"].map(String::from).into();
    let selection = Selection { arms, epochs: Some(2), limit: Some(24), ..Selection::default() };
    Plan::new(bench, &selection).unwrap()
}
