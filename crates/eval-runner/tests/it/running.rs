//! Runs: what one trial does is nobody else's business.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use eval_model::{Luck, Model, Program};
use eval_runner::{Plan, RunError, Selection, Sink, Slice};
use eval_scenario::Move;
use eval_store::{Admission, WriteRunError};
use eval_trace::{Answer, ModelRequest, Outcome, RunEvent, Shard, StopReason, Timing, TrialRecord};

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
fn what_is_there_is_not_run_again() {
    let bench = bench();
    let plan = small(&bench);
    let whole = run_all(&bench, &plan, 1);
    let mut some = whole.clone();
    some.retain(|index, _| index % 3 == 0);
    let (shelf, stop) = (Shelf::holding(some), AtomicBool::new(false));
    let told = Mutex::new(Vec::new());
    let tell = |event| told.lock().unwrap().push(event);
    let finished = run_into(&bench, &plan, 2, &stop, &shelf, &tell).unwrap();
    assert_eq!(finished, 16);
    let told = told.into_inner().unwrap();
    assert_eq!(told[0], RunEvent::RunStarted { planned: 24, there: 8 });
    assert_eq!(told.len(), 1 + 16);
    assert_eq!(shelf.records(), whole);
}

#[test]
fn slices_put_together_are_the_plan() {
    let bench = bench();
    let plan = small(&bench);
    let ids = |slice: &Slice<'_>| -> Vec<_> {
        (0..slice.len()).map(|index| slice.trial(index).unwrap().id).collect()
    };
    let whole = ids(&Slice::whole(&plan));
    assert_eq!(whole.len(), 24);
    for of in [1, 2, 5, 24, 40] {
        let shards = (1..=of).map(|index| Slice::shard(&plan, Shard { index, of }));
        let together: Vec<_> = shards.flat_map(|shard| ids(&shard)).collect();
        assert_eq!(together, whole, "{of} slices");
    }
    let rest = Slice::without(&plan, |id| whole[..20].contains(&id));
    assert_eq!(ids(&rest), whole[20..]);
    assert!(rest.trial(4).is_none() && Slice::whole(&plan).trial(24).is_none());
}

#[test]
fn a_stop_before_the_start_runs_nothing_and_says_what_is_left() {
    let bench = bench();
    let plan = small(&bench);
    let (shelf, stop) = (Shelf::default(), AtomicBool::new(true));
    let told = Mutex::new(Vec::new());
    let tell = |event| told.lock().unwrap().push(event);
    let finished = run_into(&bench, &plan, 2, &stop, &shelf, &tell).unwrap();
    assert_eq!((finished, shelf.n_recorded()), (0, 0));
    let told = told.into_inner().unwrap();
    assert_eq!(told[0], RunEvent::RunStarted { planned: 24, there: 0 });
    assert_eq!(told[1..], [RunEvent::Draining { left: 24 }]);
}

/// Stops the run when it has taken so many records.
struct Stopper<'a> {
    most: u64,
    stop: &'a AtomicBool,
    shelf: Shelf,
}

impl Sink for Stopper<'_> {
    fn n_recorded(&self) -> u64 {
        self.shelf.n_recorded()
    }

    fn admit(&self, index: u64) -> Admission {
        self.shelf.admit(index)
    }

    fn record(
        &self,
        index: u64,
        trial: &TrialRecord,
        timing: &Timing,
    ) -> Result<(), WriteRunError> {
        self.shelf.record(index, trial, timing)?;
        if self.n_recorded() >= self.most {
            self.stop.store(true, Ordering::Relaxed);
        }
        Ok(())
    }
}

#[test]
fn a_stop_lets_what_is_in_flight_finish() {
    let bench = bench();
    let plan = small(&bench);
    let stop = AtomicBool::new(false);
    let sink = Stopper { most: 5, stop: &stop, shelf: Shelf::default() };
    let finished = run_into(&bench, &plan, 2, &stop, &sink, &|_| {}).unwrap();
    let kept = sink.shelf.records();
    assert_eq!(finished, kept.len() as u64);
    assert!((5..=7).contains(&finished), "{finished}");
    let whole = run_all(&bench, &plan, 1);
    assert!(kept.iter().all(|(index, record)| whole[index] == *record));
}

/// A disk that is full from the third record on.
#[derive(Default)]
struct FullDisk(AtomicU32);

impl Sink for FullDisk {
    fn n_recorded(&self) -> u64 {
        0
    }

    fn admit(&self, _: u64) -> Admission {
        let full = self.0.load(Ordering::Relaxed) >= 3;
        if full { Admission::Closed } else { Admission::Wanted }
    }

    fn record(&self, index: u64, _: &TrialRecord, _: &Timing) -> Result<(), WriteRunError> {
        match self.0.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => Ok(()),
            2 => Err(WriteRunError::RecordedTwice { index }),
            _ => Err(WriteRunError::FailedBefore),
        }
    }
}

#[test]
fn a_sink_that_fails_ends_the_run_with_its_first_error() {
    let bench = bench();
    let plan = small(&bench);
    let stop = AtomicBool::new(false);
    let disk = FullDisk::default();
    let failed = run_into(&bench, &plan, 2, &stop, &disk, &|_| {});
    assert!(matches!(failed, Err(RunError::Write(WriteRunError::RecordedTwice { .. }))));
    assert!(disk.0.into_inner() <= 4, "only what was in flight came after it");
}
