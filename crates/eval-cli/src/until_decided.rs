//! Running look by look, until a gate is decided.
//!
//! Each look adds instances, drawn at random once for the suite and its seed. The looks are planned
//! beforehand and each is judged at its own level (O'Brien and Fleming), so that all of them
//! together raise no more false alarms than one look at the end would. Nothing is looked at in
//! between.

use std::path::PathBuf;

use eval_analysis::{GateSpec, gate};
use eval_findings::{GateReport, Verdict};
use eval_runner::{Bench, Plan, Selection};
use eval_store::Run;
use eval_trace::{PlannedLook, RunStatus};

use crate::args::{Leniency, RunArgs};
use crate::beside::settings;
use crate::conclude::conclude;
use crate::execute::{command, execute, selection};
use crate::run_folder;
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
    let (mut out, first) = where_it_stands(args, &plans);
    let (mut dir, mut across) = (PathBuf::new(), "");
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
        let report = judge(&dir, &spec)?;
        screen.note(said(&report, plan));
        if report
            .comparison
            .is_some_and(|found| found.baseline.model_hash != found.candidate.model_hash)
        {
            across = " --across-models";
        }
        if matches!(report.verdict, Verdict::Pass | Verdict::Block | Verdict::Invalid) {
            break;
        }
    }
    let concluded = conclude(&Run::open(&dir)?, args.format, screen)?;
    let gate_file = args.early.gate.as_ref().map_or_else(String::new, |file| {
        format!(" --config {}", quoted(&file.display().to_string()))
    });
    let gate = format!("flywheel gate {}{gate_file}{across}", quoted(&dir.display().to_string()));
    screen.note(format!("the verdict whole: {}", screen.command_err(gate)));
    Ok(concluded)
}

/// The plans of all looks, each with the instances of those before it.
fn plans(args: &RunArgs, bench: &Bench) -> anyhow::Result<Vec<Plan>> {
    let look = |taken| {
        let look = Some(PlannedLook { taken, planned: args.early.looks });
        Plan::new(bench, &Selection { look, ..selection(args) })
    };
    Ok((1..=args.early.looks).map(look).collect::<Result<_, _>>()?)
}

/// The folder to go on in, and the look that stands there; the beginning, where none does.
fn where_it_stands(args: &RunArgs, plans: &[Plan]) -> (Option<PathBuf>, usize) {
    let there = |plan: &Plan| match &args.out {
        Some(dir) => {
            let run = Run::open(dir).ok()?;
            (run.manifest().plan_hash == plan.hash).then(|| dir.clone())
        }
        None => run_folder::unfinished_of(plan.hash),
    };
    let mut looks = plans.iter().enumerate().rev();
    let found = looks.find_map(|(look, plan)| Some((there(plan)?, look)));
    found.map_or_else(|| (args.out.clone(), 0), |(dir, look)| (Some(dir), look))
}

fn judge(dir: &std::path::Path, spec: &GateSpec) -> anyhow::Result<GateReport> {
    let sides = sides::of_gate(dir, spec.baseline.as_deref(), spec.candidate.as_deref())?;
    let leniency = Leniency { allow_partial: false, across_models: true, prices: None };
    let settings = settings(&sides, &leniency)?;
    Ok(gate(&sides.a, &sides.b, spec, &settings)?)
}

fn said(report: &GateReport, plan: &Plan) -> String {
    let look = report.look.map_or_else(String::new, |look| {
        format!("look {} of {}, {}: ", look.taken, look.planned, plural(plan.len(), "trial"))
    });
    format!("{look}{}", report.headline)
}
