//! `flywheel export`: training data out of runs.

use std::num::NonZero;
use std::thread;

use anyhow::bail;
use eval_dataset::{Export, ExportError, NearDuplicates, Preset, Recipe};
use eval_formats::{Format, Shape, Template};

use crate::export_args::{ExportArgs, PARQUET};
use crate::screen::Screen;
use crate::show::export as show;
use crate::show::headway::{Headway, Unit};
use crate::status::Status;

pub(crate) fn export(args: &ExportArgs, screen: Screen) -> anyhow::Result<Status> {
    let export = Export {
        runs: args.runs.clone(),
        recipe: recipe(args)?,
        out: args.out.clone(),
        program: format!("flywheel {}", env!("CARGO_PKG_VERSION")),
        threads: threads(args),
    };
    let mut headway = Headway::new("told again", Unit::Trials, args.quiet, screen);
    let made = export.make(|now| headway.reach(now.done, now.of));
    headway.clear();
    match made {
        Ok(exported) if args.json => {
            screen.print(serde_json::to_string_pretty(&exported.manifest)?)?;
        }
        Ok(exported) => screen.print(show::tell(&exported, &args.out, screen))?,
        Err(error @ ExportError::Nothing { .. }) => {
            screen.note(format!("error: {error}"));
            return Ok(Status::NothingRan);
        }
        Err(error) => return Err(error.into()),
    }
    Ok(Status::Fine)
}

fn threads(args: &ExportArgs) -> usize {
    let cores = || thread::available_parallelism().map_or(1, NonZero::get);
    args.threads.map_or_else(cores, usize::from)
}

/// The recipe's file, with what was typed laid over it.
fn recipe(args: &ExportArgs) -> anyhow::Result<Recipe> {
    let is_parquet = args.format.as_deref() == Some(PARQUET);
    let format = args.format.as_deref().and_then(Format::from_name);
    let preset = args.preset.as_deref().and_then(Preset::from_name);
    let any = is_parquet.then_some(Format::AxolotlChat);
    let mut recipe = match (&args.recipe, format.or(any)) {
        (Some(file), format) => Recipe::load(file, format)?,
        (None, Some(format)) => Recipe::plain(format),
        (None, None) => bail!("export: name a format with --format"),
    };
    recipe.preset = preset.or(recipe.preset);
    if is_parquet {
        recipe.parquet = true;
        recipe.format = in_parquet(recipe.preset);
    }
    recipe.allow_simulated |= args.allow_simulated;
    recipe.all_failures |= args.all_failures;
    if !args.arm.is_empty() {
        recipe.select.arms.clone_from(&args.arm);
    }
    if !args.family.is_empty() {
        recipe.select.families.clone_from(&args.family);
    }
    recipe.clean.holdout.extend(args.holdout.iter().cloned());
    if let Some(word) = &args.near_duplicates {
        recipe.clean.near_duplicates = match word.as_str() {
            "off" => NearDuplicates::Off,
            "drop" => NearDuplicates::Drop,
            _ => NearDuplicates::Report,
        };
    }
    recipe.length.max_tokens = args.max_tokens.or(recipe.length.max_tokens);
    if let Some(tokenizer) = &args.tokenizer {
        recipe.length.tokenizer.clone_from(tokenizer);
    }
    let template = args.target_template.as_deref().and_then(Template::from_name);
    recipe.target_template = template.or(recipe.target_template);
    recipe.student = args.student.clone().or(recipe.student);
    if let Some(percent) = args.validation {
        if !(0.0..=100.0).contains(&percent) {
            bail!("export: --validation lies between 0 and 100, not at {percent}");
        }
        recipe.validation_percent = percent;
    }
    Ok(recipe)
}

/// The format whose readers take nested values as JSON in strings, where there is one.
fn in_parquet(preset: Option<Preset>) -> Format {
    match preset.map_or(Shape::Chat, Preset::shape) {
        Shape::Chat => Format::AxolotlChat,
        Shape::Pair => Format::TrlDpo,
        Shape::Labelled => Format::TrlKto,
        Shape::Steps => Format::TrlPrm,
        Shape::Task => Format::OpenaiRft,
    }
}
