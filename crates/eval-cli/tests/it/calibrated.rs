//! The law of the gate over fresh luck: where nothing changed it blocks no more often than its
//! level says, and where a drop was planted it blocks as often as `plan` says.
//!
//! In process, from the world to the verdict; nothing is written and nothing is drawn twice.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use eval_analysis::{
    Cell, CompareSettings, GateSpec, Instance, Measured, Place, Provenance, Question, gate,
    noise_of_pilot, size_plan,
};
use eval_findings::{GateReport, Verdict};
use eval_runner::{Bench, Plan, Selection, Settings, Sink, Slice, run};
use eval_scenario::Suite;
use eval_store::{Admission, WriteRunError};
use eval_trace::{Outcome, Timing, TrialRecord};

use crate::support::shipped;

/// Seeds of the law. The share that is allowed leaves room for two standard errors of that many.
const SEEDS: u64 = 200;

/// Instances of the suite without a difference; the shipped 60 would take a minute more.
const FEW: u64 = 30;

const DROP: f64 = 0.2;
const POWER: f64 = 0.8;

/// Trials as they come, summed up by arm and instance.
#[derive(Default)]
struct Tallies(Mutex<BTreeMap<(String, u64), Cell>>);

impl Sink for Tallies {
    fn n_recorded(&self) -> u64 {
        0
    }

    fn admit(&self, _: u64) -> Admission {
        Admission::Wanted
    }

    fn record(&self, _: u64, trial: &TrialRecord, _: &Timing) -> Result<(), WriteRunError> {
        let mut tallies = self.0.lock().unwrap();
        let cell = tallies.entry((trial.key.arm.clone(), trial.key.instance)).or_default();
        cell.trials += 1;
        cell.scored += u32::from(trial.outcome != Outcome::Infra);
        cell.success += u32::from(trial.outcome.is_success());
        Ok(())
    }
}

/// A suite of aa-null, over so many of its instances.
fn bench(file: &str, instances: u64) -> Bench {
    let mut suite = Suite::load(&shipped().join("aa-null").join(file)).unwrap();
    suite.scenarios[0].instances = 0..instances;
    Bench::set_up(suite).unwrap()
}

/// The suite's two arms, measured with the luck of a seed.
fn measure(bench: &Bench, seed: u64) -> [Measured; 2] {
    let plan = Plan::new(bench, &Selection { seed: Some(seed), ..Selection::default() }).unwrap();
    let (tallies, stop) = (Tallies::default(), AtomicBool::new(false));
    let settings = Settings { threads: 1, stop: &stop };
    let ran = run(bench, &Slice::whole(&plan), settings, &tallies, &|_| {}).unwrap();
    assert_eq!(ran, plan.len());
    let tallies = tallies.0.into_inner().unwrap();
    let places: Arc<[Place]> = Arc::new([Place {
        scenario: "card".to_owned(),
        variant: "base".to_owned(),
        family: "card".to_owned(),
        tags: Vec::new(),
    }]);
    [0, 1].map(|arm| {
        let provenance = provenance(bench, arm, seed);
        let of_arm = tallies.iter().filter(|((name, _), _)| *name == provenance.arm);
        let instances =
            of_arm.map(|((_, seed), cell)| Instance { place: 0, seed: *seed, cell: *cell });
        Measured { instances: instances.collect(), places: Arc::clone(&places), provenance }
    })
}

fn provenance(bench: &Bench, arm: usize, seed: u64) -> Provenance {
    let arm = &bench.suite.arms[arm];
    Provenance {
        source: "memory".to_owned(),
        run_id: format!("seed-{seed}"),
        created: "2026-11-20T00:00:00Z".to_owned(),
        version: String::new(),
        git_commit: None,
        suite: bench.suite.name.clone(),
        suite_path: None,
        instances_hash: String::new(),
        families: 1,
        seed,
        max_turns: bench.suite.limits.max_turns,
        look: None,
        unfinished: 0,
        arm: arm.name.clone(),
        harness: arm.harness_as_written.clone(),
        harness_hash: String::new(),
        effective: serde_json::Value::Null,
        model: arm.model.clone(),
        model_hash: String::new(),
        model_effective: serde_json::Value::Null,
        simulated: true,
        stream: arm.stream,
    }
}

/// The arms of the suite under every seed, on two threads.
fn measured(bench: &Bench) -> Vec<[Measured; 2]> {
    let half = |first: u64| -> Vec<[Measured; 2]> {
        (first..=SEEDS).step_by(2).map(|seed| measure(bench, seed)).collect()
    };
    std::thread::scope(|scope| {
        let even = scope.spawn(|| half(2));
        let odd = half(1);
        [odd, even.join().unwrap()].concat()
    })
}

