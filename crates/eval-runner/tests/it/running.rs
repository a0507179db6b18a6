//! Runs: what one trial does is nobody else's business.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use eval_model::{Luck, Model, Program};
use eval_runner::{Plan, RunError, Selection, Sink};
use eval_scenario::Move;
use eval_store::WriteRunError;
use eval_trace::{Answer, ModelRequest, Outcome, RunEvent, StopReason, Timing, TrialRecord};

use crate::support::{Shelf, bench, run_all, run_into, small};

/// Panics on the instances whose prompt holds a word.
struct Landmine(&'static str);

impl Model for Landmine {
    fn wants(&self, _: &ModelRequest, _: &Luck) -> Program {
        Program::Oracle
    }

    fn answer(&self, request: &ModelRequest, cue: Option<&Move>, luck: &Luck) -> Answer {
        let prompt = request.messages.iter().any(|message| message.text.as_str().contains(self.0));
        assert!(!prompt, "stepped on {}", self.0);
        eval_model::offline(&eval_scenario::ModelKind::Oracle).answer(request, cue, luck)
    }
}

#[test]
fn a_panic_is_that_trials_infra_and_nobody_elses() {
    let mut bench = bench();
    bench.replace_model("bare-loop", &(Arc::new(Landmine("checkout-")) as Arc<dyn Model>));
    let bare =
        Selection { arms: vec!["bare-loop".into()], epochs: Some(1), ..Selection::default() };
    let plan = Plan::new(&bench, &bare).unwrap();
    let records = run_all(&bench, &plan, 2);
    assert_eq!(records.len(), 60);
    let (hit, spared): (Vec<_>, Vec<_>) =
        records.values().partition(|record| record.outcome == Outcome::Infra);
    assert!(!hit.is_empty() && !spared.is_empty());
    for record in hit {
        assert_eq!(record.stop, StopReason::Infra);
        assert_eq!(record.detail, "the toolkit panicked: stepped on checkout-");
        let last: Vec<_> = record.events.iter().map(|event| event.kind.name()).collect();
        assert_eq!(last[last.len() - 3..], ["infra_failed", "terminated", "trial_ended"]);
    }
    assert!(spared.iter().all(|record| record.outcome == Outcome::Success));
    assert_eq!(records, run_all(&bench, &plan, 1), "panics too are the same on any thread");
}

#[test]
fn records_do_not_depend_on_the_number_of_threads() {
    let bench = bench();
    let plan = small(&bench);
    let alone = run_all(&bench, &plan, 1);
    assert_eq!(alone.len(), usize::try_from(plan.len()).unwrap());
    assert_eq!(alone, run_all(&bench, &plan, 2));
    assert_eq!(alone, run_all(&bench, &plan, 16), "more threads than trials at a time");
}

#[test]
fn both_arms_meet_the_same_luck() {
    let bench = bench();
    let plan = small(&bench);
    let records = run_all(&bench, &plan, 2);
    let first_answer = |record: &TrialRecord| {
        record.events.iter().find_map(|event| match &event.kind {
            eval_trace::EventKind::ModelAnswered {
                reply,
                parse: eval_trace::Parse::Answer,
                ..
            } => Some(reply.text.clone()),
            _ => None,
        })
    };
    for pair in records.values().collect::<Vec<_>>().chunks(2) {
        assert_eq!(pair[0].key.instance, pair[1].key.instance);
        assert_eq!(first_answer(pair[0]), first_answer(pair[1]), "{}", pair[0].key);
    }
}

#[test]
fn a_stop_before_the_start_runs_nothing_and_says_what_is_left() {
    let bench = bench();
    let plan = small(&bench);
    let (mut shelf, stop) = (Shelf::default(), AtomicBool::new(true));
    let told = Mutex::new(Vec::new());
    let tell = |event| told.lock().unwrap().push(event);
    let finished = run_into(&bench, &plan, 2, &stop, &mut shelf, &tell).unwrap();
    assert_eq!((finished, shelf.0.len()), (0, 0));
    let told = told.into_inner().unwrap();
    assert_eq!(told[0], RunEvent::RunStarted { planned: 24 });
    assert_eq!(told[1..], [RunEvent::Draining { left: 24 }]);
}

/// Stops the run when it has taken so many records.
struct Stopper<'a> {
    n_left: usize,
    stop: &'a AtomicBool,
    shelf: Shelf,
}

impl Sink for Stopper<'_> {
    fn record(
        &mut self,
        index: u64,
        trial: TrialRecord,
        timing: Timing,
    ) -> Result<(), WriteRunError> {
        self.n_left = self.n_left.saturating_sub(1);
        if self.n_left == 0 {
            self.stop.store(true, Ordering::Relaxed);
        }
        self.shelf.record(index, trial, timing)
    }
}

#[test]
fn a_stop_lets_what_is_in_flight_finish() {
    let bench = bench();
    let plan = small(&bench);
    let stop = AtomicBool::new(false);
    let mut sink = Stopper { n_left: 5, stop: &stop, shelf: Shelf::default() };
    let finished = run_into(&bench, &plan, 2, &stop, &mut sink, &|_| {}).unwrap();
    assert_eq!(finished, sink.shelf.0.len() as u64);
    assert!((5..=7).contains(&finished), "{finished}");
    let whole = run_all(&bench, &plan, 1);
    assert!(sink.shelf.0.iter().all(|(index, record)| whole[index] == *record));
}

/// A disk that is full from the third record on.
struct FullDisk(u32);

impl Sink for FullDisk {
    fn record(&mut self, _: u64, _: TrialRecord, _: Timing) -> Result<(), WriteRunError> {
        self.0 += 1;
        if self.0 < 3 { Ok(()) } else { Err(WriteRunError::FailedBefore) }
    }
}

#[test]
fn a_sink_that_fails_ends_the_run() {
    let bench = bench();
    let plan = small(&bench);
    let stop = AtomicBool::new(false);
    let mut disk = FullDisk(0);
    let failed = run_into(&bench, &plan, 2, &stop, &mut disk, &|_| {});
    assert!(matches!(failed, Err(RunError::Write(_))));
    assert_eq!(disk.0, 3, "nobody tries again");
}
