//! `flywheel baseline`: an arm's results in a small file, to be kept in git and gated against.

use std::path::{Path, PathBuf};

use anyhow::bail;
use eval_analysis::{bless, read_baseline};
use eval_findings::Baseline;
use jiff::Timestamp;

use crate::args::{BaselineAction, BaselineArgs, BlessArgs, Format, ShowBaselineArgs};
use crate::beside::write_whole;
use crate::measures::age_of;
use crate::screen::Screen;
use crate::show::numbers::rate;
use crate::show::words::{plural, quoted, safe};
use crate::sides;
use crate::status::Status;

/// A share of trials lost to infra beyond which nothing is blessed.
const MOST_LOST: f64 = 0.05;

pub(crate) fn baseline(args: &BaselineArgs, screen: Screen) -> anyhow::Result<Status> {
    match &args.action {
        BaselineAction::Bless(args) => bless_arm(args, screen),
        BaselineAction::Show(args) => show(args, screen),
    }
}

fn bless_arm(args: &BlessArgs, screen: Screen) -> anyhow::Result<Status> {
    let arm = sides::one(&args.run, args.arm.as_deref())?;
    let from = &arm.provenance;
    if arm.instances.is_empty() {
        screen.note(format!("nothing to bless: `{}` has no trial", safe(&from.arm)));
        return Ok(Status::NothingRan);
    }
    if from.unfinished > 0 {
        bail!(
            "{} is unfinished ({} planned trials are not there); finish it, then bless it",
            from.source,
            from.unfinished
        );
    }
    let now = Timestamp::now();
    let blessed = bless(&arm, now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), args.note.clone());
    let (trials, scored) = counts(&blessed);
    if lost_share(trials, scored) > MOST_LOST {
        screen.note(format!(
            "not blessed: {} of {} were lost to infra, more than 5 %",
            trials - scored,
            plural(trials, "trial")
        ));
        return Ok(Status::Invalid);
    }
    let path = args.out.clone().unwrap_or_else(|| usual_place(&blessed));
    let replaced = read_baseline(&path).ok().map(|(old, _)| old);
    write_whole(&path, &(serde_json::to_string_pretty(&blessed)? + "\n"))?;
    screen.print(format!("blessed {}", describe(&blessed, now)))?;
    if let Some(old) = replaced {
        screen.print(format!("in place of {}", describe(&old, now)))?;
    }
    let file = quoted(&path.display().to_string());
    screen.print(format!("kept in {file}; commit it"))?;
    let gate = format!("flywheel gate RUN --baseline {file}");
    screen.print(format!("next: {}", screen.command(gate)))?;
    Ok(Status::Fine)
}

fn show(args: &ShowBaselineArgs, screen: Screen) -> anyhow::Result<Status> {
    let (found, _) = read_baseline(&args.file)?;
    match args.format {
        Format::Json => screen.print(serde_json::to_string_pretty(&found)?)?,
        Format::Human => {
            screen.print(describe(&found, Timestamp::now()))?;
            let short = |hash: &str| hash.chars().take(8).collect::<String>();
            screen.print(screen.dim(format!(
                "run {} of version {}{}; instances {}, harness {}, model {}",
                safe(&found.run_id),
                safe(&found.version),
                found.git_commit.as_deref().map_or_else(String::new, |commit| {
                    format!(", commit {}", safe(&short(commit)))
                }),
                safe(&short(&found.instances_hash)),
                safe(&short(&found.harness_hash)),
                safe(&short(&found.model_hash)),
            )))?;
        }
    }
    Ok(Status::Fine)
}

fn describe(baseline: &Baseline, now: Timestamp) -> String {
    let (trials, scored) = counts(baseline);
    let instances: usize = baseline.results.iter().map(|results| results.instance.len()).sum();
    let rates: Vec<f64> = baseline
        .results
        .iter()
        .flat_map(|results| results.success.iter().zip(&results.scored))
        .filter(|(_, scored)| **scored > 0)
        .map(|(success, scored)| f64::from(*success) / f64::from(*scored))
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
    let mean = (!rates.is_empty()).then(|| rates.iter().sum::<f64>() / rates.len() as f64);
    let age = baseline.created.parse().map_or_else(
        |_| "of unknown age".to_owned(),
        |created| format!("run {} ago", age_of(created, now)),
    );
    let note =
        baseline.note.as_deref().map_or_else(String::new, |note| format!(" ({})", safe(note)));
    format!(
        "`{}` of {}: {} over {}, {}, {} lost to infra, {age}{note}",
        safe(&baseline.arm),
        safe(&baseline.suite),
        rate(mean),
        plural(instances as u64, "instance"),
        plural(trials, "trial"),
        trials - scored,
    )
}

/// Trials, and those that count.
fn counts(baseline: &Baseline) -> (u64, u64) {
    let sum = |column: fn(&eval_findings::BaselineResults) -> &Vec<u32>| {
        baseline.results.iter().flat_map(column).map(|count| u64::from(*count)).sum()
    };
    (sum(|results| &results.trials), sum(|results| &results.scored))
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
fn lost_share(trials: u64, scored: u64) -> f64 {
    if trials == 0 { 0.0 } else { (trials - scored) as f64 / trials as f64 }
}

/// `baselines/SUITE.ARM.json`.
fn usual_place(baseline: &Baseline) -> PathBuf {
    let plain = |name: &str| -> String {
        let sign =
            |sign: char| if sign.is_alphanumeric() || "-_.".contains(sign) { sign } else { '-' };
        name.chars().map(sign).collect()
    };
    Path::new("baselines").join(format!("{}.{}.json", plain(&baseline.suite), plain(&baseline.arm)))
}
