//! `flywheel run`: plan, drive, store, sum up.

use eval_runner::{Bench, Plan};
use eval_scenario::Suite;
use eval_store::Run;
use eval_trace::RunStatus;

use crate::args::RunArgs;
use crate::conclude::conclude;
use crate::execute::{command, execute, manifest, selection, slice_of};
use crate::screen::Screen;
use crate::show::dry_run;
use crate::status::Status;
use crate::until_decided::until_decided;

pub(crate) fn run(args: &RunArgs, screen: Screen) -> anyhow::Result<Status> {
    let bench = Bench::set_up(Suite::load(&args.suite)?)?;
    if args.early.until_decided && !args.dry_run {
        return until_decided(args, &bench, screen);
    }
    let plan = Plan::new(&bench, &selection(args))?;
    let slice = slice_of(&plan, args);
    if slice.is_empty() {
        screen.note("nothing to run: no trial of the suite is left by the selection");
        return Ok(Status::NothingRan);
    }
    if args.dry_run {
        dry_run::show(&bench, &plan, &manifest(args, &bench, &slice), args.format, screen)?;
        return Ok(Status::Fine);
    }
    let executed = execute(args, &bench, &plan, screen)?;
    let concluded = conclude(&Run::open(&executed.dir)?, args.format, screen)?;
    executed.point_latest(args, screen);
    if executed.status == RunStatus::Complete {
        return Ok(concluded);
    }
    screen.note(format!("go on: {}", screen.command_err(command(args))));
    Ok(Status::Interrupted)
}
