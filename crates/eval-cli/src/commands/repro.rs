//! `flywheel repro`: run a stored trial again and compare.

use anyhow::Context;
use eval_runner::{first_difference, rerun};
use eval_store::Run;

use crate::args::{Format, ReproArgs};
use crate::find_trial::find_trial;
use crate::screen::Screen;
use crate::show::reproduction::{self, Reproduction};
use crate::status::Status;

pub(crate) fn repro(args: &ReproArgs, screen: Screen) -> anyhow::Result<Status> {
    let run = Run::open(&args.run)?;
    let mut stored = find_trial(&run, &args.trial)?;
    stored.events = run.trace(stored.id)?;
    let now = rerun(run.manifest(), &stored)
        .with_context(|| format!("cannot run `{}` again", stored.key))?;
    let difference = first_difference(&stored, &now);
    let status = if difference.is_none() { Status::Fine } else { Status::Differs };
    let reproduction = Reproduction { run: &run, stored: &stored, difference };
    match args.format {
        Format::Json => {
            screen.print(serde_json::to_string_pretty(&reproduction::json(&reproduction))?)?;
        }
        Format::Human => {
            for line in reproduction::tell(&reproduction, screen) {
                screen.print(line)?;
            }
        }
    }
    Ok(status)
}
