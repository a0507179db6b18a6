//! The shipped suite, set up, and a sink that keeps records in memory.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use eval_runner::{Bench, Plan, RunError, Selection, Settings, Sink, Slice, run};
use eval_scenario::Suite;
use eval_store::{Admission, WriteRunError};
use eval_trace::{RunEvent, Timing, TrialRecord};

pub(crate) fn bench() -> Bench {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/sre-triage/suite.toml");
    Bench::set_up(Suite::load(&suite).unwrap()).unwrap()
}

/// Records by their place in the plan.
#[derive(Default)]
pub(crate) struct Shelf(Mutex<BTreeMap<u64, TrialRecord>>);

impl Shelf {
    pub(crate) fn holding(records: BTreeMap<u64, TrialRecord>) -> Self {
        Self(Mutex::new(records))
    }

    pub(crate) fn records(self) -> BTreeMap<u64, TrialRecord> {
        self.0.into_inner().unwrap()
    }
}

impl Sink for Shelf {
    fn n_recorded(&self) -> u64 {
        self.0.lock().unwrap().len() as u64
    }

    fn admit(&self, index: u64) -> Admission {
        let there = self.0.lock().unwrap().contains_key(&index);
        if there { Admission::Recorded } else { Admission::Wanted }
    }

    fn record(&self, index: u64, trial: &TrialRecord, _: &Timing) -> Result<(), WriteRunError> {
        let before = self.0.lock().unwrap().insert(index, trial.clone());
        assert!(before.is_none(), "trial {index} came twice");
        Ok(())
    }
}

pub(crate) fn run_all(bench: &Bench, plan: &Plan, threads: usize) -> BTreeMap<u64, TrialRecord> {
    let shelf = Shelf::default();
    let stop = AtomicBool::new(false);
    run_into(bench, plan, threads, &stop, &shelf, &|_| {}).unwrap();
    shelf.records()
}

pub(crate) fn run_into<S: Sink>(
    bench: &Bench,
    plan: &Plan,
    threads: usize,
    stop: &AtomicBool,
    sink: &S,
    tell: &(dyn Fn(RunEvent) + Sync),
) -> Result<u64, RunError> {
    run(bench, &Slice::whole(plan), Settings { threads, stop }, sink, tell)
}

/// A small plan: both arms of the A/B on a few instances.
pub(crate) fn small(bench: &Bench) -> Plan {
    let arms = ["bare-loop", "five-components"].map(String::from).into();
    let selection = Selection { arms, epochs: Some(2), limit: Some(24), ..Selection::default() };
    Plan::new(bench, &selection).unwrap()
}
