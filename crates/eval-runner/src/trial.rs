//! One trial, from its plan to its record.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use eval_kernel::{Effect, Input, Kernel, Start, Toolbox};
use eval_model::Luck;
use eval_trace::{Answer, Digest, Event, Infra, Text, TrialRecord};
use eval_world::{Instance, WorldFault};

use crate::bench::ReadyArm;
use crate::drive::{Players, drive};
use crate::judge::{Judgement, judge};
use crate::proof::Ground;
use crate::record::{blank, filled};
use crate::{Bench, Plan, TrialPlan};

/// A worker's memory of the instance it played last: in plan order, all arms
/// and epochs of an instance stand side by side.
#[derive(Default)]
pub(crate) struct LastInstance {
    place: Option<(usize, String, u64)>,
    instance: Option<Result<Instance, WorldFault>>,
}

impl LastInstance {
    fn get(&mut self, bench: &Bench, trial: &TrialPlan) -> Result<Instance, WorldFault> {
        let place = (trial.scenario, trial.key.variant.clone(), trial.key.instance);
        if self.place.as_ref() != Some(&place) {
            self.instance = None;
            self.place = Some(place);
        }
        self.instance.get_or_insert_with(|| set_scene(bench, trial)).clone()
    }
}

fn set_scene(bench: &Bench, trial: &TrialPlan) -> Result<Instance, WorldFault> {
    let scenario = &bench.suite.scenarios[trial.scenario].scenario;
    let variant = &scenario.variants[&trial.key.variant];
    bench.scenarios[trial.scenario].world.instance(variant, trial.key.instance)
}

/// Runs one trial. Whatever goes wrong is in the record: a broken world or a
/// panic is that trial's `infra`, and nobody else's.
pub(crate) fn run_trial(
    bench: &Bench,
    plan: &Plan,
    trial: &TrialPlan,
    last: &mut LastInstance,
) -> TrialRecord {
    let instance = match unless_it_panics(|| last.get(bench, trial)) {
        Ok(Ok(instance)) => instance,
        Ok(Err(fault)) => return without_a_scene(bench, trial, &format!("world: {fault}")),
        Err(panic) => {
            *last = LastInstance::default();
            return without_a_scene(bench, trial, &panic);
        }
    };
    let seat = Seat::new(bench, plan, trial, &instance);
    unless_it_panics(|| seat.play()).unwrap_or_else(|panic| seat.broken_off(&panic))
}

/// What was done, or the words of the panic that kept it from being done.
pub(crate) fn unless_it_panics<T>(action: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(action))
        .map_err(|panic| format!("the toolkit panicked: {}", words_of(panic.as_ref())))
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
}

/// A trial whose world could not even be set up.
fn without_a_scene(bench: &Bench, trial: &TrialPlan, cause: &str) -> TrialRecord {
    let start = Start {
        task: Text::new(""),
        toolbox: Arc::clone(&bench.scenarios[trial.scenario].toolbox),
        granted: Vec::new(),
        max_turns: bench.suite.limits.max_turns,
        seed: 0,
    };
    let nothing = Digest::of_bytes(b"");
    let diary = broken_off(&bench.arms[trial.arm], start, cause);
    let record = blank(bench, trial, nothing, nothing);
    filled(record, diary, Judgement::infra(cause.to_owned()), nothing)
}

/// The diary of a trial that was not played: its start and the cause.
fn broken_off(arm: &ReadyArm, start: Start, cause: &str) -> Vec<Event> {
    let (mut kernel, first) = Kernel::start(Arc::clone(&arm.harness), start);
    if let Effect::Request(batch) = first {
        let infra = || Answer::Infra(Infra { cause: cause.to_owned() });
        let answers = batch.requests.iter().map(|request| (request.id, infra())).collect();
        kernel.step(Input::Answered { answers, at: 0 });
    }
    kernel.into_diary()
}

/// A trial with everything it needs.
struct Seat<'a> {
    bench: &'a Bench,
    trial: &'a TrialPlan,
    arm: &'a ReadyArm,
    toolbox: &'a Arc<Toolbox>,
    instance: &'a Instance,
    luck: Luck,
}

impl<'a> Seat<'a> {
    fn new(bench: &'a Bench, plan: &Plan, trial: &'a TrialPlan, instance: &'a Instance) -> Self {
        let arm = &bench.arms[trial.arm];
        let key = &trial.key;
        // Never the arm's name: both arms of a comparison meet the same luck.
        let stream = arm.arm.stream;
        let luck = (plan.seed, &key.scenario, &key.variant, key.instance, key.epoch, stream);
        let luck = Luck::new(Digest::of(&luck));
        let toolbox = &bench.scenarios[trial.scenario].toolbox;
        Self { bench, trial, arm, toolbox, instance, luck }
    }

    fn start(&self) -> Start {
        Start {
            task: self.instance.prompt().clone(),
            toolbox: Arc::clone(self.toolbox),
            granted: self.instance.granted(),
            max_turns: self.bench.suite.limits.max_turns,
            seed: self.luck.seed("kernel"),
        }
    }

    fn play(&self) -> TrialRecord {
        let mut stage = self.instance.stage();
        let (mut kernel, first) = Kernel::start(Arc::clone(&self.arm.harness), self.start());
        let mut players = Players { model: &*self.arm.model, luck: self.luck, stage: &mut stage };
        let finish = drive(&mut kernel, first, &mut players);
        let ground = Ground { instance: self.instance, toolbox: self.toolbox };
        let judgement = judge(&ground, &stage, &finish, kernel.diary());
        filled(self.blank(), kernel.into_diary(), judgement, stage.state())
    }

    fn broken_off(&self, cause: &str) -> TrialRecord {
        let diary = broken_off(self.arm, self.start(), cause);
        filled(self.blank(), diary, Judgement::infra(cause.to_owned()), self.instance.state())
    }

    fn blank(&self) -> TrialRecord {
        blank(self.bench, self.trial, self.instance.hash(), self.instance.state())
    }
}
