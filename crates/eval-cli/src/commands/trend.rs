//! `flywheel trend`: each suite's arms over the runs in a folder.

use eval_analysis::trend as follow;
use eval_store::Run;

use crate::args::{Format, TrendArgs};
use crate::runs_in::{Condition, folder, runs_in};
use crate::screen::Screen;
use crate::show::trend as show;
use crate::status::Status;

pub(crate) fn trend(args: &TrendArgs, screen: Screen) -> anyhow::Result<Status> {
    let asked = args.dir.as_deref();
    let mut runs = Vec::new();
    for found in runs_in(asked)? {
        // What is unfinished is no measurement yet; `flywheel list` shows it.
        if found.condition == Condition::Complete {
            runs.push(Run::open(&found.dir)?);
        }
    }
    let found = follow(folder(asked), &runs);
    match args.format {
        Format::Json => screen.print(serde_json::to_string_pretty(&found)?)?,
        Format::Human => screen.print(show::tell(&found, screen))?,
    }
    Ok(Status::Fine)
}
