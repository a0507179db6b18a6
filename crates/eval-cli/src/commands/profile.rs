//! `flywheel profile`: the arms of a run from every side.

use anyhow::bail;
use eval_analysis::{ProfileSettings, profile as look_at};
use eval_store::Run;

use crate::args::{Format, ProfileArgs};
use crate::beside::prices;
use crate::screen::Screen;
use crate::show::profile as show;
use crate::status::Status;

pub(crate) fn profile(args: &ProfileArgs, screen: Screen) -> anyhow::Result<Status> {
    let run = Run::open(&args.run)?;
    let known: Vec<&str> = run.manifest().arms.iter().map(|arm| arm.name.as_str()).collect();
    if let Some(name) = args.arm.iter().find(|name| !known.contains(&name.as_str())) {
        bail!("{} has no arm `{name}`; there are: {}", args.run.display(), known.join(", "));
    }
    let models = run.manifest().arms.iter().map(|arm| arm.model.as_str());
    let settings = ProfileSettings {
        prices: prices(args.prices.as_deref(), models)?,
        with_time: args.time,
        with_instances: args.instances,
    };
    let mut found = look_at(&run, &settings)?;
    found.arms.retain(|arm| args.arm.is_empty() || args.arm.contains(&arm.arm));
    match args.format {
        Format::Json => screen.print(serde_json::to_string_pretty(&found)?)?,
        Format::Human => screen.print(show::tell(&found, screen))?,
    }
    Ok(Status::Fine)
}
