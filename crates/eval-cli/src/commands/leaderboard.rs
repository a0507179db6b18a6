//! `flywheel leaderboard`: which arm is best, as far as that can be told.

use eval_analysis::{leaderboard as rank, read_arms};
use eval_store::Run;

use crate::args::{Format, LeaderboardArgs};
use crate::beside::prices;
use crate::screen::Screen;
use crate::show::leaderboard as show;
use crate::status::Status;

pub(crate) fn leaderboard(args: &LeaderboardArgs, screen: Screen) -> anyhow::Result<Status> {
    let arms = read_arms(&Run::open(&args.run)?, None)?;
    let models = arms.iter().map(|arm| arm.provenance.model.as_str());
    let found = rank(&arms, &prices(args.prices.as_deref(), models)?);
    match args.format {
        Format::Json => screen.print(serde_json::to_string_pretty(&found)?)?,
        Format::Human => screen.print(show::tell(&found, screen))?,
    }
    if found.ranked.is_empty() {
        screen.note("nothing to rank: no arm has a scored trial");
        return Ok(Status::NothingRan);
    }
    Ok(Status::Fine)
}
