//! `flywheel explain`: every effective value of a file.

use std::path::Path;

use anyhow::Context;
use eval_harness::HarnessConfig;
use eval_scenario::{Arm, Scenario, Suite};
use eval_toml::Effective;
use serde_json::{Value, json};

use crate::args::{ExplainArgs, Format};
use crate::commands::check::{FileKind, kind_of};
use crate::screen::Screen;
use crate::show::effective;
use crate::status::Status;

/// A part of what is explained: a title and its values.
struct Part {
    title: String,
    values: Vec<Effective>,
}

pub(crate) fn explain(args: &ExplainArgs, screen: Screen) -> anyhow::Result<Status> {
    let parts = match kind_of(&args.file)? {
        FileKind::Suite => suite(&args.file)?,
        FileKind::Scenario => vec![scenario(&args.file)?],
        FileKind::Harness => vec![harness(&args.file)?],
    };
    match args.format {
        Format::Json => screen.print(serde_json::to_string_pretty(&as_json(&parts))?)?,
        Format::Human => {
            for part in &parts {
                screen.print(screen.bold(&part.title))?;
                for line in effective::lines(&part.values, screen) {
                    screen.print(format!("  {line}"))?;
                }
            }
        }
    }
    Ok(Status::Fine)
}

fn as_json(parts: &[Part]) -> Value {
    let part =
        |part: &Part| json!({ "title": part.title, "values": effective::json(&part.values) });
    json!({
        "schema_version": eval_trace::SCHEMA_VERSION,
        "parts": parts.iter().map(part).collect::<Vec<_>>(),
    })
}

fn suite(file: &Path) -> anyhow::Result<Vec<Part>> {
    let suite = Suite::load(file)?;
    let mut parts = vec![Part { title: format!("suite {}", suite.name), values: suite.effective }];
    for arm in &suite.arms {
        parts.push(arm_part(arm)?);
    }
    Ok(parts)
}

/// The harness of an arm, as the arm has it.
fn arm_part(arm: &Arm) -> anyhow::Result<Part> {
    let loaded = eval_runner::harness_of(arm)?;
    let title = format!("arm {} (harness {})", arm.name, loaded.config.hash().short());
    Ok(Part { title, values: loaded.effective })
}

fn scenario(file: &Path) -> anyhow::Result<Part> {
    let folder = file.parent().context("a scenario lies in a folder")?;
    let scenario = Scenario::load(folder)?;
    Ok(Part { title: format!("scenario {}", scenario.name), values: scenario.effective })
}

fn harness(file: &Path) -> anyhow::Result<Part> {
    let loaded = HarnessConfig::load(file, &[])?;
    let title = format!("harness {} ({})", file.display(), loaded.config.hash().short());
    Ok(Part { title, values: loaded.effective })
}
