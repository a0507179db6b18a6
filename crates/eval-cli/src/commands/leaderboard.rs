//! `flywheel leaderboard`: which arm is best, as far as that can be told.

use eval_analysis::{Prices, leaderboard as rank, read_arms};
use eval_store::Run;

use crate::args::{Format, LeaderboardArgs};
use crate::screen::Screen;
use crate::show::leaderboard as show;
use crate::status::Status;

pub(crate) fn leaderboard(args: &LeaderboardArgs, screen: Screen) -> anyhow::Result<Status> {
    let prices = args.prices.as_deref().map(Prices::load).transpose()?.unwrap_or_default();
    let found = rank(&read_arms(&Run::open(&args.run)?, None)?, &prices);
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
