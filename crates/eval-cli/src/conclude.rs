//! The end of a command that made a run: its summary, and what it says of the
//! measurement.

use eval_store::Run;

use crate::args::Format;
use crate::screen::Screen;
use crate::show::summary;
use crate::status::Status;

/// Shows the summary of a run that was just made.
pub(crate) fn conclude(run: &Run, format: Format, screen: Screen) -> anyhow::Result<Status> {
    let summary = summary::of(run)?;
    summary::show(&summary, run, format, screen)?;
    Ok(if summary.is_invalid() { Status::Invalid } else { Status::Fine })
}
