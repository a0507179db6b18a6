//! `flywheel list`: the runs in a folder.

use jiff::Timestamp;

use crate::args::ListArgs;
use crate::runs_in::{folder, runs_in};
use crate::screen::Screen;
use crate::show::run_table;
use crate::show::words::safe;
use crate::status::Status;

pub(crate) fn list(args: &ListArgs, screen: Screen) -> anyhow::Result<Status> {
    let asked = args.dir.as_deref();
    let runs = runs_in(asked)?;
    for problem in runs.iter().filter_map(|run| run.problem.as_ref()) {
        screen.note(format!("warning: {}", safe(problem)));
    }
    run_table::show(&runs, folder(asked), Timestamp::now(), args.format, screen)?;
    Ok(Status::Fine)
}
