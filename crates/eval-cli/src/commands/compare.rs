//! `flywheel compare`: is B better than A, or is it noise?

use eval_analysis::{CompareSettings, compare as compare_arms};
use eval_findings::Estimand;

use crate::args::{CompareArgs, EstimandChoice, Format};
use crate::beside::{settings, write_whole};
use crate::screen::Screen;
use crate::show::comparison;
use crate::sides;
use crate::status::Status;

pub(crate) fn compare(args: &CompareArgs, screen: Screen) -> anyhow::Result<Status> {
    let sides = sides::of_words(&args.sides)?;
    let settings = CompareSettings {
        estimand: match args.estimand {
            EstimandChoice::SuperPopulation => Estimand::SuperPopulation,
            EstimandChoice::FixedSuite => Estimand::FixedSuite,
        },
        per_day: args.volume,
        ..settings(&sides, &args.leniency)?
    };
    let found = compare_arms(&sides.a, &sides.b, &settings)?;
    if let Some(path) = &args.markdown {
        write_whole(path, &eval_report::markdown::comparison(&found))?;
    }
    match args.format {
        Format::Json => screen.print(serde_json::to_string_pretty(&found)?)?,
        Format::Human => screen.print(comparison::tell(&found, args.all, screen))?,
    }
    Ok(Status::Fine)
}
