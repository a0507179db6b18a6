//! `flywheel completions`.

use clap::CommandFactory;

use crate::args::{Cli, CompletionsArgs};
use crate::screen::Screen;
use crate::status::Status;

pub(crate) fn completions(args: &CompletionsArgs, screen: Screen) -> anyhow::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "flywheel", &mut script);
    screen.print(String::from_utf8_lossy(&script).trim_end())?;
    Ok(Status::Fine)
}
