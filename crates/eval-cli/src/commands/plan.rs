//! `flywheel plan`: what a suite could see, before spending.

use std::path::Path;

use anyhow::{Context, bail};
use eval_analysis::{Measured, Question, assumed_noise, noise_of_floor, noise_of_pilot, size_plan};
use eval_findings::{ENOUGH_FAMILIES, PerTrial, PlannedNoise};
use eval_runner::{Bench, Plan, Selection};
use eval_scenario::Suite;
use eval_store::Run;

use crate::args::{Format, PlanArgs};
use crate::beside::{NoiseFile, noise_path, prices};
use crate::runs_in::MANIFEST;
use crate::screen::Screen;
use crate::show::size_plan as show;
use crate::sides;
use crate::status::Status;

pub(crate) fn plan(args: &PlanArgs, screen: Screen) -> anyhow::Result<Status> {
    if args.suite.join(MANIFEST).is_file() {
        bail!(
            "{0} is a run's folder; to take the noise from it: flywheel plan SUITE --pilot {0}",
            args.suite.display()
        );
    }
    let bench = Bench::set_up(Suite::load(&args.suite)?)?;
    let planned = Plan::new(&bench, &Selection::default())?;
    let Some(first) = planned.trial(0) else {
        screen.note("nothing to plan: the suite has no trial");
        return Ok(Status::NothingRan);
    };
    let shape = shape(&planned, &first.key.arm, &bench);
    let pilot = args.pilot.as_deref().map(|run| Pilot::of(run, args.arm.as_deref())).transpose()?;
    let noise = noise(args, pilot.as_ref())?;
    let question = Question {
        suite: bench.suite.name.clone(),
        instances: shape.instances,
        units: shape.units,
        epochs: planned.epochs,
        drop: args.drop / 100.0,
        margin: args.margin / 100.0,
        power: args.power,
        alpha: 0.05,
        per_trial: pilot.as_ref().map(|pilot| pilot.per_trial(args)).transpose()?.flatten(),
    };
    let mut found = size_plan(&question, noise);
    found.warnings.extend(pilot.and_then(|pilot| pilot.is_of_another(&bench)));
    match args.format {
        Format::Json => screen.print(serde_json::to_string_pretty(&found)?)?,
        Format::Human => screen.print(show::tell(&found, screen))?,
    }
    Ok(Status::Fine)
}

/// How much there is to compare, by the suite's first arm.
struct Shape {
    instances: u64,
    units: u64,
}

fn shape(plan: &Plan, arm: &str, bench: &Bench) -> Shape {
    let mut families = std::collections::BTreeSet::new();
    let (mut instances, mut last) = (0, None);
    for trial in plan.trials().filter(|trial| trial.key.arm == arm) {
        let key = (trial.key.scenario.clone(), trial.key.variant.clone(), trial.key.instance);
        if last.as_ref() != Some(&key) {
            instances += 1;
            let mut scenarios = bench.suite.scenarios.iter().map(|entry| &entry.scenario);
            let scenario = scenarios.find(|scenario| scenario.name == trial.key.scenario);
            families.extend(scenario.map(|scenario| scenario.family.clone()));
            last = Some(key);
        }
    }
    let enough = families.len() >= ENOUGH_FAMILIES;
    Shape { instances, units: if enough { families.len() as u64 } else { instances } }
}

/// A run to learn from: one arm, or two that can be compared.
struct Pilot {
    run: Run,
    a: Measured,
    b: Option<Measured>,
}

impl Pilot {
    fn of(dir: &Path, arm: Option<&str>) -> anyhow::Result<Self> {
        let run = Run::open(dir)?;
        let (a, b) = match arm {
            Some(_) => (sides::one(dir, arm)?, None),
            None => match sides::of_gate(dir, None, None) {
                Ok(sides) => (sides.a, Some(sides.b)),
                Err(_) => (sides::one(dir, None)?, None),
            },
        };
        Ok(Self { run, a, b })
    }

    /// That it is a run of another suite, where it is.
    fn is_of_another(&self, bench: &Bench) -> Option<String> {
        let (there, here) = (&self.a.provenance.suite, &bench.suite.name);
        (there != here).then(|| {
            format!("the pilot is a run of `{there}`, not of `{here}`: its noise may be another")
        })
    }

    /// What one trial takes, over the arms of the pilot.
    fn per_trial(&self, args: &PlanArgs) -> anyhow::Result<Option<PerTrial>> {
        let arms: Vec<&Measured> = std::iter::once(&self.a).chain(&self.b).collect();
        let models = arms.iter().map(|arm| arm.provenance.model.as_str());
        let prices = prices(args.prices.as_deref(), models)?;
        let (mut tokens, mut cost, mut trials) = (0.0, Some(0.0), 0.0);
        for arm in arms {
            let price = prices.of(&arm.provenance.model);
            for cell in arm.instances.iter().map(|instance| &instance.cell) {
                let scored = f64::from(cell.scored);
                tokens += (cell.input_tokens + cell.output_tokens) * scored;
                cost = cost.zip(price).map(|(cost, price)| {
                    cost + price.of(cell.input_tokens, cell.output_tokens) * scored
                });
                trials += scored;
            }
        }
        let seconds = eval_analysis::mean_seconds(&self.run)?;
        let per = |sum: f64| sum / trials;
        Ok((trials > 0.0).then(|| PerTrial { tokens: per(tokens), cost: cost.map(per), seconds }))
    }
}

/// The noise to plan with: of the pilot, else as it was kept beside the suite, else assumed.
fn noise(args: &PlanArgs, pilot: Option<&Pilot>) -> anyhow::Result<PlannedNoise> {
    if let Some(pilot) = pilot {
        let found = noise_of_pilot(&pilot.a, pilot.b.as_ref());
        let why = "the pilot repeats no instance, and noise shows only in repeats: run it with --epochs 2 \
                   or more";
        return found.context(why);
    }
    let kept = NoiseFile::read(&noise_path(&args.suite))?;
    match kept.floors.as_slice() {
        [] => Ok(assumed_noise(args.rate)),
        [first, ..] if first.within.is_finite() => Ok(noise_of_floor(first)),
        _ => bail!("{} is damaged", noise_path(&args.suite).display()),
    }
}
