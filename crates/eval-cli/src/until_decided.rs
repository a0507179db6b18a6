//! Running look by look, until a gate is decided.
//!
//! Each look adds instances, drawn at random once for the suite and its seed. The looks are planned
//! beforehand and each is judged at its own level (O'Brien and Fleming), so that all of them
//! together raise no more false alarms than one look at the end would. Nothing is looked at in
//! between.

use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use eval_analysis::{GateSpec, gate};
use eval_findings::{GateReport, Verdict};
use eval_runner::{Bench, Plan, Selection};
use eval_scenario::Arm;
use eval_store::Run;
use eval_trace::{Manifest, PlannedLook, RunStatus};

use crate::args::{Leniency, RunArgs};
use crate::beside::settings;
use crate::conclude::conclude;
use crate::execute::{command, execute, selection};
use crate::run_folder::{self, RUNS};
use crate::screen::Screen;
use crate::show::words::{plural, quoted};
use crate::sides;
use crate::status::Status;

pub(crate) fn until_decided(
    args: &RunArgs,
    bench: &Bench,
    screen: Screen,
) -> anyhow::Result<Status> {
    let spec = args.early.gate.as_deref().map(GateSpec::load).transpose()?.unwrap_or_default();
    let plans = plans(args, bench)?;
    if plans.iter().any(Plan::is_empty) {
        screen.note("nothing to run: there are fewer instances than looks, or none is left");
        return Ok(Status::NothingRan);
    }
    if let Some(last) = plans.last() {
        can_be_judged(last, bench, &spec)?;
    }
    let (mut out, first) = where_it_stands(args, &plans, &spec);
    let (mut dir, mut across) = (PathBuf::new(), false);
    for plan in &plans[first..] {
        let look = RunArgs { out: out.clone(), ..args.clone() };
        let executed = execute(&look, bench, plan, screen)?;
        executed.point_latest(args, screen);
        dir.clone_from(&executed.dir);
        if executed.status != RunStatus::Complete {
            conclude(&Run::open(&dir)?, args.format, screen)?;
            let go_on = RunArgs { out: Some(dir), ..args.clone() };
            screen.note(format!("go on: {}", screen.command_err(command(&go_on))));
            return Ok(Status::Interrupted);
        }
        out = Some(dir.clone());
        let report = judge(&dir, args, &spec)?;
        screen.note(said(&report, plan));
        across = report
            .comparison
            .is_some_and(|found| found.baseline.model_hash != found.candidate.model_hash);
        if matches!(report.verdict, Verdict::Pass | Verdict::Block | Verdict::Invalid) {
            break;
        }
    }
    let concluded = conclude(&Run::open(&dir)?, args.format, screen)?;
    screen.note(format!(
        "the verdict whole: {}",
        screen.command_err(gate_command(args, &dir, across, has_baseline_elsewhere(&spec)))
    ));
    Ok(concluded)
}

/// What to type to see the verdict whole, as it was reached here.
fn gate_command(args: &RunArgs, dir: &Path, across_models: bool, partial: bool) -> String {
    let file = |path: &PathBuf| quoted(&path.display().to_string());
    let mut words = vec![format!("flywheel gate {}", file(&dir.to_owned()))];
    words.extend(args.early.gate.iter().map(|path| format!("--config {}", file(path))));
    words.extend(args.early.prices.iter().map(|path| format!("--prices {}", file(path))));
    words.extend(across_models.then(|| "--across-models".to_owned()));
    words.extend(partial.then(|| "--allow-partial".to_owned()));
    words.join(" ")
}

/// The plans of all looks, each with the instances of those before it.
fn plans(args: &RunArgs, bench: &Bench) -> anyhow::Result<Vec<Plan>> {
    let look = |taken| {
        let look = Some(PlannedLook { taken, planned: args.early.looks });
        Plan::new(bench, &Selection { look, ..selection(args) })
    };
    Ok((1..=args.early.looks).map(look).collect::<Result<_, _>>()?)
}