/// What the gate says of each, over the first so many instances.
fn judged(measured: &[[Measured; 2]], instances: u64) -> Vec<GateReport> {
    let cut = |arm: &Measured| {
        let kept = arm.instances.iter().filter(|instance| instance.seed < instances);
        Measured { instances: kept.copied().collect(), ..arm.clone() }
    };
    let judge = |[a, b]: &[Measured; 2]| {
        gate(&cut(a), &cut(b), &GateSpec::default(), &CompareSettings::default()).unwrap()
    };
    let reports: Vec<GateReport> = measured.iter().map(judge).collect();
    let seeds: BTreeSet<&str> = reports.iter().map(run_of).collect();
    assert_eq!(seeds.len() as u64, SEEDS, "each seed once");
    reports
}

fn run_of(report: &GateReport) -> &str {
    &report.comparison.as_ref().unwrap().baseline.run_id
}

fn share(reports: &[GateReport], holds: impl Fn(&GateReport) -> bool) -> f64 {
    let n = |count: usize| f64::from(u32::try_from(count).unwrap());
    n(reports.iter().filter(|report| holds(report)).count()) / n(reports.len())
}

fn share_of(reports: &[GateReport], verdict: Verdict) -> f64 {
    share(reports, |report| report.verdict == verdict)
}

/// What is told beside a law that does not hold, and with `--nocapture` beside one that does.
fn told(what: &str, reports: &[GateReport]) -> String {
    let of = |verdict: Verdict| {
        format!("{} {:.1} %", verdict.name(), 100.0 * share_of(reports, verdict))
    };
    let verdicts = [Verdict::Pass, Verdict::Inconclusive, Verdict::Block, Verdict::Invalid].map(of);
    format!("{what}, {SEEDS} seeds: {}", verdicts.join(", "))
}

/// Two standard errors of a share over the seeds.
fn room(share: f64) -> f64 {
    2.0 * (share * (1.0 - share) / f64::from(u32::try_from(SEEDS).unwrap())).sqrt()
}

/// How often a gate blocks that looks at the bare numbers: 3 points worse is worse.
fn naive(reports: &[GateReport]) -> f64 {
    share(reports, |report| {
        let found = report.comparison.as_ref().unwrap().success.estimate.unwrap();
        found <= -0.03 + 1e-9
    })
}

#[test]
fn where_nothing_changed_the_gate_keeps_to_its_level_and_a_bare_threshold_does_not() {
    let reports = judged(&measured(&bench("suite.toml", FEW)), FEW);
    let most = 0.05 + room(0.05);
    let told = told(&format!("aa-null, {FEW} instances, 3 epochs"), &reports);
    let blocks = share_of(&reports, Verdict::Block);
    assert!(blocks <= most, "more than {most:.3}: {told}");
    // The same data, and a law that a gate can break.
    let naive = naive(&reports);
    println!("{told}; a bare threshold of 3 points blocks {:.1} %", 100.0 * naive);
    assert!(naive > most, "a bare threshold blocks {naive:.3}, no more than {most:.3}: {told}");
}

#[test]
fn a_planted_drop_is_blocked_as_often_as_the_plan_says() {
    let pilot = bench("suite.toml", 60);
    // A seed that is not among those of the law.
    let [a, b] = measure(&pilot, 0);
    let question = Question {
        suite: "planted-drop".to_owned(),
        instances: 60,
        units: 60,
        epochs: pilot.suite.epochs,
        drop: DROP,
        margin: GateSpec::default().margin,
        power: POWER,
        alpha: GateSpec::default().alpha,
        per_trial: None,
    };
    let plan = size_plan(&question, noise_of_pilot(&a, Some(&b)).unwrap());
    let instances = plan.instances_for_drop.unwrap();
    assert!((10..60).contains(&instances), "{instances} are hardly what it takes");

    let measured = measured(&bench("planted-drop.toml", instances));
    let reports = judged(&measured, instances);
    let enough = told(&format!("planted-drop, {instances} instances, 3 epochs"), &reports);
    let (blocks, least) = (share_of(&reports, Verdict::Block), POWER - room(POWER));
    assert!(blocks >= least, "fewer than {least:.3}: {enough}");
    // A drop of twice the margin does not pass.
    assert!(share_of(&reports, Verdict::Pass) <= 0.05 + room(0.05), "{enough}");
    // A third of the instances would not have done, so the plan does say something.
    let few = judged(&measured, instances / 3);
    let too_few = told(&format!("planted-drop, {} instances, 3 epochs", instances / 3), &few);
    println!("{enough}\n{too_few}");
    assert!(share_of(&few, Verdict::Block) < least, "{too_few}");
}
