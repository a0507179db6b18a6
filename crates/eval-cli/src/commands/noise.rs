//! `flywheel noise`: how far an arm differs from itself.

use std::path::{Path, PathBuf};

use anyhow::bail;
use eval_analysis::noise as measure;
use eval_runner::{Bench, Plan};
use eval_scenario::Suite;
use eval_store::Run;
use eval_trace::RunStatus;

use crate::args::{Early, Format, NoiseArgs, RunArgs};
use crate::beside::{NoiseFile, noise_path};
use crate::execute::{command, execute, selection};
use crate::runs_in::MANIFEST;
use crate::screen::Screen;
use crate::show::noise as show;
use crate::show::words::quoted;
use crate::status::Status;

/// Epochs that show noise, both halves together.
const FEWEST_EPOCHS: u32 = 6;

pub(crate) fn noise(args: &NoiseArgs, screen: Screen) -> anyhow::Result<Status> {
    let (run, suite) = if args.of.join(MANIFEST).is_file() {
        let run = Run::open(&args.of)?;
        let suite = PathBuf::from(&run.manifest().suite.path);
        (run, suite)
    } else {
        let Some(run) = of_suite(args, screen)? else { return Ok(Status::Interrupted) };
        (run, args.of.clone())
    };
    let first = run.manifest().arms.first().map(|arm| arm.name.clone());
    let Some(arm) = args.arm.clone().or(first) else { bail!("{} has no arm", args.of.display()) };
    let floor = measure(&run, &arm)?;
    let path = args.out.clone().unwrap_or_else(|| noise_path(&suite));
    if path.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        bail!(
            "the suite {} is not there any more, so there is no place beside it; name one with --out",
            suite.display()
        );
    }
    let mut file = NoiseFile::read(&path)?;
    file.put(floor.clone());
    file.write(&path)?;
    match args.format {
        Format::Json => screen.print(serde_json::to_string_pretty(&floor)?)?,
        Format::Human => {
            screen.print(show::tell(&floor, screen))?;
            screen.print(format!("\nkept in {}", quoted(&path.display().to_string())))?;
        }
    }
    Ok(Status::Fine)
}

/// Runs the suite with the one arm, often enough for two halves; none if it was interrupted.
fn of_suite(args: &NoiseArgs, screen: Screen) -> anyhow::Result<Option<Run>> {
    let suite = Suite::load(&args.of)?;
    let Some(first) = suite.arms.first().map(|arm| arm.name.clone()) else {
        bail!("{} has no arm", args.of.display());
    };
    let epochs = args.epochs.unwrap_or_else(|| (2 * suite.epochs).max(FEWEST_EPOCHS));
    let run = of_one_arm(&args.of, args.arm.clone().unwrap_or(first), epochs, args.quiet);
    let bench = Bench::set_up(suite)?;
    let plan = Plan::new(&bench, &selection(&run))?;
    let executed = execute(&run, &bench, &plan, screen)?;
    // `runs/latest` stays the run that was compared last: this one has one arm and a plan of its own.
    if executed.status == RunStatus::Complete {
        return Ok(Some(Run::open(&executed.dir)?));
    }
    screen.note(format!("go on: {}", screen.command_err(command(&run))));
    Ok(None)
}

fn of_one_arm(suite: &Path, arm: String, epochs: u32, quiet: bool) -> RunArgs {
    RunArgs {
        suite: suite.to_owned(),
        dry_run: false,
        filter: None,
        arm: vec![arm],
        epochs: Some(epochs),
        seed: None,
        threads: None,
        limit: None,
        shard: None,
        out: None,
        durable: false,
        events: None,
        early: Early { until_decided: false, looks: 5, gate: None, prices: None },
        format: Format::Human,
        quiet,
    }
}