/// Refuses what no look could be judged by, before anything is spent on it: a baseline that is an
/// arm of the run, and a candidate, have to be in the plan.
fn can_be_judged(plan: &Plan, bench: &Bench, spec: &GateSpec) -> anyhow::Result<()> {
    let planned = plan.trials_by_arm();
    let arms = bench.suite.arms.iter().filter(|arm| planned.contains_key(arm.name.as_str()));
    let arms: Vec<&Arm> = arms.collect();
    let known = || arms.iter().map(|arm| arm.name.as_str()).collect::<Vec<_>>().join(", ");
    let named = |name: &str| {
        let arm = arms.iter().find(|arm| arm.name == name);
        arm.ok_or_else(|| anyhow!("the plan has no arm `{name}` to judge; there are: {}", known()))
    };
    let candidate = spec.candidate.as_deref().map(named).transpose()?;
    let baseline = match spec.baseline.as_deref() {
        // What it is lies elsewhere.
        Some(word) if !sides::is_arm(word) => return Ok(()),
        Some(name) => named(name)?,
        None => match arms.first() {
            Some(first) => first,
            None => return Ok(()),
        },
    };
    let rivals = arms.iter().filter(|arm| arm.name != baseline.name && share(bench, arm, baseline));
    match (candidate, rivals.count()) {
        (Some(candidate), _) if candidate.name == baseline.name => {
            bail!("`{}` is the baseline, so it cannot be the candidate too", candidate.name)
        }
        (Some(_), _) | (None, 1) => Ok(()),
        (None, 0) => bail!("no other arm plays the instances of `{}` to be judged", baseline.name),
        (None, _) => bail!(
            "several arms play the instances of `{}`: say in a gate's file, with `candidate`, which \
             is judged; there are: {}",
            baseline.name,
            known()
        ),
    }
}

/// Whether two arms play an instance in common.
fn share(bench: &Bench, one: &Arm, other: &Arm) -> bool {
    bench.suite.scenarios.iter().any(|entry| {
        let name = &entry.scenario.name;
        entry.variants.iter().any(|variant| one.plays(name, variant) && other.plays(name, variant))
    })
}

/// The folder to go on in, and the look that stands there; the beginning, where none does.
fn where_it_stands(args: &RunArgs, plans: &[Plan], spec: &GateSpec) -> (Option<PathBuf>, usize) {
    let look_of = |there: &Manifest| plans.iter().position(|plan| plan.hash == there.plan_hash);
    let found = match (&args.out, plans.first()) {
        (Some(dir), _) => Run::open(dir).ok().map(|run| (dir.clone(), run.manifest().clone())),
        // All looks stand in the folder of the first.
        (None, Some(first)) => run_folder::newest(Path::new(RUNS), first.hash, |there| {
            look_of(there).is_some() && there.shard.is_none()
        })
        .filter(|(dir, there)| there.status != RunStatus::Complete || is_open(dir, args, spec)),
        (None, None) => None,
    };
    let standing = found.and_then(|(dir, there)| Some((dir, look_of(&there)?)));
    standing.map_or_else(|| (args.out.clone(), 0), |(dir, look)| (Some(dir), look))
}

/// Whether a run that stands at a look is not decided, and has looks left.
fn is_open(dir: &Path, args: &RunArgs, spec: &GateSpec) -> bool {
    judge(dir, args, spec).is_ok_and(|report| {
        report.verdict == Verdict::Inconclusive
            && report.look.is_some_and(|look| look.taken < look.planned)
    })
}

fn judge(dir: &Path, args: &RunArgs, spec: &GateSpec) -> anyhow::Result<GateReport> {
    let sides = sides::of_gate(dir, spec.baseline.as_deref(), spec.candidate.as_deref())?;
    // A baseline from elsewhere has all instances, and a look only some of them.
    let leniency = Leniency {
        allow_partial: has_baseline_elsewhere(spec),
        across_models: true,
        prices: args.early.prices.clone(),
    };
    let settings = settings(&sides, &leniency)?;
    Ok(gate(&sides.a, &sides.b, spec, &settings)?)
}

fn has_baseline_elsewhere(spec: &GateSpec) -> bool {
    spec.baseline.as_deref().is_some_and(|word| !sides::is_arm(word))
}

fn said(report: &GateReport, plan: &Plan) -> String {
    let look = report.look.map_or_else(String::new, |look| {
        format!("look {} of {}, {}: ", look.taken, look.planned, plural(plan.len(), "trial"))
    });
    format!("{look}{}", report.headline)
}
